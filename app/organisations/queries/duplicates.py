"""Organisations that may be the same as one that is being registered: by number, by equal name, by similar name.

Candidates by similar name come from the GIN index on character runs: a key that differs in a few letters still has one
unbroken stretch in common, so each stretch is asked for as a whole, which is selective. What remains is compared letter
by letter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import String, and_, or_, select, tuple_, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY

from app.extensions import db
from app.organisations.enums import OrganisationState
from app.organisations.models import OfficialNumber, Organisation, OrganisationName
from app.organisations.names import grams, match_key, similarity
from app.organisations.queries.parties import country_facts
from app.organisations.queries.registry import pending_number, visible_to

SIMILAR = 0.8
SHOWN = 8
COMPARED = 200
SHORTEST_KEY = 2
GRAMS_FOR_TWO_STRETCHES = 4
GRAMS_FOR_THREE_STRETCHES = 9
OUT_OF_QUESTION = (OrganisationState.MERGED, OrganisationState.EXPIRED)


class DuplicateReason(StrEnum):
    """Why an organisation may be the same as another."""

    NUMBER = "number"
    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"


@dataclass(frozen=True)
class Candidate:
    """An organisation that may be the same, why, and how alike the names are (0 to 1)."""

    organisation: Organisation
    reason: DuplicateReason
    score: float


def possible_duplicates(
    actor: Any, *, country: str, names: Iterable[str | None], numbers: Iterable[tuple[str, str]] = (), exclude: int | None = None,
) -> list[Candidate]:
    """The organisations of a country that may be the same, the surest first; only such as the actor may see.

    `numbers` are (scheme, canonical value).
    """
    legal_forms = country_facts(country).legal_forms
    keys = [key for name in names if name and len(key := match_key(name, legal_forms)) >= SHORTEST_KEY]
    found = dict.fromkeys(_by_number(actor, list(numbers), exclude), (DuplicateReason.NUMBER, 1.0))
    for organisation_id, score in _by_name(actor, country, keys, exclude).items():
        reason = DuplicateReason.SAME_NAME if score == 1 else DuplicateReason.SIMILAR_NAME
        found.setdefault(organisation_id, (reason, score))
    best = sorted(found.items(), key=lambda item: (list(DuplicateReason).index(item[1][0]), -item[1][1], item[0]))[:SHOWN]
    organisations = _load([organisation_id for organisation_id, _ in best])
    return [Candidate(organisations[key], reason, score) for key, (reason, score) in best]


def duplicates_of(actor: Any, organisation: Organisation) -> list[Candidate]:
    """The organisations that may be the same as this one."""
    pending = pending_number(organisation)
    numbers = [(number.scheme, number.value) for number in organisation.numbers]
    if pending:
        numbers.append((pending["scheme"], pending["value"]))
    names = [organisation.name_native, organisation.name_latin, organisation.name_kana]
    names += [name.text for name in organisation.names]
    return possible_duplicates(
        actor, country=organisation.country, names=dict.fromkeys(names), numbers=numbers, exclude=organisation.id
    )


def _comparable(actor: Any, exclude: int | None) -> list[Any]:
    conditions: list[Any] = [visible_to(actor), Organisation.state.not_in(OUT_OF_QUESTION)]
    if exclude is not None:
        conditions.append(Organisation.id != exclude)
    return conditions


def _by_number(actor: Any, numbers: Sequence[tuple[str, str]], exclude: int | None) -> list[int]:
    if not numbers:
        return []
    statement = select(Organisation.id).join(Organisation.numbers).where(
        tuple_(OfficialNumber.scheme, OfficialNumber.value).in_(numbers), *_comparable(actor, exclude)
    )
    return list(db.session.scalars(statement.order_by(Organisation.id)))


def _by_name(actor: Any, country: str, keys: Sequence[str], exclude: int | None) -> dict[int, float]:
    if not keys:
        return {}
    holds = type_coerce(OrganisationName.grams, ARRAY(String(8))).contains
    alike = [holds(stretch) for key in keys for stretch in stretches(key)]
    statement = (
        select(OrganisationName.organisation_id, OrganisationName.key)
        .join(OrganisationName.organisation)
        .where(
            and_(Organisation.country == country, *_comparable(actor, exclude)),
            or_(OrganisationName.key.in_(keys), *alike),
        )
        .order_by(OrganisationName.key.in_(keys).desc(), OrganisationName.id)
        .limit(COMPARED)
    )
    scores: dict[int, float] = {}
    for organisation_id, other in db.session.execute(statement):
        score = max(similarity(key, other) for key in keys)
        if score >= SIMILAR:
            scores[organisation_id] = max(score, scores.get(organisation_id, 0))
    return scores


def stretches(key: str) -> list[list[str]]:
    """The character runs of a key, in the order of the letters, parted into one to three stretches."""
    ordered = [gram for word in key.split() for gram in sorted(grams(word), key=f"  {word} ".find)]
    count = 1 + (len(ordered) >= GRAMS_FOR_TWO_STRETCHES) + (len(ordered) >= GRAMS_FOR_THREE_STRETCHES)
    length = -(-len(ordered) // count) if ordered else 1
    return [ordered[at : at + length] for at in range(0, len(ordered), length)]


def _load(keys: Sequence[int]) -> dict[int, Organisation]:
    if not keys:
        return {}
    statement = select(Organisation).where(Organisation.id.in_(keys))
    return {organisation.id: organisation for organisation in db.session.scalars(statement)}
