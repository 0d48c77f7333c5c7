"""What is owed after a commit: mails to send, texts to index, imports to run.

A row is written in the transaction that owes it; the worker delivers it at least once. `dedup` makes a promise unique:
the same key is owed once, whoever asks again. A handler gets the row and does its work in the row's own transaction.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Index, String, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from app.core import transaction
from app.core.db import Base, Created, Identified, now
from app.extensions import db

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 12
MAX_DELAY = timedelta(hours=6)


class Owed(Identified, Created, Base):
    """One promise; `done_at` when kept, `failed_at` when given up after the last attempt."""

    __tablename__ = "outbox"

    topic: Mapped[str] = mapped_column(String(40))
    dedup: Mapped[str] = mapped_column(String(200), unique=True)
    payload: Mapped[dict[str, Any]]
    due_at: Mapped[datetime] = mapped_column(default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(String(500))
    done_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_outbox_waiting", "topic", "due_at", postgresql_where="done_at IS NULL AND failed_at IS NULL"),
    )


def owe(topic: str, dedup: str, payload: Mapping[str, Any], *, due_at: datetime | None = None) -> None:
    """Promise something in the present transaction; a promise with the same `dedup` is kept once."""
    values = {"topic": topic, "dedup": dedup[:200], "payload": dict(payload), "due_at": due_at or now()}
    db.session.execute(insert(Owed).values(values).on_conflict_do_nothing(index_elements=["dedup"]))


def owe_many(topic: str, promises: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Promise many things in one statement."""
    if promises:
        rows = [{"topic": topic, "dedup": dedup[:200], "payload": dict(payload), "due_at": now()} for dedup, payload in promises]
        db.session.execute(insert(Owed).on_conflict_do_nothing(index_elements=["dedup"]), rows)


def deliver(topic: str, handler: Callable[[Owed], None], *, limit: int = 200) -> int:
    """Keep up to `limit` due promises of a topic, each in a transaction of its own; gives how many were kept."""
    kept = 0
    for _ in range(limit):
        outcome = _deliver_next(topic, handler)
        if outcome is None:
            break
        kept += outcome
    return kept


def _deliver_next(topic: str, handler: Callable[[Owed], None]) -> bool | None:
    waiting = (
        select(Owed)
        .where(Owed.topic == topic, Owed.done_at.is_(None), Owed.failed_at.is_(None), Owed.due_at <= now())
        .order_by(Owed.due_at, Owed.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with transaction.unit():
        owed = db.session.scalars(waiting).first()
        if owed is None:
            return None
        try:
            with transaction.attempt():
                handler(owed)
        except Exception as error:  # noqa: BLE001 - a handler's fault must not stop the others; it is logged, tried again
            _postpone(owed, error)
            return False
        owed.done_at = now()
        return True


def _postpone(owed: Owed, error: Exception) -> None:
    owed.attempts += 1
    owed.last_error = f"{type(error).__name__}: {error}"[:500]
    owed.due_at = now() + min(timedelta(seconds=5 * 2**owed.attempts), MAX_DELAY)
    if owed.attempts >= MAX_ATTEMPTS:
        owed.failed_at = now()
    log.warning("outbox.postponed", topic=owed.topic, id=owed.id, attempts=owed.attempts, error=owed.last_error)
