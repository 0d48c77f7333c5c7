"""Those worth scoring as counterparts, found by the indexes: by subtopics, by telling words, by meaning, and by tracks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Float,
    and_,
    cast,
    func,
    literal,
    select,
    text,
    union,
)
from sqlalchemy.dialects.postgresql import TSQUERY, distinct_on

from app.extensions import db
from app.matching import tokens
from app.matching.enums import Audience
from app.matching.geometry import Vectors
from app.matching.models import SearchChunk, SearchDocument, WordShare
from app.matching.queries.vectors import nearest_organisations
from app.organisations.enums import TrackLinkState
from app.organisations.models import Organisation, OrganisationSubtopic, TrackLink

SCORED = 200
"""How many candidates are scored; those with most in common by subtopics, tracks, words and meaning."""

PHRASES = 40
HITS_OF_WORDS = 3_000
"""As many hits by words, about, are weighed: the rarest words come first, and those that would give more are left out."""

SHARING = 5_000
SCANNED = 1_000
"""How many stretches are looked at by meaning, for each of the own: most near ones may stand in countries that are not sought."""

OWN_CHUNKS = 2
"""How many stretches of the own text are compared by meaning."""

ROWS = text("SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = 'search_document'::regclass")


@dataclass(frozen=True)
class Near:
    """How near by meaning: the cosine of the nearest stretch of text, and that stretch."""

    cosine: float
    passage: str


def own_vectors(organisation_id: int | None, project_id: int | None) -> list[Vectors]:
    """The vectors of the first stretches of what looks for counterparts; none where the worker has not come to it yet."""
    document = SearchDocument
    whose = (
        document.organisation_id == organisation_id if project_id is None
        else (document.project_id == project_id) & (document.audience == Audience.CONSORTIUM)
    )
    rows = db.session.scalars(
        select(SearchChunk.vector).join(SearchChunk.document).where(whose, SearchChunk.vector.is_not(None))
        .order_by(SearchChunk.number).limit(OWN_CHUNKS)
    )
    return [*rows]


def narrowed(
    seen: Sequence[ColumnElement[bool]], subtopics: frozenset[int], tracks: frozenset[int], phrases: Sequence[str], vectors: Sequence[Vectors],
) -> Any:
    """The keys of those that the actor sees and that have most in common, the nearest first."""
    by_subtopic = (
        select(OrganisationSubtopic.organisation_id, func.count().label("shared"))
        .where(OrganisationSubtopic.subtopic_id.in_(subtopics)).group_by(OrganisationSubtopic.organisation_id)
        .order_by(func.count().desc(), OrganisationSubtopic.organisation_id).limit(SHARING)
    )
    on_track = (
        select(TrackLink.organisation_id).join(Organisation, Organisation.id == TrackLink.organisation_id)
        .where(TrackLink.track_id.in_(tracks), TrackLink.state == TrackLinkState.CONFIRMED, *seen)
        .order_by(TrackLink.organisation_id).limit(SCORED)
    )
    near = _near(seen, vectors)
    query = tokens.any_of(_telling(phrases))
    asked = cast(literal(query), TSQUERY)
    holding = select(SearchDocument.organisation_id).where(
        SearchDocument.organisation_id.is_not(None), SearchDocument.tokens.bool_op("@@")(asked)
    )
    sources = [select(by_subtopic.subquery().c.organisation_id), select(on_track.subquery().c.organisation_id), select(near.c.key)]
    ground = union(*sources, *([holding] if query else [])).subquery("ground")
    key = ground.c[ground.c.keys()[0]]
    links = select(func.count()).where(
        TrackLink.organisation_id == Organisation.id, TrackLink.track_id.in_(tracks), TrackLink.state == TrackLinkState.CONFIRMED
    )
    shared = select(func.count()).where(
        OrganisationSubtopic.organisation_id == Organisation.id, OrganisationSubtopic.subtopic_id.in_(subtopics)
    )
    nearness: ColumnElement[Any] = 2 * _of_each(shared) + _of_each(links) + func.coalesce(near.c.cosine, 0)
    if query:
        weight = select(func.ts_rank(SearchDocument.tokens, asked, 1)).where(
            SearchDocument.organisation_id == Organisation.id, SearchDocument.tokens.bool_op("@@")(asked)
        )
        nearness = nearness + _of_each(weight)
    joined = select(Organisation.id).join(ground, key == Organisation.id).outerjoin(near, near.c.key == Organisation.id)
    return joined.where(*seen).order_by(nearness.desc(), Organisation.id).limit(SCORED)


def _of_each(of: Any) -> ColumnElement[Any]:
    return func.coalesce(of.correlate(Organisation).scalar_subquery(), 0)


def _near(seen: Sequence[ColumnElement[bool]], vectors: Sequence[Vectors]) -> Any:
    """Those nearest by meaning as a table of keys and cosines; one statement for each vector, and one to set the search."""
    best = nearest_organisations(vectors, seen=and_(*seen), limit=SCORED // 2, most=SCANNED)
    cosines = cast(literal([*best.values()]), ARRAY(Float))
    return func.unnest(_keys([*best]), cosines).table_valued("key", "cosine").render_derived()


def _telling(phrases: Sequence[str]) -> list[str]:
    """The phrases that say most: the rarest first, until they would bring more hits than are weighed."""
    forms = {phrase: tokens.key_of(phrase) for phrase in dict.fromkeys(phrases)}
    every = {form for key in forms.values() for form in key}
    rows = db.session.execute(select(WordShare.word, WordShare.share).where(WordShare.word.in_(every)))
    shares = {row.word: row.share for row in rows}
    documents = db.session.scalar(ROWS) or 0
    share_of = {phrase: min((shares.get(form, 0.0) for form in key), default=1.0) for phrase, key in forms.items()}
    kept: list[str] = []
    hits = 0.0
    for phrase in sorted(share_of, key=lambda one: share_of[one]):
        hits += share_of[phrase] * documents
        if hits > HITS_OF_WORDS or len(kept) == PHRASES:
            break
        kept.append(phrase)
    return kept


def near_by_meaning(keys: Any, vectors: Sequence[Vectors]) -> Mapping[int, Near]:
    """How near each of the organisations (a selection of keys) comes to any of the vectors, in one statement."""
    if not vectors:
        return {}
    cosines = [1 - SearchChunk.vector.cosine_distance(vector) for vector in vectors]
    nearest = func.greatest(*cosines) if len(cosines) > 1 else cosines[0]
    wanted = keys.subquery()
    rows = db.session.execute(
        select(SearchDocument.organisation_id, nearest.label("cosine"), SearchChunk.passage)
        .join_from(SearchChunk, SearchDocument).join(wanted, wanted.c.id == SearchDocument.organisation_id)
        .where(SearchChunk.vector.is_not(None))
        .ext(distinct_on(SearchDocument.organisation_id)).order_by(SearchDocument.organisation_id, nearest.desc())
    )
    return {row.organisation_id: Near(row.cosine, row.passage) for row in rows}


def _keys(keys: Sequence[int]) -> Any:
    return cast(literal([*keys]), ARRAY(BigInteger))
