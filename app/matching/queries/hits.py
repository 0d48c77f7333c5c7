"""What a text finds in the registry: the hits, their order and what they say to the facets, in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Float,
    String,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from app.core.pagination import PAGE_SIZE
from app.extensions import db
from app.matching.models import SearchDocument
from app.matching.queries.facets import Counts, Demands, Linked, gathered, linked, values
from app.matching.queries.nearness import Meant
from app.matching.question import Question
from app.organisations.models import Organisation

RANKED = 2_000
"""How many hits of a text are ranked and paged; more are counted as "2,000+"."""

COUNTED = RANKED + 1
"""How many hits of a text the facets count."""

BY_LENGTH = 1
"""`ts_rank`: a hit in a short text weighs more."""

BEFORE_FIRST = 60
"""Reciprocal rank fusion: how little the first places of one list outweigh the others (Cormack et al. 2009)."""

PLACE = "place"


@dataclass(frozen=True)
class Sought:
    """A question with the organisations that are found besides its words: key → place, from 1."""

    question: Question
    named: Mapping[int, int]
    near: Mapping[int, Meant]


@dataclass(frozen=True)
class Hits:
    """Counts of all hits, and a page of them: key → place by words, the best first."""

    counts: Counts
    by_words: Mapping[int, int | None]


def find(seen: ColumnElement[bool], sought: Sought, chosen: Demands, *, start: int) -> Hits:
    """The hits from the place `start`, and what each value of a facet would give with the other facets applied.

    Beyond the first 2,000 hits that meet all choices none is ranked or counted.
    """
    found = _found(sought).subquery("found")
    kept = _narrowed(seen, found, [*chosen.values()]).limit(COUNTED).cte("kept").prefix_with("MATERIALIZED", dialect="postgresql")
    parts = [select(literal("total"), literal(""), func.count(), cast(null(), BigInteger)).select_from(kept)]
    links = linked()
    for facet in (*values(), *links):
        counted = kept
        if facet in chosen:
            others = [demand for name, demand in chosen.items() if name != facet]
            counted = _narrowed(seen, found, others).limit(COUNTED).cte(f"besides_{facet}")
        parts.append(_tally(facet, counted, links.get(facet)))
    parts.append(_page(kept, sought, start))
    rows = db.session.execute(union_all(*parts)).all()
    places = sorted((row for row in rows if row[0] == PLACE), key=lambda row: row[2])
    return Hits(gathered(row[:3] for row in rows if row[0] != PLACE), {int(row[1]): row[3] for row in places})


def _found(sought: Sought) -> Any:
    """The organisations found, each once, with the weight of the words; those found besides the words first."""
    document, asked = SearchDocument, sought.question
    queried = cast(literal(asked.query), TSQUERY)
    weight = func.ts_rank(document.tokens, cast(literal(asked.words or asked.query), TSQUERY), BY_LENGTH)
    by_words = select(document.organisation_id, weight.label("weight")).where(
        document.organisation_id.is_not(None), document.tokens.bool_op("@@")(queried)
    )
    also = select(document.organisation_id, cast(null(), Float).label("weight")).where(
        document.organisation_id == func.any(_keys({*sought.named, *sought.near})), ~document.tokens.bool_op("@@")(queried)
    )
    if asked.excluded:
        also = also.where(document.tokens.bool_op("@@")(cast(literal(asked.excluded), TSQUERY)))
    return also.union_all(by_words)


def _narrowed(seen: ColumnElement[bool], found: Any, demands: list[ColumnElement[bool]]) -> Any:
    facts = [value.label(facet) for facet, value in values().items()]
    columns = (Organisation.id, Organisation.sort_key, found.c.weight, *facts)
    return select(*columns).join(found, found.c.organisation_id == Organisation.id).where(seen, *demands)


def _tally(facet: str, counted: Any, link: Linked | None) -> Any:
    nothing = cast(null(), BigInteger)
    if link is None:
        return select(literal(facet), counted.c[facet], func.count(), nothing).group_by(counted.c[facet])
    whose, which, condition = link
    tally = select(literal(facet), cast(which, String), func.count(), nothing).where(condition)
    return tally.join(counted, counted.c.id == whose).group_by(which)


def _page(kept: Any, sought: Sought, start: int) -> Any:
    """Places by words, name and meaning, fused by reciprocal rank.

    Words count half as much again, a name that is alike double.
    """
    ranked = func.rank().over(order_by=kept.c.weight.desc().nulls_last())
    by_words = case((kept.c.weight.is_not(None), ranked))
    placed = select(kept.c.id, kept.c.sort_key, by_words.label("by_words")).subquery()
    near = {key: one.place for key, one in sought.near.items()}
    score = sum(
        (func.coalesce(share / (BEFORE_FIRST + place), 0) for share, place in (
            (1.5, cast(placed.c.by_words, Float)), (2.0, _place(placed.c.id, sought.named)), (1.0, _place(placed.c.id, near)),
        )),
        start=literal(0.0),
    )
    order = func.row_number().over(order_by=(score.desc(), placed.c.sort_key, placed.c.id))
    ordered = select(placed.c.id, order.label("number"), placed.c.by_words).subquery()
    shown = ordered.c.number.between(start + 1, min(start + PAGE_SIZE, RANKED))
    return select(literal(PLACE), cast(ordered.c.id, String), ordered.c.number, ordered.c.by_words).where(shown)


def _keys(keys: set[int] | list[int]) -> Any:
    return cast(literal([*keys]), ARRAY(BigInteger))


def _place(key: ColumnElement[int], places: Mapping[int, int]) -> ColumnElement[Any]:
    """The place of a key among those given, nothing for another."""
    if not places:
        return cast(null(), Float)
    return cast(func.array_position(_keys(sorted(places, key=places.__getitem__)), key), Float)
