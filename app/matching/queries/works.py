"""Search among projects, open profiles and open calls: each reader finds the version of a project that they may read, and no other.

At most the first 2,000 hits are read, ranked and counted.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, cast, func, literal, null, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import contains_eager, joinedload

from app.core.db import now
from app.core.pagination import PAGE_SIZE, Page
from app.extensions import db
from app.matching import question
from app.matching.criteria import MAX_TEXT, plain
from app.matching.enums import Audience
from app.matching.models import SearchChunk, SearchDocument
from app.matching.queries.hits import BEFORE_FIRST, BY_LENGTH, RANKED
from app.matching.queries.nearness import Meant, meant, waiting
from app.matching.queries.registry import Why, search_by_index
from app.matching.question import Levels, Question
from app.matching.taxonomy import Taxonomy
from app.partnering.models import Profile
from app.partnering.queries import open_now
from app.programmes.models import Call
from app.projects.enums import ProjectState
from app.projects.models import Project
from app.projects.queries import in_consortium, involved

CALL, PROJECT, PROFILE = "call", "project", "profile"
WHATS = (PROJECT, PROFILE, CALL)
READINESS = tuple(str(level) for level in range(1, 10))


@dataclass(frozen=True)
class Sought:
    """What is searched for: a text, and the choices in each facet (track by its key)."""

    text: str = ""
    what: tuple[str, ...] = ()
    track: tuple[str, ...] = ()
    trl: tuple[str, ...] = ()

    def arguments(self) -> dict[str, Any]:
        """The query parameters that lead back here."""
        values = {"q": self.text, "what": list(self.what), "track": list(self.track), "trl": list(self.trl)}
        return {name: value for name, value in values.items() if value}

    def without(self, facet: str, value: str) -> "Sought":
        """The same search with one choice taken back."""
        kept: dict[str, Any] = {facet: tuple(one for one in getattr(self, facet) if one != value)}
        return replace(self, **kept)


def read(text: str, values: Callable[[str], Sequence[str]], tracks: Mapping[str, Sequence[str]]) -> Sought:
    """What an address asks for; choices that do not exist (any more) are left out."""
    keys = tuple(dict.fromkeys(key for value in values("track")[:MAX_TEXT] for key in tracks.get(value, ())))
    what = tuple(one for one in WHATS if one in values("what"))
    return Sought(plain(text), what, keys, tuple(one for one in READINESS if one in values("trl")))


@dataclass(frozen=True)
class Works:
    """A page of documents, with what each facet would give with the other facets applied. See `registry.Found`."""

    page: Page
    capped: bool
    counts: Mapping[str, Mapping[str, int]]
    question: Question = field(default_factory=Question)
    why: Mapping[int, Why] = field(default_factory=dict)
    by_meaning: bool = True
    waiting: int = 0


def search_works(actor: Any, sought: Sought, taxonomy: Taxonomy, page: int) -> Works:
    """The projects and open calls that the actor finds, in a fixed number of statements."""
    rest, levels = question.levels_of(sought.text)
    asked = question.read(rest, taxonomy.labels)
    near: Mapping[int, Meant] | None = {}
    narrowed = [visible_documents(actor), *_at(levels)]
    if sought.text:
        search_by_index()
        near = meant(asked, _joined(select(SearchDocument.id).join_from(SearchChunk, SearchDocument)).where(*narrowed))
    rows = db.session.execute(_hits(asked, near or {}, narrowed)).all() if _says(asked, levels, sought.text) else []
    keys = {track.id: key for key, track in taxonomy.tracks.items()}
    tests: dict[str, Callable[[Any], set[str]]] = {
        "what": lambda row: {CALL if row.call_id else PROFILE if row.profile_id else PROJECT},
        "track": lambda row: {keys[one] for one in row.track_ids if one in keys},
        "trl": lambda row: {str(n) for n in range(row.trl_from, row.trl_to + 1)} if row.trl_from and row.trl_to else set(),
    }
    counts = {facet: _count(rows[:RANKED], facet, sought, tests) for facet in tests}
    kept = [row for row in rows[:RANKED] if all(_meets(row, facet, sought, tests) for facet in tests)]
    ordered, why = _ranked(kept, near or {})
    number = min(page, max(1, -(-len(ordered) // PAGE_SIZE)))
    shown = ordered[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return Works(
        Page(_load(shown), number, PAGE_SIZE, len(ordered)), len(rows) > RANKED, counts, asked, why,
        by_meaning=near is not None, waiting=waiting() if sought.text and near is not None else 0,
    )


def visible_documents(actor: Any) -> ColumnElement[bool]:
    """The documents for an actor, as a condition on the index joined with projects, profiles and calls."""
    document, at = SearchDocument, now()
    member, whole = in_consortium(actor), involved(actor)
    of_project = document.project_id.is_not(None)
    return or_(
        and_(document.profile_id.is_not(None), open_now()),
        and_(document.call_id.is_not(None), Call.opens_at <= at, Call.closes_at > at),
        and_(of_project, document.audience == Audience.CONSORTIUM, member),
        and_(of_project, document.audience == Audience.OFFICIALS, whole, ~member),
        and_(of_project, document.audience == Audience.EVERYONE, Project.state == ProjectState.APPROVED, ~whole),
    )


def _joined(statement: Select[Any]) -> Select[Any]:
    joined = statement.outerjoin(Project, Project.id == SearchDocument.project_id).outerjoin(Call, Call.id == SearchDocument.call_id)
    return joined.outerjoin(Profile, Profile.id == SearchDocument.profile_id)


def _says(asked: Question, levels: Levels, text: str) -> bool:
    return asked.query is not None or levels.say_something or not text


def _at(levels: Levels) -> list[ColumnElement[bool]]:
    """Projects whose readiness overlaps with what was asked for, and of that level of automation."""
    conditions: list[ColumnElement[bool]] = []
    if levels.readiness:
        lowest, highest = levels.readiness
        conditions += [SearchDocument.trl_from <= highest, SearchDocument.trl_to >= lowest]
    if levels.automation is not None:
        conditions.append(SearchDocument.automation_level == levels.automation)
    return conditions


def _hits(asked: Question, near: Mapping[int, Meant], narrowed: Sequence[ColumnElement[bool]]) -> Select[Any]:
    document = SearchDocument
    weight: ColumnElement[Any] = cast(null(), document.id.type)
    conditions = list(narrowed)
    if asked.query:
        queried = cast(literal(asked.query), TSQUERY)
        found = document.tokens.bool_op("@@")(queried)
        besides: ColumnElement[bool] = document.id.in_(sorted(near))
        if asked.excluded:
            besides = and_(besides, document.tokens.bool_op("@@")(cast(literal(asked.excluded), TSQUERY)))
        conditions.append(or_(found, besides))
        weight = case((found, func.ts_rank(document.tokens, queried, BY_LENGTH)))
    columns = (document.id, document.call_id, document.project_id, document.profile_id, document.track_ids, document.trl_from, document.trl_to)
    statement = _joined(select(*columns, weight.label("weight")).select_from(document)).where(*conditions)
    return statement.order_by(document.id.desc()).limit(RANKED + 1)


def _meets(row: Any, facet: str, sought: Sought, tests: Mapping[str, Callable[[Any], set[str]]]) -> bool:
    chosen = getattr(sought, facet)
    return not chosen or bool(set(chosen) & tests[facet](row))


def _count(rows: Sequence[Any], facet: str, sought: Sought, tests: Mapping[str, Callable[[Any], set[str]]]) -> Mapping[str, int]:
    others = [name for name in tests if name != facet]
    return Counter(value for row in rows if all(_meets(row, name, sought, tests) for name in others) for value in tests[facet](row))


def _ranked(rows: Sequence[Any], near: Mapping[int, Meant]) -> tuple[list[Any], dict[int, Why]]:
    """The rows by reciprocal rank of words and meaning, the newest first where that is equal, and why."""
    weights = sorted({row.weight for row in rows if row.weight is not None}, reverse=True)
    places = {weight: place for place, weight in enumerate(weights, start=1)}
    why = {row.id: Why(places.get(row.weight), near.get(row.id)) for row in rows}

    def score(row: Any) -> float:
        found = why[row.id]
        by_words = 1 / (BEFORE_FIRST + found.by_words) if found.by_words else 0
        return by_words + (1 / (BEFORE_FIRST + found.meant.place) if found.meant else 0)

    return sorted(rows, key=lambda row: (-score(row), -row.id)), why


def _load(rows: Sequence[Any]) -> list[SearchDocument]:
    document = SearchDocument
    statement = (
        _joined(select(document)).where(document.id.in_([row.id for row in rows]))
        .options(
            contains_eager(document.project).joinedload(Project.programme), contains_eager(document.call).joinedload(Call.programme),
            contains_eager(document.profile).joinedload(Profile.programme),
            joinedload(document.chunks),
        )
    )
    found = {one.id: one for one in db.session.scalars(statement).unique()}
    return [found[row.id] for row in rows]
