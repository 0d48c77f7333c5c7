"""The registry's search: one page of what the actor may see, and what each facet would give."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import selectinload

from app.core.db import now
from app.core.pagination import PAGE_SIZE, Page
from app.extensions import db
from app.matching import tokens
from app.matching.criteria import FACETS, NO, UNKNOWN, YES, Criteria
from app.matching.models import SearchDocument
from app.matching.taxonomy import Taxonomy
from app.organisations.enums import OrganisationState, TrackLinkState
from app.organisations.models import Organisation, OrganisationSubtopic, TrackLink
from app.organisations.queries import visible_to

RANKED = 2_000
"""How many hits of a text are ranked and paged; more are counted as "2,000+"."""

BY_LENGTH = 1
"""`ts_rank`: a hit in a short text weighs more."""

IN_FORCE = (OrganisationState.VERIFIED, OrganisationState.IN_VERIFICATION)

WITH_PARTS = (
    selectinload(Organisation.numbers),
    selectinload(Organisation.track_links).joinedload(TrackLink.track),
)


@dataclass(frozen=True)
class Found:
    """A page of organisations, and how many there would be for each value of a facet with the other facets applied."""

    page: Page
    capped: bool
    counts: Mapping[str, Mapping[str, int]]


def search(actor: Any, criteria: Criteria, taxonomy: Taxonomy, page: int) -> Found:
    """What the actor finds, in a fixed number of statements: counts, rows, and two for their parts."""
    query = tokens.to_tsquery(criteria.text) if criteria.text else None
    seen = and_(visible_to(actor), Organisation.state != OrganisationState.MERGED)
    chosen = _conditions(criteria, taxonomy)
    if criteria.text and query is None:
        seen = false()
    counts = _counts(seen, query, chosen)
    hits = counts["total"].get("", 0)
    capped = query is not None and hits > RANKED
    total = min(hits, RANKED) if query else hits
    number = min(page, max(1, -(-total // PAGE_SIZE)))
    rows = _ranked(seen, query, chosen) if query else select(Organisation).where(seen, *chosen.values()).order_by(*_in_order())
    found = db.session.scalars(rows.options(*WITH_PARTS).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all()
    return Found(Page(found, number, PAGE_SIZE, total), capped, counts)


def is_verified() -> ColumnElement[bool]:
    """Verified and in date (`Organisation.is_verified`)."""
    return and_(Organisation.state.in_(IN_FORCE), func.coalesce(Organisation.valid_until > now(), false()))


def _conditions(criteria: Criteria, taxonomy: Taxonomy) -> dict[str, ColumnElement[bool]]:
    """What each facet with a choice demands."""
    tracks = [taxonomy.tracks[key].id for key in criteria.track]
    subtopics = [taxonomy.subtopics[key].id for key in criteria.subtopic]
    under_track = select(TrackLink.organisation_id).where(
        TrackLink.track_id.in_(tracks), TrackLink.state == TrackLinkState.CONFIRMED
    )
    on_subtopic = select(OrganisationSubtopic.organisation_id).where(OrganisationSubtopic.subtopic_id.in_(subtopics))
    sizes = Organisation.size_band.in_([size for size in criteria.size if size != UNKNOWN])
    verified = is_verified()
    demands = {
        "kind": Organisation.kind.in_(criteria.kind),
        "country": Organisation.country.in_(criteria.country),
        "track": Organisation.id.in_(under_track),
        "subtopic": Organisation.id.in_(on_subtopic),
        "size": or_(sizes, Organisation.size_band.is_(None)) if UNKNOWN in criteria.size else sizes,
        "verified": or_(*(verified if value == YES else ~verified for value in criteria.verified), false()),
    }
    return {facet: demands[facet] for facet in FACETS if criteria.chosen(facet)}


def _matches(query: str) -> ColumnElement[bool]:
    return SearchDocument.tokens.bool_op("@@")(cast(literal(query), TSQUERY))


def _counts(
    seen: ColumnElement[bool], query: str | None, chosen: Mapping[str, ColumnElement[bool]]
) -> dict[str, dict[str, int]]:
    """Facet → value → number, all in one statement; `total` is under the empty value."""
    base = _base(seen, query, chosen)
    met = {facet: base.c[f"meets_{facet}"] for facet in chosen}

    def others(facet: str) -> list[ColumnElement[bool]]:
        return [condition for name, condition in met.items() if name != facet]

    parts: list[Any] = [select(literal("total"), literal(""), func.count()).select_from(base).where(*met.values())]
    for facet in ("kind", "country", "size", "verified"):
        value = base.c[facet]
        parts.append(select(literal(facet), value, func.count()).where(*others(facet)).group_by(value))
    links = {
        "track": (TrackLink.organisation_id, TrackLink.track_id, TrackLink.state == TrackLinkState.CONFIRMED),
        "subtopic": (OrganisationSubtopic.organisation_id, OrganisationSubtopic.subtopic_id, true()),
    }
    for facet, (organisation, linked, condition) in links.items():
        tally = select(literal(facet), cast(linked, String), func.count()).select_from(base)
        tally = tally.join(organisation.class_, organisation == base.c.id).where(condition, *others(facet))
        parts.append(tally.group_by(linked))
    counts: dict[str, dict[str, int]] = {facet: {} for facet in (*FACETS, "total")}
    for facet, value, number in db.session.execute(union_all(*parts)):
        counts[facet][value] = number
    return counts


def _base(seen: ColumnElement[bool], query: str | None, chosen: Mapping[str, ColumnElement[bool]]) -> CTE:
    """Everything that the actor sees and the text finds, with what it says to each facet."""
    columns: list[Any] = [
        Organisation.id,
        cast(Organisation.kind, String).label("kind"),
        Organisation.country,
        func.coalesce(cast(Organisation.size_band, String), UNKNOWN).label("size"),
        case((is_verified(), literal_column(f"'{YES}'")), else_=literal_column(f"'{NO}'")).label("verified"),
        *(condition.label(f"meets_{facet}") for facet, condition in chosen.items()),
    ]
    statement = select(*columns).where(seen)
    if query:
        statement = statement.join(SearchDocument, SearchDocument.organisation_id == Organisation.id).where(_matches(query))
    return statement.cte("base")


def _ranked(
    seen: ColumnElement[bool], query: str, chosen: Mapping[str, ColumnElement[bool]]
) -> Select[Organisation]:
    """The hits, best first. Beyond the first 2,000 hits (whichever these are) none is ranked."""
    hits = (
        select(Organisation.id, SearchDocument.tokens)
        .join(SearchDocument, SearchDocument.organisation_id == Organisation.id)
        .where(seen, _matches(query), *chosen.values())
        .limit(RANKED)
        .subquery()
    )
    rank = func.ts_rank(hits.c.tokens, cast(literal(query), TSQUERY), BY_LENGTH)
    return select(Organisation).join(hits, hits.c.id == Organisation.id).order_by(rank.desc(), *_in_order())


def _in_order() -> tuple[Any, ...]:
    return Organisation.sort_key, Organisation.id
