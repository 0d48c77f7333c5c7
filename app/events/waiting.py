"""What waits at events, and for whom (`workflows.md`, "No state waits for ever")."""

from collections.abc import Iterable
from typing import Any

from app.core import waiting
from app.core.waiting import RENEW, STANDS, Wait, always, due_at
from app.events.enums import EventMeetingState, EventState, ParticipantState, PlanState, RequestState
from app.events.workflow import asked, both, organisers, to_agree

S = EventState


def people_to_agree(thing: Any) -> Iterable[Any]:
    """The officers of the parties that have not agreed to a joint event."""
    return to_agree(thing)


WAITS: dict[EventState, Wait] = {
    S.DRAFT: Wait(organisers, due_at, always(RENEW)),
    S.AWAITING_BOTH: Wait(people_to_agree, due_at, always(RENEW)),
    S.PUBLISHED: Wait(organisers, due_at, always(RENEW)),
    S.REGISTRATION_OPEN: Wait(organisers, due_at, always("close_registration")),
    S.REGISTRATION_CLOSED: Wait(organisers, due_at, always("begin")),
    S.RUNNING: Wait(organisers, due_at, always("end")),
    S.ENDED: Wait(organisers, due_at, always("archive")),
    S.POSTPONED: Wait(organisers, due_at, always(RENEW)),
}
PARTICIPANT_WAITS: dict[ParticipantState, Wait] = {ParticipantState.PENDING: Wait(organisers, due_at, always(RENEW))}
REQUEST_WAITS: dict[RequestState, Wait] = {RequestState.ASKED: Wait(asked, due_at, always(STANDS))}
PLAN_WAITS: dict[PlanState, Wait] = {PlanState.PROPOSED: Wait(organisers, due_at, always("discard"))}
MEETING_WAITS: dict[EventMeetingState, Wait] = {EventMeetingState.CONFIRMED: Wait(both, due_at, always(STANDS))}

for name in ("programme_event", "event_participant", "event_request", "event_plan", "event_meeting"):
    waiting.define(name)
