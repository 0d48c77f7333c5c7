"""People register for an event, and leave it; the organiser decides where registrations are moderated."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.core import events
from app.core.db import lock
from app.core.errors import NotAllowed, Problem, Refused, WrongState
from app.core.i18n import _l
from app.events import due, policy, queries
from app.events.enums import EventState, ParticipantState
from app.events.models import EventAbsence, EventParticipant, ProgrammeEvent
from app.events.services.meeting import cancel_meeting
from app.events.slots import slots_of
from app.events.workflow import PARTICIPANT, REQUEST
from app.extensions import db
from app.organisations.models import Organisation

S = ParticipantState
LEFT = _l("The participant does not take part in the event any more.")


def register(event: ProgrammeEvent, *, organisation: Organisation, present: Sequence[datetime], by: Any, version: int | None = None) -> EventParticipant:
    """Register oneself for an organisation, there in the slots that begin at `present`.

    :raises Refused: the person is registered already, the organisation is not verified, or no slot is left.
    """
    lock(event, version)
    if event.state != EventState.REGISTRATION_OPEN:
        raise WrongState("register", event.state)
    if queries.participation_of(event, by) is not None:
        raise Refused.because("organisation", _l("You are registered for this event already, or your registration was refused."))
    if organisation.id not in {one.id for one in queries.organisations_for(event, by)}:
        raise Refused.because("organisation", _l("Choose one of your organisations that is verified."))
    participant = EventParticipant(event=event, person=by, organisation=organisation, state=S.PENDING if event.moderated else S.CONFIRMED)
    participant.due_at = due.moderation_due(event) if event.moderated else None
    _be_present(participant, present)
    db.session.add(participant)
    db.session.flush()
    PARTICIPANT.begin("apply" if event.moderated else "register", participant, by=by)
    return participant


def change_presence(participant: EventParticipant, *, present: Sequence[datetime], by: Any, version: int | None = None) -> None:
    """Say anew in which slots one is there. Meetings that are confirmed stand until they are cancelled.

    :raises Refused: no slot is left, or a confirmed meeting lies in one that is left out.
    """
    lock(participant, version)
    if not policy.changes_presence(by, participant):
        raise NotAllowed
    _be_present(participant, present)
    away = {one.starts_at for one in participant.absences}
    if any(meeting.starts_at in away for meeting in queries.list_confirmed(participant.event, participant.event.created_at, participant)):
        raise Refused.because("present", _l("You have a confirmed meeting in a slot that you left out. Cancel the meeting first."))
    db.session.flush()
    events.record("event_participant.edit", participant.event, by=by, data={"participant": participant.public_id, "away": len(away)})


def _be_present(participant: EventParticipant, present: Sequence[datetime]) -> None:
    starts = [span.start for span in slots_of(participant.event)]
    problems = []
    if set(present) - set(starts):
        problems.append(Problem("present", _l("The slots have changed. Choose again.")))
    elif not present:
        problems.append(Problem("present", _l("Choose at least one slot.")))
    if problems:
        raise Refused(problems)
    kept = {one.starts_at: one for one in participant.absences}
    participant.absences = [kept.get(start) or EventAbsence(starts_at=start) for start in starts if start not in set(present)]


def confirm_registration(participant: EventParticipant, *, by: Any, version: int | None = None) -> None:
    """The organiser lets the person take part."""
    PARTICIPANT.fire("confirm", participant, by=by, version=version, changes={"due_at": None})


def reject_registration(participant: EventParticipant, *, by: Any, comment: str = "", version: int | None = None) -> None:
    """The organiser does not let the person take part, and says why."""
    PARTICIPANT.fire("reject", participant, by=by, comment=comment, version=version, changes={"due_at": None, "reason": comment.strip()})


def withdraw(participant: EventParticipant, *, by: Any, version: int | None = None) -> None:
    """The person does not come: open requests are dropped, confirmed meetings cancelled."""
    lock(participant.event)
    PARTICIPANT.fire("withdraw", participant, by=by, version=version, changes={"due_at": None})
    _leave(participant, by, str(LEFT))


def cancel_registration(participant: EventParticipant, *, by: Any, comment: str = "", version: int | None = None) -> None:
    """The organiser takes a confirmed registration back, with a reason for the person."""
    lock(participant.event)
    PARTICIPANT.fire("cancel", participant, by=by, comment=comment, version=version, changes={"due_at": None, "reason": comment.strip()})
    _leave(participant, by, str(LEFT))


def renew_date(participant: EventParticipant) -> None:
    """A registration that nobody decided on is reminded of again."""
    participant.due_at = due.moderation_due(participant.event)


def _leave(participant: EventParticipant, by: Any, why: str) -> None:
    for meeting in queries.list_confirmed(participant.event, participant.event.created_at, participant):
        if not policy.begun(meeting):
            cancel_meeting(meeting, by=by, comment=why)
    for request in queries.list_open_of(participant):
        REQUEST.fire("drop", request, by=by, changes={"due_at": None})
