"""The audit chain: who did what, when and why, append-only, each entry bound to the one before.

`record` notes an event in the present transaction; it is numbered and chained just before the commit, under one lock,
so that entries have no gaps and the lock is held for the shortest time. Hash of an entry: SHA-256 over the canonical
JSON (sorted keys, UTF-8) of its fields and the hash before it. Persons appear by their key only, so that erasing a
person leaves the chain whole.
"""

import hashlib
import json
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, event, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session
from structlog.contextvars import get_contextvars

from app.core.db import Base, now
from app.core.i18n import LazyText

CHAIN_LOCK = 7_206_311
GENESIS = "0" * 64
FIRST_SUBJECTS = ("organisation", "project", "programme", "person", "registry_import")
"""Those that every entry's hash names. A later one is named where it is the subject, so that older entries keep their hashes."""
SUBJECTS = (*FIRST_SUBJECTS, "profile", "introduction", "document", "programme_event")
PENDING = "pending_events"


@dataclass(frozen=True)
class Kind:
    """A kind of event: its name (`noun.verb`), the exact keys of its data, and its sentence for readers."""

    name: str
    wording: LazyText
    keys: frozenset[str] = frozenset()


CATALOGUE: dict[str, Kind] = {}


def define(name: str, wording: LazyText, *keys: str) -> Kind:
    """Add a kind to the catalogue; a name is defined once."""
    if name in CATALOGUE:
        raise ValueError(f"event kind {name!r} is defined twice")
    CATALOGUE[name] = Kind(name, wording, frozenset(keys))
    return CATALOGUE[name]


class Event(Base):
    """One entry of the chain. The database refuses to change or delete it."""

    __tablename__ = "event"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(80), index=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    actor_role: Mapped[str] = mapped_column(String(60))
    data: Mapped[dict[str, Any]]
    request_id: Mapped[str] = mapped_column(String(64), default="")
    organisation_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("organisation.id", ondelete="RESTRICT"))
    project_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("project.id", ondelete="RESTRICT"))
    programme_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("programme.id", ondelete="RESTRICT"))
    person_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("person.id", ondelete="RESTRICT"))
    registry_import_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("registry_import.id", ondelete="RESTRICT"))
    profile_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("profile.id", ondelete="RESTRICT"))
    introduction_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("introduction.id", ondelete="RESTRICT"))
    document_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("document.id", ondelete="RESTRICT"))
    programme_event_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("programme_event.id", ondelete="RESTRICT"))

    __table_args__ = (
        CheckConstraint(f"num_nonnulls({', '.join(f'{s}_id' for s in SUBJECTS)}) = 1", name="one_subject"),
        *(Index(f"ix_event_{s}", f"{s}_id", "seq", postgresql_where=f"{s}_id IS NOT NULL") for s in SUBJECTS),
    )

    def _subjects(self) -> dict[str, int | None]:
        return {subject: getattr(self, f"{subject}_id") for subject in SUBJECTS}

    def seal(self, seq: int, previous_hash: str) -> None:
        """Number the entry and bind it to the one before."""
        self.seq = seq
        self.previous_hash = previous_hash
        self.hash = self.computed_hash()

    def computed_hash(self) -> str:
        """What the hash must be, from the fields as they stand."""
        fields = {
            "seq": self.seq,
            "previous": self.previous_hash,
            "kind": self.kind,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": self.actor_id,
            "role": self.actor_role,
            "data": self.data,
            "request": self.request_id,
            "subject": {name: key for name, key in self._subjects().items() if name in FIRST_SUBJECTS or key is not None},
        }
        canonical = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def record(kind: str, subject: Any, *, by: Any, data: Mapping[str, Any] | None = None, role: str = "") -> None:
    """Note that `by` did something to `subject` (a stored row of a table named in `SUBJECTS`).

    :raises KeyError: the kind is not in the catalogue.
    :raises ValueError: the data's keys are not exactly those of the kind.
    """
    values = dict(data or {})
    if CATALOGUE[kind].keys != values.keys():
        raise ValueError(f"event {kind!r} takes the keys {sorted(CATALOGUE[kind].keys)}, not {sorted(values)}")
    session = object_session(subject)
    if session is None:
        raise ValueError(f"event {kind!r}: its subject is not in a session")
    entry = {"kind": kind, "at": now(), "by": by, "role": role or by.role_name, "data": values, "subject": subject}
    session.info.setdefault(PENDING, []).append(entry)


def _request_id() -> str:
    return str(get_contextvars().get("request_id", ""))


def marked(session: Session) -> int:
    """How many events wait for the commit; `forget_since` undoes those noted after."""
    return len(session.info.get(PENDING, ()))


def forget_since(session: Session, mark: int) -> None:
    """Forget the events noted since `mark`: the part of the transaction that noted them was undone."""
    del session.info.get(PENDING, [])[mark:]


@event.listens_for(Session, "before_commit")
def _seal(session: Session) -> None:
    pending = session.info.get(PENDING)
    if not pending:
        return
    session.flush()
    session.execute(select(func.pg_advisory_xact_lock(CHAIN_LOCK)))
    last = session.execute(select(Event.seq, Event.hash).order_by(Event.seq.desc()).limit(1)).first()
    seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
    for entry in pending:
        seq += 1
        row = Event(
            kind=entry["kind"], at=entry["at"], actor_id=entry["by"].id, actor_role=entry["role"], data=entry["data"],
            request_id=_request_id(), **{f"{entry['subject'].__tablename__}_id": entry["subject"].id},
        )
        row.seal(seq, previous)
        previous = row.hash
        session.add(row)
    pending.clear()


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, previous_transaction: Any) -> None:
    if not previous_transaction.nested:
        session.info.pop(PENDING, None)


@dataclass(frozen=True)
class Verification:
    """The outcome of reading the whole chain: how many entries hold, and the first that does not, with the reason."""

    entries: int
    fault_seq: int | None = None
    fault: str = ""


def verify_chain(session: Session) -> Verification:
    """Read the chain from its beginning; memory stays flat."""
    with closing(_all_entries(session)) as entries:
        return _first_fault(entries)


def _first_fault(entries: Iterator[Event]) -> Verification:
    seq, previous, count = 0, GENESIS, 0
    for entry in entries:
        if entry.seq != seq + 1:
            return Verification(count, entry.seq, f"entry {seq + 1} is missing before entry {entry.seq}")
        if entry.previous_hash != previous:
            return Verification(count, entry.seq, f"entry {entry.seq} does not follow from the entry before it")
        if entry.computed_hash() != entry.hash:
            return Verification(count, entry.seq, f"entry {entry.seq} was changed after it was written")
        seq, previous, count = entry.seq, entry.hash, count + 1
    return Verification(count)


def _all_entries(session: Session) -> Generator[Event, None, None]:
    statement = select(Event).order_by(Event.seq).execution_options(yield_per=2000)
    with session.scalars(statement) as entries:
        for entry in entries:
            yield entry
            session.expunge(entry)

