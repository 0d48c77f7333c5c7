"""What is owed is delivered at least once, and what fails is tried again and never lost."""

from datetime import timedelta

from sqlalchemy import select

from app.core import outbox
from app.core.db import now
from app.core.outbox import MAX_ATTEMPTS, Owed


def rows(session):
    return session.scalars(select(Owed).where(Owed.topic == "trial").order_by(Owed.id)).all()


def test_a_promise_with_the_same_key_is_kept_once(session):
    got = []
    for _ in range(3):
        outbox.owe("trial", "the same", {"n": 1})
    assert outbox.deliver("trial", lambda owed: got.append(owed.payload)) == 1
    assert got == [{"n": 1}]
    assert outbox.deliver("trial", got.append) == 0


def test_one_fault_does_not_stop_the_others(session):
    def handler(owed):
        if owed.payload["n"] == 1:
            raise RuntimeError("mail server away")

    outbox.owe_many("trial", [(f"key {n}", {"n": n}) for n in range(3)])
    assert outbox.deliver("trial", handler) == 2
    failed = rows(session)[1]
    assert (failed.attempts, failed.done_at) == (1, None)
    assert failed.due_at > now()
    assert "mail server away" in failed.last_error


def test_after_the_last_attempt_it_is_set_aside_and_stays_visible(session):
    def handler(_owed):
        raise RuntimeError("no")

    outbox.owe("trial", "key", {})
    for _ in range(MAX_ATTEMPTS):
        rows(session)[0].due_at = now() - timedelta(seconds=1)
        session.flush()
        outbox.deliver("trial", handler)
    assert rows(session)[0].failed_at is not None
    assert outbox.deliver("trial", handler) == 0


def test_nothing_is_delivered_before_its_time(session):
    outbox.owe("trial", "later", {}, due_at=now() + timedelta(hours=1))
    assert outbox.deliver("trial", lambda owed: None) == 0
