"""The registry's search: one page of what the actor may see, and what each facet would give."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, select, true
from sqlalchemy.orm import selectinload

from app.core.pagination import PAGE_SIZE, Page
from app.extensions import db
from app.matching import question
from app.matching.criteria import Criteria
from app.matching.models import SearchChunk, SearchDocument
from app.matching.queries import facets, hits
from app.matching.queries.nearness import Meant, Named, meant, named_like, waiting
from app.matching.question import Question
from app.matching.taxonomy import Taxonomy
from app.organisations.enums import OrganisationState
from app.organisations.models import Organisation, TrackLink
from app.organisations.queries import visible_to

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
    counts: facets.Counts
    question: Question = field(default_factory=Question)
    why: Mapping[int, Why] = field(default_factory=dict)
    by_meaning: bool = True
    waiting: int = 0
    meant_name: str = ""


def search(actor: Any, criteria: Criteria, taxonomy: Taxonomy, page: int) -> Found:
    """What the actor finds.

    A fixed number of statements: counts, rows, two for their parts; with a text also names, meaning (three), and what waits;
    one more for a page that does not exist (any more), which gives the last one.
    """
    seen = and_(visible_to(actor), Organisation.state != OrganisationState.MERGED)
    chosen = facets.demands(criteria, taxonomy)
    if not criteria.text:
        return _listed(seen, chosen, page)
    asked = question.read(criteria.text, taxonomy.labels)
    if asked.query is None:
        return _listed(false(), chosen, page)
    search_by_index()
    named = named_like(asked, seen) if asked.plain else []
    near = meant(asked, select(SearchDocument.organisation_id).join_from(SearchChunk, SearchDocument).join(Organisation).where(seen))
    sought = hits.Sought(asked, {one.organisation_id: place for place, one in enumerate(named, start=1)}, near or {})
    found = hits.find(seen, sought, chosen, start=(page - 1) * PAGE_SIZE)
    all_hits = found.counts["total"].get("", 0)
    total = min(all_hits, hits.RANKED)
    number = min(page, _last_page(total))
    if number < page:
        found = hits.find(seen, sought, chosen, start=(number - 1) * PAGE_SIZE)
    rows = db.session.scalars(select(Organisation).where(Organisation.id.in_(found.by_words)).options(*WITH_PARTS))
    by_key = {organisation.id: organisation for organisation in rows}
    names = {one.organisation_id: one for one in named}
    why = {key: Why(place, sought.near.get(key), names.get(key)) for key, place in found.by_words.items()}
    unsure = named and not any(one.by_words for one in why.values())
    return Found(
        Page([by_key[key] for key in found.by_words], number, PAGE_SIZE, total), all_hits > hits.RANKED, found.counts, asked, why,
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


def _listed(seen: ColumnElement[bool], chosen: facets.Demands, page: int) -> Found:
    counts = facets.counts(seen, chosen)
    total = counts["total"].get("", 0)
    number = min(page, _last_page(total))
    rows = select(Organisation).where(seen, *chosen.values()).order_by(Organisation.sort_key, Organisation.id).options(*WITH_PARTS)
    found = db.session.scalars(rows.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all()
    return Found(Page(found, number, PAGE_SIZE, total), capped=False, counts=counts)


def _last_page(total: int) -> int:
    return max(1, -(-total // PAGE_SIZE))
