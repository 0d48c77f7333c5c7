"""The search index: documents built in batches from what stands in the database, kept by the worker.

Who may find a thing is decided when somebody asks (`queries`). What changed is learned from promises in the outbox and,
for everything whose changes are events, from the audit chain, which the worker follows. Words are found at once; the
vectors of a text that is new follow (`meaning`).
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import insert

from app.core import outbox, transaction
from app.core.events import Event
from app.extensions import db
from app.matching import documents, tokens
from app.matching.chunks import chunks, digest, language_of
from app.matching.documents import Content
from app.matching.models import IndexPosition, SearchDocument
from app.organisations.models import Organisation
from app.partnering.enums import ProfileState
from app.partnering.models import Profile
from app.programmes.models import Call
from app.projects.models import Project

BATCH = 1_000
PROMISES = 500
EVENTS_AT_ONCE = 5_000
TOPIC = "index"
ONE_AT_A_TIME = 7_205_514_401
FOLLOWED = "events"

KINDS: dict[str, tuple[Any, Callable[[Sequence[int]], list[Content]]]] = {
    "organisation": (Organisation, documents.of_organisations),
    "call": (Call, documents.of_calls),
    "project": (Project, documents.of_projects),
    "profile": (Profile, documents.of_profiles),
}
"""Kind → what stands behind it, and how its documents are made. Its column in the index is `<kind>_id`."""

NOTHING: dict[str, Any] = {"track_ids": [], "subtopic_ids": [], "trl_from": None, "trl_to": None, "automation_level": None}
"""The facts of a document of which nothing is known."""


def index_organisations(ids: Iterable[int]) -> int:
    """Bring the documents of these organisations up to date; gives how many stand in the index."""
    return index("organisation", ids)


def index(kind: str, ids: Iterable[int]) -> int:
    """Bring the documents of some things of a kind up to date; gives how many of them stand in the index.

    Two that build at once would let an older reading overwrite a newer one, so they wait for each other.
    """
    wanted = sorted(set(ids))
    return sum(_index_batch(kind, wanted[start : start + BATCH]) for start in range(0, len(wanted), BATCH))


def reindex(told: Callable[[int], None] = lambda _: None, *, resume: bool = False) -> int:
    """Build every document anew, a batch in a transaction of its own; `told` hears how many are done. Gives how many stand.

    Searches go on meanwhile. One that was broken off goes on where it stopped, with `resume`.
    """
    kept = done = 0
    for kind, (model, _) in KINDS.items():
        name = f"reindex.{kind}"
        last = _position(name) if resume else 0
        while ids := db.session.scalars(select(model.id).where(model.id > last).order_by(model.id).limit(BATCH)).all():
            with transaction.unit():
                kept += index(kind, ids)
                _move(name, ids[-1])
            last = ids[-1]
            done += len(ids)
            told(done)
    with transaction.unit():
        db.session.execute(delete(IndexPosition).where(IndexPosition.name.startswith("reindex.")))
    return kept


def count_all() -> int:
    """How many things a rebuild goes through."""
    return sum(db.session.scalar(select(func.count()).select_from(model)) or 0 for model, _ in KINDS.values())


def keep_promise(owed: outbox.Owed) -> None:
    """Index what one promise names: `organisation_id`, or `organisation_ids`."""
    payload = owed.payload
    index_organisations(payload["organisation_ids"] if "organisation_ids" in payload else [payload["organisation_id"]])


def keep_promises() -> int:
    """Index what is owed, and what events tell of; gives how much was done."""
    return outbox.deliver(TOPIC, keep_promise, limit=PROMISES) + follow_events()


def follow_events() -> int:
    """Index the organisations, projects and profiles that new events are about, and the calls of such programmes; gives how many."""
    with transaction.unit():
        db.session.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
        e = Event
        columns = (e.seq, e.organisation_id, e.project_id, e.programme_id, e.profile_id)
        rows = db.session.execute(
            select(*columns).where(e.seq > _position(FOLLOWED)).order_by(e.seq).limit(EVENTS_AT_ONCE)
        ).all()
        if not rows:
            return 0
        organisations = {row.organisation_id for row in rows} - {None}
        programmes = {row.programme_id for row in rows} - {None}
        touched = {
            "organisation": organisations,
            "project": {row.project_id for row in rows} - {None},
            "profile": ({row.profile_id for row in rows} - {None}) | _named_by(organisations),
            "call": set(db.session.scalars(select(Call.id).where(Call.programme_id.in_(programmes)))) if programmes else set(),
        }
        for kind, ids in touched.items():
            index(kind, ids)
        _move(FOLLOWED, rows[-1].seq)
        return sum(map(len, touched.values()))


def _named_by(organisations: set[int]) -> set[int]:
    """The published profiles in which the names of these organisations are found."""
    named = select(Profile.id).where(Profile.organisation_id.in_(organisations), ~Profile.anonymous, Profile.state == ProfileState.PUBLISHED)
    return set(db.session.scalars(named)) if organisations else set()


def _position(name: str) -> int:
    return db.session.scalar(select(IndexPosition.at).where(IndexPosition.name == name)) or 0


def _move(name: str, at: int) -> None:
    db.session.execute(
        insert(IndexPosition).values(name=name, at=at).on_conflict_do_update(index_elements=["name"], set_={"at": at})
    )


def _index_batch(kind: str, ids: Sequence[int]) -> int:
    db.session.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
    contents = KINDS[kind][1](ids)
    subject = getattr(SearchDocument, f"{kind}_id")
    standing = {(content.subject_id, content.audience) for content in contents}
    known = db.session.execute(select(SearchDocument.id, subject, SearchDocument.audience).where(subject.in_(ids)))
    gone = [key for key, subject_id, audience in known if (subject_id, audience) not in standing]
    if gone:
        db.session.execute(delete(SearchDocument).where(SearchDocument.id.in_(gone)))
    if contents:
        _store(kind, contents)
    return len({content.subject_id for content in contents})


def _store(kind: str, contents: Sequence[Content]) -> None:
    """Documents and chunks; a chunk whose text stays the same keeps its vector."""
    rows = [
        {
            f"{kind}_id": content.subject_id, "audience": content.audience, "title": content.title, "language": content.language,
            "tokens": tokens.to_tsvector_literal(content.fields), **NOTHING, **content.facts, "indexed_at": func.now(),
        }
        for content in contents
    ]
    new = insert(SearchDocument).values(rows)
    keys = [f"{kind}_id", "audience"] if kind == "project" else [f"{kind}_id"]
    changed = {name: new.excluded[name] for name in ("tokens", "title", "language", *NOTHING, "indexed_at")}
    stored = new.on_conflict_do_update(index_elements=keys, set_=changed).returning(
        SearchDocument.id, getattr(SearchDocument, f"{kind}_id"), SearchDocument.audience
    )
    by_subject = {(subject_id, audience): key for key, subject_id, audience in db.session.execute(stored)}
    _store_chunks({by_subject[content.subject_id, content.audience]: content for content in contents})


CHUNKS = text(
    "INSERT INTO search_chunk (document_id, number, passage, language, digest)"
    " SELECT * FROM unnest(CAST(:documents AS bigint[]), CAST(:numbers AS int[]), CAST(:passages AS text[]),"
    " CAST(:languages AS text[]), CAST(:digests AS bytea[]))"
    " ON CONFLICT (document_id, number) DO UPDATE SET passage = excluded.passage, language = excluded.language,"
    " digest = excluded.digest, vector = NULL, mean_version = NULL"
    " WHERE search_chunk.digest <> excluded.digest OR search_chunk.language <> excluded.language"
)


def _store_chunks(contents: dict[int, Content]) -> None:
    rows: list[tuple[int, int, str, str, bytes]] = []
    lengths: dict[int, int] = {}
    for document_id, content in contents.items():
        parts = [(part, language_of(part, given)) for said, given in content.passages for part in chunks(said)]
        lengths[document_id] = len(parts)
        rows += [(document_id, number, part, language, digest(part)) for number, (part, language) in enumerate(parts)]
    shorter = text(
        "DELETE FROM search_chunk USING unnest(CAST(:documents AS bigint[]), CAST(:lengths AS int[])) AS now (id, length)"
        " WHERE document_id = now.id AND number >= now.length"
    )
    db.session.execute(shorter, {"documents": list(lengths), "lengths": list(lengths.values())})
    if rows:
        names = ("documents", "numbers", "passages", "languages", "digests")
        db.session.execute(CHUNKS, dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
