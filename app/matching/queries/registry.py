"""The registry's search: one page of what the actor may see, and what each facet would give."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Float,
    String,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    literal_column,
    null,
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
from app.matching import question
from app.matching.criteria import FACETS, NO, UNKNOWN, YES, Criteria
from app.matching.models import SearchChunk, SearchDocument
from app.matching.queries.nearness import Meant, Named, meant, named_like, waiting
from app.matching.question import Question
from app.matching.taxonomy import Taxonomy
from app.organisations.enums import IN_FORCE_STATES, OrganisationState, TrackLinkState
from app.organisations.models import Organisation, OrganisationSubtopic, TrackLink
from app.organisations.queries import visible_to

RANKED = 2_000
"""How many hits of a text are ranked and paged; more are counted as "2,000+"."""

COUNTED = RANKED + 1
"""How many hits of a text the facets count."""

BY_LENGTH = 1
"""`ts_rank`: a hit in a short text weighs more."""

BEFORE_FIRST = 60
"""Reciprocal rank fusion: how little the first places of one list outweigh the others (Cormack et al. 2009)."""

WITH_PARTS = (
    selectinload(Organisation.numbers),
    selectinload(Organisation.track_links).joinedload(TrackLink.track),
)


@dataclass(frozen=True)
class Why:
    """Why an organisation stands where it does: its place among those found by words, and what else found it."""

    by_words: int | None = None
    meant: Meant | None = None
    named: Named | None = None


@dataclass(frozen=True)
class Found:
    """A page of organisations, and how many there would be for each value of a facet with the other facets applied.

    `why` is by organisation. `by_meaning` is false where vectors cannot be had; `waiting` texts have none yet. `meant_name`
    is the name most like the question, where nothing was found by its words.
    """

    page: Page
    capped: bool
    counts: Mapping[str, Mapping[str, int]]
    question: Question = field(default_factory=Question)
    why: Mapping[int, Why] = field(default_factory=dict)
    by_meaning: bool = True
    waiting: int = 0
    meant_name: str = ""


def search(actor: Any, criteria: Criteria, taxonomy: Taxonomy, page: int) -> Found:
    """What the actor finds.

    A fixed number of statements: counts, rows, two for their parts; with a text also names, meaning (three), and what waits.
    """
    seen = and_(visible_to(actor), Organisation.state != OrganisationState.MERGED)
    chosen = _conditions(criteria, taxonomy)
    if not criteria.text:
        return _listed(seen, chosen, page)
    asked = question.read(criteria.text, taxonomy.labels)
    if asked.query is None:
        return _listed(false(), chosen, page)
    search_by_index()
    named = named_like(asked, seen) if asked.plain else []
    near = meant(asked, select(SearchDocument.organisation_id).join_from(SearchChunk, SearchDocument).join(Organisation).where(seen))
    sought = Sought(asked, {one.organisation_id: place for place, one in enumerate(named, start=1)}, near or {})
    counts = _counts(seen, sought, chosen)
    hits = counts["total"].get("", 0)
    total = min(hits, RANKED)
    number = min(page, max(1, -(-total // PAGE_SIZE)))
    rows = db.session.execute(_ranked(seen, sought, chosen, start=(number - 1) * PAGE_SIZE).options(*WITH_PARTS)).all()
    names = {one.organisation_id: one for one in named}
    why = {row[0].id: Why(row.by_words, sought.near.get(row[0].id), names.get(row[0].id)) for row in rows}
    unsure = named and not any(one.by_words for one in why.values())
    return Found(
        Page([row[0] for row in rows], number, PAGE_SIZE, total), hits > RANKED, counts, asked, why,
        by_meaning=near is not None, waiting=waiting() if near is not None else 0, meant_name=named[0].name if unsure else "",
    )


def search_by_index() -> None:
    """Have words, names and vectors looked up in their indexes, in this transaction.

    A scan of the whole table compares every text, which the planner takes to be cheap; with at most some thousand hits a row
    is found faster by its key than by a table of all. The vector index goes on until enough rows pass the other conditions.
    """
    settings = {
        **dict.fromkeys(("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "jit"), "off"),
        "max_parallel_workers_per_gather": "0", "hnsw.iterative_scan": "relaxed_order",
    }
    db.session.execute(select(*(func.set_config(name, value, true()) for name, value in settings.items())))


def _listed(seen: ColumnElement[bool], chosen: Mapping[str, ColumnElement[bool]], page: int) -> Found:
    counts = _counts(seen, None, chosen)
    total = counts["total"].get("", 0)
    number = min(page, max(1, -(-total // PAGE_SIZE)))
    rows = select(Organisation).where(seen, *chosen.values()).order_by(*_in_order()).options(*WITH_PARTS)
    found = db.session.scalars(rows.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all()
    return Found(Page(found, number, PAGE_SIZE, total), capped=False, counts=counts)


@dataclass(frozen=True)
class Sought:
    """A question with the organisations that are found besides its words: key → place, from 1."""

    question: Question
    named: Mapping[int, int]
    near: Mapping[int, Meant]

    def hits(self) -> Any:
        """The organisations found, each once, with their tokens, by whatever found them; those besides the words first."""
        document = SearchDocument
        queried = cast(literal(self.question.query), TSQUERY)
        by_words = select(document.organisation_id, document.tokens).where(
            document.organisation_id.is_not(None), document.tokens.bool_op("@@")(queried)
        )
        besides = sorted({*self.named, *self.near})
        also = select(document.organisation_id, document.tokens).where(
            document.organisation_id.in_(besides), ~document.tokens.bool_op("@@")(queried)
        )
        if self.question.excluded:
            also = also.where(document.tokens.bool_op("@@")(cast(literal(self.question.excluded), TSQUERY)))
        return also.union_all(by_words)


def is_verified() -> ColumnElement[bool]:
    """Verified and in date (`Organisation.is_verified`)."""
    return and_(Organisation.state.in_(IN_FORCE_STATES), func.coalesce(Organisation.valid_until > now(), false()))


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
        "language": func.coalesce(Organisation.description_language, UNKNOWN).in_(criteria.language),
        "verified": or_(*(verified if value == YES else ~verified for value in criteria.verified), false()),
    }
    return {facet: demands[facet] for facet in FACETS if criteria.chosen(facet)}


def _counts(
    seen: ColumnElement[bool], sought: Sought | None, chosen: Mapping[str, ColumnElement[bool]]
) -> dict[str, dict[str, int]]:
    """Facet → value → number, all in one statement; `total` is under the empty value.

    Facets with one value for each organisation are counted together in one pass, then added up for each.
    """
    facts = _facts(seen, sought, chosen)
    hits = facts.limit(COUNTED).cte("hits") if sought else None
    counted = facts.subquery() if hits is None else hits
    values = [column for column in counted.c if column.key != "id"]
    cube = select(*values, func.count().label("number")).group_by(*values).cte("cube")
    met = {name: cube.c[f"meets_{name}"] for name in chosen}

    def added_up(facet: str, value: ColumnElement[str]) -> Any:
        others = [condition for name, condition in met.items() if name != facet]
        return select(literal(facet), value, cast(func.sum(cube.c.number), BigInteger)).where(*others).group_by(value)

    parts: list[Any] = [select(literal("total"), literal(""), cast(func.sum(cube.c.number), BigInteger)).where(*met.values())]
    parts += [added_up(facet, cube.c[facet]) for facet in ("kind", "country", "size", "language", "verified")]
    links = {
        "track": (TrackLink.organisation_id, TrackLink.track_id, TrackLink.state == TrackLinkState.CONFIRMED),
        "subtopic": (OrganisationSubtopic.organisation_id, OrganisationSubtopic.subtopic_id, true()),
    }
    for facet, (organisation_id, linked, condition) in links.items():
        tally: Any = select(literal(facet), cast(linked, String), func.count()).where(condition)
        others = [demand for name, demand in chosen.items() if name != facet]
        if hits is not None:
            met_others = [hits.c[f"meets_{name}"] for name in chosen if name != facet]
            tally = tally.join(hits, hits.c.id == organisation_id).where(*met_others)
        else:
            tally = tally.join(Organisation, Organisation.id == organisation_id).where(seen, *others)
        parts.append(tally.group_by(linked))
    counts: dict[str, dict[str, int]] = {facet: {} for facet in (*FACETS, "total")}
    for facet, value, number in db.session.execute(union_all(*parts)):
        if number:
            counts[facet][value] = number
    return counts


def _facts(seen: ColumnElement[bool], sought: Sought | None, chosen: Mapping[str, ColumnElement[bool]]) -> Any:
    """Everything that the actor sees and the text finds, with what it says to each facet and whether it meets the others."""
    columns: list[Any] = [
        *([Organisation.id] if sought else []),
        cast(Organisation.kind, String).label("kind"),
        Organisation.country,
        func.coalesce(cast(Organisation.size_band, String), literal_column(f"'{UNKNOWN}'")).label("size"),
        func.coalesce(Organisation.description_language, literal_column(f"'{UNKNOWN}'")).label("language"),
        case((is_verified(), literal_column(f"'{YES}'")), else_=literal_column(f"'{NO}'")).label("verified"),
        *(condition.label(f"meets_{facet}") for facet, condition in chosen.items()),
    ]
    statement: Any = select(*columns).where(seen)
    if sought:
        hits = sought.hits().subquery()
        statement = statement.join(hits, hits.c.organisation_id == Organisation.id)
    return statement


def _ranked(
    seen: ColumnElement[bool], sought: Sought, chosen: Mapping[str, ColumnElement[bool]], *, start: int
) -> Any:
    """A page of the hits, best first, each with its place by words. Beyond the first 2,000 hits none is ranked.

    Places by words, name and meaning are fused by reciprocal rank; words count half as much again, a name that is alike double.
    """
    hits = sought.hits().subquery("hits")
    kept = (
        select(Organisation.id, Organisation.sort_key, hits.c.tokens)
        .join(hits, hits.c.organisation_id == Organisation.id)
        .where(seen, *chosen.values())
        .limit(RANKED)
        .subquery()
    )
    queried = cast(literal(sought.question.words or sought.question.query), TSQUERY)
    found = case((kept.c.tokens.bool_op("@@")(queried), func.ts_rank(kept.c.tokens, queried, BY_LENGTH)))
    weighed = select(kept.c.id, kept.c.sort_key, found.label("weight")).subquery()
    place = func.rank().over(order_by=weighed.c.weight.desc().nulls_last())
    placed = select(
        weighed.c.id, weighed.c.sort_key, case((weighed.c.weight.is_not(None), place)).label("by_words")
    ).subquery()
    near = {key: one.place for key, one in sought.near.items()}
    score = sum(
        (func.coalesce(share / (BEFORE_FIRST + place), 0) for share, place in (
            (1.5, cast(placed.c.by_words, Float)), (2.0, _place(placed.c.id, sought.named)), (1.0, _place(placed.c.id, near)),
        )),
        start=literal(0.0),
    )
    best = (
        select(placed.c.id, placed.c.by_words, score.label("score"))
        .order_by(score.desc(), placed.c.sort_key, placed.c.id).limit(PAGE_SIZE).offset(start).subquery()
    )
    return select(Organisation, best.c.by_words).join(best, best.c.id == Organisation.id).order_by(best.c.score.desc(), *_in_order())


def _place(key: ColumnElement[int], places: Mapping[int, int]) -> ColumnElement[Any]:
    """The place of a key among those given, nothing for another."""
    if not places:
        return cast(null(), Float)
    return cast(func.array_position(cast(literal(sorted(places, key=places.__getitem__)), ARRAY(BigInteger)), key), Float)


def _in_order() -> tuple[Any, ...]:
    return Organisation.sort_key, Organisation.id
