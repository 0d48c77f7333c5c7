"""The facets of the registry's search: what a choice demands, what an organisation says to each, and how many there are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    String,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    true,
    union_all,
)

from app.core.db import now
from app.extensions import db
from app.matching.criteria import FACETS, NO, UNKNOWN, YES, Criteria
from app.matching.taxonomy import Taxonomy
from app.organisations.enums import IN_FORCE_STATES, LISTED_STATES, OrganisationState, TrackLinkState
from app.organisations.models import Organisation, OrganisationSubtopic, TrackLink
from app.partnering.models import Profile, ProfileVersion
from app.partnering.queries import open_now

Counts = Mapping[str, Mapping[str, int]]
"""Facet → value → number; the number of all is under `total` and the empty value."""

Demands = Mapping[str, ColumnElement[bool]]
"""Facet with a choice → what it demands."""

UNLISTED_STATES = sorted(set(OrganisationState) - LISTED_STATES)

Linked = tuple[Any, Any, ColumnElement[bool]]
"""Whose, which value, and where it counts."""


def _of_profiles(value: Any) -> Linked:
    """What the open profiles of an organisation say, those that name their owner alone: an anonymous one must give nobody away."""
    said = (
        select(Profile.organisation_id.label("whose"), cast(value, String).label("which"))
        .join(ProfileVersion, ProfileVersion.id == Profile.published_version_id).where(open_now(), ~Profile.anonymous)
        .distinct().subquery()
    )
    return said.c.whose, said.c.which, said.c.which.is_not(None)


def linked() -> dict[str, Linked]:
    """The facets of which an organisation can have several values."""
    return {
        "track": (TrackLink.organisation_id, TrackLink.track_id, TrackLink.state == TrackLinkState.CONFIRMED),
        "subtopic": (OrganisationSubtopic.organisation_id, OrganisationSubtopic.subtopic_id, true()),
        "profile": _of_profiles(Profile.kind),
        "collaboration": _of_profiles(func.jsonb_array_elements_text(ProfileVersion.collaboration)),
        "trl": _of_profiles(ProfileVersion.trl),
    }


def is_verified() -> ColumnElement[bool]:
    """Verified and in date (`Organisation.is_verified`)."""
    return and_(Organisation.state.in_(IN_FORCE_STATES), func.coalesce(Organisation.valid_until > now(), false()))


def values() -> dict[str, ColumnElement[str]]:
    """What an organisation says to each facet of which it has one value."""
    unknown: ColumnElement[str] = literal_column(f"'{UNKNOWN}'")
    return {
        "kind": cast(Organisation.kind, String),
        "country": Organisation.country.expression,
        "size": func.coalesce(cast(Organisation.size_band, String), unknown),
        "language": func.coalesce(Organisation.description_language, unknown),
        "verified": case((is_verified(), literal_column(f"'{YES}'")), else_=literal_column(f"'{NO}'")),
    }


def demands(criteria: Criteria, taxonomy: Taxonomy) -> Demands:
    """What each facet with a choice demands."""
    return {facet: _demand(facet, criteria.chosen(facet), taxonomy) for facet in FACETS if criteria.chosen(facet)}


def _demand(facet: str, chosen: tuple[str, ...], taxonomy: Taxonomy) -> ColumnElement[bool]:
    match facet:
        case "kind":
            return Organisation.kind.in_(chosen)
        case "country":
            return Organisation.country.in_(chosen)
        case "size":
            sizes = Organisation.size_band.in_([size for size in chosen if size != UNKNOWN])
            return or_(sizes, Organisation.size_band.is_(None)) if UNKNOWN in chosen else sizes
        case "language":
            return func.coalesce(Organisation.description_language, UNKNOWN).in_(chosen)
        case "verified":
            return or_(*(is_verified() if value == YES else ~is_verified() for value in chosen), false())
        case "track":
            return _has_one_of(facet, [taxonomy.tracks[key].id for key in chosen])
        case "subtopic":
            return _has_one_of(facet, [taxonomy.subtopics[key].id for key in chosen])
        case _:
            return _has_one_of(facet, chosen)


def _has_one_of(facet: str, chosen: Sequence[str | int]) -> ColumnElement[bool]:
    whose, which, counted = linked()[facet]
    return Organisation.id.in_(select(whose).where(which.in_(chosen), counted))


def counts(seen: ColumnElement[bool], chosen: Demands) -> Counts:
    """Of all organisations seen, in one statement: what each value of a facet would give with the other facets applied.

    Facets with one value for each organisation are counted together in one pass, then added up for each. Of the others all
    are counted where nothing else narrows them, less those of the few organisations that are not seen.
    """
    columns: dict[str, Any] = {
        **{facet: value.label(facet) for facet, value in values().items()},
        **{f"meets_{facet}": demand.label(f"meets_{facet}") for facet, demand in chosen.items()},
    }
    counted: Any = select(*columns.values()).where(seen).subquery()
    cube = select(*counted.c, func.count().label("number")).group_by(*counted.c).cte("cube")
    met = {facet: cube.c[f"meets_{facet}"] for facet in chosen}
    number = cast(func.sum(cube.c.number), BigInteger)
    parts: list[Any] = [select(literal("total"), literal(""), number).where(*met.values())]
    for facet in values():
        others: list[Any] = [condition for name, condition in met.items() if name != facet]
        parts.append(select(literal(facet), cube.c[facet], number).where(*others).group_by(cube.c[facet]))
    for facet, (whose, which, condition) in linked().items():
        narrowing = [demand for name, demand in chosen.items() if name != facet]
        tally = select(literal(facet), cast(which, String), func.count()).where(condition).group_by(which)
        joined = tally.join(Organisation, Organisation.id == whose)
        if narrowing:
            parts.append(joined.where(seen, *narrowing))
        else:
            unseen = select(literal(facet), cast(which, String), -func.count()).where(condition, not_(seen)).group_by(which)
            parts += [tally, unseen.join(Organisation, Organisation.id == whose).where(Organisation.state.in_(UNLISTED_STATES))]
    return gathered(db.session.execute(union_all(*parts)))


def gathered(rows: Any) -> Counts:
    """Rows of facet, value and number, those of one value added up."""
    found: dict[str, Counter[str]] = {facet: Counter() for facet in (*FACETS, "total")}
    for facet, value, number in rows:
        found[facet][value] += number or 0
    return {facet: +numbers for facet, numbers in found.items()}
