"""Setting counterparts aside, and taking that back.

In the audit chain it stands at the person who did it: the history of an organisation or a project is read by more people
than may know of it.
"""

from typing import Any

from app.core import events
from app.core.db import lock, now
from app.core.errors import NotAllowed, Refused
from app.core.i18n import _l
from app.extensions import db
from app.matching import policy, queries
from app.matching.enums import AsideReason
from app.matching.models import SetAside
from app.matching.queries import Pair
from app.organisations.models import Organisation
from app.projects.models import Project

events.define("counterpart.set_aside", _l("set a counterpart aside"), "subject", "counterpart", "reason")
events.define("counterpart.take_back", _l("took back that a counterpart was set aside"), "subject", "counterpart", "reason")


def set_aside(pair: Pair, *, by: Any, reason: AsideReason, note: str) -> SetAside:
    """Take a counterpart out of the suggestions for an organisation or a project.

    :raises Refused: it is set aside already, or the reason needs words.
    """
    if not policy.set_aside(by, pair):
        raise NotAllowed
    lock(pair.subject)
    if reason == AsideReason.OTHER and not note:
        raise Refused.because("note", _l("Say what the other reason is."))
    if queries.standing(pair.subject, pair.counterpart):
        raise Refused.because("reason", _l("This organisation is set aside already."))
    row = SetAside(counterpart=pair.counterpart, reason=reason, note=note or None, by=by)
    if isinstance(pair.subject, Project):
        row.project = pair.subject
    else:
        row.organisation = pair.subject
    db.session.add(row)
    db.session.flush()
    _record("counterpart.set_aside", row, by)
    return row


def take_back(aside: SetAside, *, by: Any) -> None:
    """Let a counterpart be suggested again; done twice, it is done once."""
    lock(aside)
    if not policy.take_back(by, aside):
        raise NotAllowed
    if aside.taken_back_at is None:
        aside.taken_back_at, aside.taken_back_by_id = now(), by.id
        _record("counterpart.take_back", aside, by)


def _record(kind: str, row: SetAside, by: Any) -> None:
    subject: Organisation | Project = row.subject
    facts = {"subject": f"{subject.__tablename__}:{subject.public_id}", "counterpart": row.counterpart.public_id, "reason": str(row.reason)}
    events.record(kind, by, by=by, data=facts)
