"""No state waits for ever: for each state that waits, who must act, until when, who is reminded, and what follows.

Each domain keeps its table (state → `Wait`) in its module `waiting`, and one job that calls `attend` on what is due. What
is owed carries a lasting key per date and person, so that it is owed once; a right to it is asked at sending.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.core import events, outbox
from app.core.db import now
from app.core.events import Event
from app.core.i18n import _l
from app.extensions import db

People = Callable[[Any], Iterable[Any]]

ESCALATE = "escalate"
"""Those who oversee the wait are told once, and see it as late; the state stays."""
RENEW = "renew"
"""Nothing ends: the date moves on, and the owner is reminded again."""
STANDS = "stands"
"""The chance to act is over; the state stands as it is."""
PARTS = "parts"
"""The wait is that of parts that have waits of their own."""
AHEAD = timedelta(days=3)


def no_one(_thing: Any) -> Iterable[Any]:
    """Nobody."""
    return ()


@dataclass(frozen=True)
class Wait:
    """What a state that waits promises.

    `follows` gives what happens when the date passes: a transition that the clock fires, or one of the words above.
    """

    owners: People
    due: Callable[[Any], datetime | None]
    follows: Callable[[Any], str]
    overseers: People = no_one
    ahead: timedelta = AHEAD


def always(consequence: str) -> Callable[[Any], str]:
    """The same for every thing in that state."""

    def follows(_thing: Any) -> str:
        return consequence

    return follows


def due_at(thing: Any) -> datetime | None:
    """The date that the thing keeps itself."""
    due: datetime | None = thing.due_at
    return due


def define(name: str) -> None:
    """Add the event kind of an escalation to the catalogue."""
    events.define(f"{name}.{ESCALATE}", _l("The date has passed; those who oversee it were told"), "state", "due", "of")


def attend(name: str, thing: Any, wait: Wait, *, about: Any, by: Any) -> None:
    """Owe what one wait calls for now: a reminder before its date, or the word that it has passed.

    `name` is that of the mails (`<name>.reminder`, `<name>.overdue`); `about` what they are about.
    """
    due = wait.due(thing)
    if due is None or due - wait.ahead > now():
        return
    late = due <= now()
    follows = wait.follows(thing)
    if late and (follows != ESCALATE or _escalated(name, thing, about, due)):
        return
    owners = list(wait.owners(thing))
    overseers = [person for person in wait.overseers(thing) if person.id not in {owner.id for owner in owners}]
    _owe(f"{name}.reminder", thing, about, due, owners if late else owners or overseers, follows=follows, late=late)
    if late:
        _owe(f"{name}.overdue", thing, about, due, overseers, follows=follows, late=True)
        data = {"state": str(thing.state), "due": due.isoformat(), "of": _key(thing)}
        events.record(f"{name}.{ESCALATE}", about, by=by, data=data)


def _key(thing: Any) -> str:
    return f"{thing.__tablename__}:{thing.id}"


def _escalated(name: str, thing: Any, about: Any, due: datetime) -> bool:
    statement = select(Event.seq).where(
        getattr(Event, f"{about.__tablename__}_id") == about.id, Event.kind == f"{name}.{ESCALATE}",
        Event.data["of"].astext == _key(thing), Event.data["due"].astext == due.isoformat(),
    )
    return db.session.scalar(statement.limit(1)) is not None


def _owe(kind: str, thing: Any, about: Any, due: datetime, people: Iterable[Any], *, follows: str, late: bool) -> None:
    data = {"due": due.isoformat(), "follows": follows, "late": late, "state": str(thing.state)}
    payload = {"kind": kind, "subject": about.__tablename__, "subject_id": about.id, "data": data}
    key = f"{kind}:{_key(thing)}:{due:%Y%m%d%H%M%S}:{'late' if late else 'soon'}"
    outbox.owe_many("mail", [(f"{key}:{person.id}", {**payload, "person_id": person.id}) for person in people])
