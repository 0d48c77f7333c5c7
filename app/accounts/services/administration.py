"""Closing and reopening accounts."""

from typing import Any

from app.accounts import policy
from app.accounts.models import Person
from app.accounts.services.sessions import end_sessions
from app.core import events
from app.core.db import lock, now
from app.core.errors import NotAllowed


def disable_person(person: Person, *, by: Any) -> None:
    """Close an account: its sessions end and its roles grant nothing. Twice is once.

    :raises NotAllowed: `by` is no administrator, or would close the own account.
    """
    _require(by, person)
    lock(person)
    if person.disabled_at is None:
        person.disabled_at = now()
        end_sessions(person)
        events.record("person.disable", person, by=by)


def enable_person(person: Person, *, by: Any) -> None:
    """Reopen an account, with the roles that it had.

    :raises NotAllowed: `by` is no administrator.
    """
    _require(by, person)
    lock(person)
    if person.disabled_at is not None:
        person.disabled_at = None
        events.record("person.enable", person, by=by)


def _require(by: Any, person: Person) -> None:
    if not policy.disable(by, person):
        raise NotAllowed
