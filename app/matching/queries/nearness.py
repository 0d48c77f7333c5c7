"""What is found besides words: organisations whose names are written alike, and documents that mean the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, Select, String, func, or_, select, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY

from app.extensions import db
from app.matching import embeddings, meaning
from app.matching.models import SearchChunk
from app.matching.question import Question
from app.organisations.models import OrganisationName
from app.organisations.names import match_key, similarity
from app.organisations.queries.duplicates import stretches

LONGEST_NAME = 60
SHORTEST_NAME = 3
ALIKE = 0.78
SHORTEST_WORD = 4
COMPARED = 200
NAMES_SHOWN = 20
NEAREST = 100
NEAR = 0.18
"""The least cosine, means taken out, at which a text counts as meant.

On descriptions of the register unrelated texts lie around 0, what nonsense finds below 0.13, fitting ones from 0.2 on.
"""

NEAR_AT_FIRST = 0.22
"""The same while a language has only the mean that comes with the application, which leaves something in common to all."""


@dataclass(frozen=True)
class Named:
    """An organisation whose name is written like what was asked for, and how alike both are (0 to 1)."""

    organisation_id: int
    name: str
    likeness: float


@dataclass(frozen=True)
class Meant:
    """A document near to the question by meaning: its place from 1, and the passage that is nearest, with its language."""

    place: int
    passage: str
    language: str


def named_like(question: Question, seen: ColumnElement[bool]) -> list[Named]:
    """The organisations with names like the question, the most alike first; one statement."""
    key = match_key(question.plain[: LONGEST_NAME + 1])
    if not SHORTEST_NAME <= len(key) <= LONGEST_NAME:
        return []
    holds = type_coerce(OrganisationName.grams, ARRAY(String(8))).contains
    rows = db.session.execute(
        select(OrganisationName.organisation_id, OrganisationName.key, OrganisationName.text)
        .join(OrganisationName.organisation)
        .where(seen, or_(*(holds(stretch) for stretch in stretches(key))))
        .limit(COMPARED)
    )
    best: dict[int, Named] = {}
    for organisation_id, other, name in rows:
        likeness = _likeness(key, other)
        if likeness >= ALIKE and likeness > (best[organisation_id].likeness if organisation_id in best else 0):
            best[organisation_id] = Named(organisation_id, name, likeness)
    return sorted(best.values(), key=lambda one: (-one.likeness, one.organisation_id))[:NAMES_SHOWN]


def _likeness(key: str, other: str) -> float:
    """Of the whole name, or of the words that were asked for, each with the word of the name that is most like it."""
    words = key.split()
    if not all(len(word) >= SHORTEST_WORD for word in words):
        return similarity(key, other)
    found = [max((fuzz.ratio(word, own) / 100 for own in other.split()), default=0.0) for word in words]
    return max(similarity(key, other), min(found))


def meant(question: Question, narrowed: Select[Any]) -> Mapping[int, Meant] | None:
    """Key → how it is meant, the nearest first; None where vectors cannot be had. A fixed number of statements.

    `narrowed` selects the key of what is looked for, from `SearchChunk` and what it is joined with, as far as it may be seen.
    """
    if embeddings.model() is None:
        return None
    if not question.plain:
        return {}
    try:
        known = meaning.means()
        vector = meaning.vector_of_question(question.plain, known)
    except embeddings.Unavailable:
        return None
    distance = SearchChunk.vector.cosine_distance(vector)
    rows = db.session.execute(
        narrowed.add_columns(SearchChunk.passage, SearchChunk.language, (1 - distance).label("nearness"))
        .where(SearchChunk.vector.is_not(None)).order_by(distance).limit(NEAREST)
    )
    found: dict[int, Meant] = {}
    for key, passage, language, nearness in rows:
        least = NEAR if known.version(language) else NEAR_AT_FIRST
        if nearness >= least and key not in found:
            found[key] = Meant(len(found) + 1, passage, language)
    return found


def waiting() -> int:
    """How many texts cannot be found by meaning yet."""
    return db.session.scalar(select(func.count()).where(SearchChunk.vector.is_(None)).select_from(SearchChunk)) or 0
