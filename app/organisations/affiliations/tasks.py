"""The clock of memberships and vouches. Each in a transaction of its own."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import select

from app.accounts.rights import CLOCK
from app.core import transaction
from app.core.db import now
from app.core.waiting import attend
from app.extensions import db
from app.organisations.affiliations import queries, services
from app.organisations.affiliations.models import Affiliation, Vouch
from app.organisations.affiliations.waiting import BEFORE_END, VOUCH_WAITS, WAITS


def run_clock() -> int:
    """Let unanswered invitations and requests lapse, and vouches expire; gives how many."""
    at = now()
    unanswered, over = queries.list_affiliations_due(at), queries.list_vouches_due(at)
    db.session.rollback()
    lapsed = _each(Affiliation, unanswered, services.lapse_affiliation, lambda one: one.due_at)
    return lapsed + _each(Vouch, over, services.expire_vouch, lambda one: one.expires_at)


def _each(model: type[Any], keys: Iterable[int], act: Callable[[Any], None], due: Callable[[Any], Any]) -> int:
    done = 0
    for key in keys:
        with transaction.unit():
            thing = db.session.scalar(select(model).where(model.id == key).with_for_update(skip_locked=True, of=model))
            if thing is not None and due(thing) is not None and due(thing) <= now() and _waits(thing):
                act(thing)
                done += 1
    return done


def _waits(thing: Affiliation | Vouch) -> bool:
    return thing.state in WAITS or thing.state in VOUCH_WAITS


def remind() -> int:
    """Move the dates of those that wait for a registration on, and remind those whose turn it is; gives how many were looked at."""
    with transaction.unit():
        for affiliation in queries.list_affiliations_to_date(now()):
            services.move_date(affiliation)
    with transaction.unit():
        ahead = max(wait.ahead for wait in WAITS.values())
        waiting = queries.list_affiliations_waiting(now() + ahead)
        for affiliation in waiting:
            attend("affiliation", affiliation, WAITS[affiliation.state], about=affiliation, by=CLOCK)
        ending = queries.list_vouches_ending(now() + BEFORE_END)
        for vouch in ending:
            attend("vouch", vouch, VOUCH_WAITS[vouch.state], about=vouch, by=CLOCK)
        return len(waiting) + len(ending)
