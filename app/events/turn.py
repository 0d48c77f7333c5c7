"""Whose turn it is at an event, as its pages say it. Between the planning and the meetings it is nobody's."""

from app.core.db import now
from app.core.i18n import _l
from app.core.turn import Turn
from app.events import policy
from app.events.enums import EventMeetingState, EventState, ParticipantState, PlanState, RequestState
from app.events.models import EventMeeting, EventParticipant, MeetingPlan, MeetingRequest, ProgrammeEvent

S = EventState
ORGANISERS, PARTIES = _l("Organisers"), _l("Officers of the country that has not agreed")
ASKED, BOTH = _l("The participant who was asked"), _l("Both who met")
ORGANISERS_STATES = frozenset({S.DRAFT, S.PUBLISHED, S.POSTPONED, S.ENDED})


def of_event(event: ProgrammeEvent) -> Turn | None:
    """Of an event: the organisers until the registration opens, and once it is closed until meetings are planned."""
    if event.state == S.AWAITING_BOTH:
        return Turn(event, PARTIES, policy.agrees, event.state_since, event.due_at)
    unplanned = event.state == S.REGISTRATION_CLOSED and event.planned_at is None
    if event.state in ORGANISERS_STATES or unplanned:
        return Turn(event, ORGANISERS, policy.organises, event.state_since, event.due_at)
    return None


def of_participant(participant: EventParticipant) -> Turn | None:
    """Of a registration: the organisers, while it is pending."""
    if participant.state != ParticipantState.PENDING:
        return None
    return Turn(participant, ORGANISERS, policy.organises, participant.state_since, participant.due_at)


def of_request(request: MeetingRequest) -> Turn | None:
    """Of a request: the one who was asked, until the date."""
    if request.state != RequestState.ASKED or request.due_at is None or request.due_at <= now():
        return None
    return Turn(request, ASKED, policy.is_asked, request.state_since, request.due_at)


def of_plan(plan: MeetingPlan) -> Turn | None:
    """Of a plan: the organisers, once it is made."""
    if plan.state != PlanState.PROPOSED:
        return None
    return Turn(plan, ORGANISERS, policy.organises, plan.state_since, plan.due_at)


def of_meeting(meeting: EventMeeting) -> Turn | None:
    """Of a meeting: both, once it is over, until the date."""
    if meeting.state != EventMeetingState.CONFIRMED or meeting.due_at is None or not meeting.ends_at <= now() < meeting.due_at:
        return None
    return Turn(meeting, BOTH, policy.meets, meeting.ends_at, meeting.due_at)
