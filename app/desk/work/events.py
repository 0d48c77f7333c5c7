"""What waits for those who organise events, for participants who were asked for a meeting, and for those who met."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.core.db import now
from app.core.i18n import LazyText, _l, text
from app.desk.work.entry import Entry, rows
from app.events import queries
from app.events.enums import EventMeetingState, EventState, ParticipantState, PlanState, RequestState
from app.events.models import EventMeeting, EventParticipant, MeetingPlan, MeetingRequest, ProgrammeEvent
from app.events.turn import ORGANISERS_STATES

S = EventState
STEPS: dict[EventState, LazyText] = {
    S.DRAFT: _l("Complete the event and publish it"), S.PUBLISHED: _l("Open the registration of the event"),
    S.REGISTRATION_CLOSED: _l("Plan the meetings of the event"), S.POSTPONED: _l("Enter the new days of the event"),
    S.ENDED: _l("Archive the event"),
}


def _of_event(thing: Any, step: LazyText, endpoint: str, since: Any = None) -> Entry:
    return Entry(step, text(thing.event.titles), None, endpoint, thing.public_id, since or thing.state_since, thing.due_at)


def organised(by: Any) -> Iterator[Entry]:
    """Events that wait for their organisers."""
    unplanned = (ProgrammeEvent.state == S.REGISTRATION_CLOSED) & ProgrammeEvent.planned_at.is_(None)
    waiting = or_(ProgrammeEvent.state.in_(ORGANISERS_STATES), unplanned)
    statement = select(ProgrammeEvent).where(waiting, queries.organised_by(by)).order_by(ProgrammeEvent.due_at, ProgrammeEvent.id)
    for event in rows(statement):
        yield _of_event(event, STEPS[event.state], "events.show")


def to_agree(by: Any) -> Iterator[Entry]:
    """Joint events to which the person's country has not agreed."""
    statement = select(ProgrammeEvent).where(queries.to_agree(by)).order_by(ProgrammeEvent.due_at, ProgrammeEvent.id)
    for event in rows(statement):
        yield _of_event(event, _l("Agree to the joint event for your country, or send it back"), "events.show")


def registrations(by: Any) -> Iterator[Entry]:
    """Registrations that wait for the organisers."""
    waiting = EventParticipant.state == ParticipantState.PENDING, EventParticipant.event.has(queries.organised_by(by))
    statement = select(EventParticipant).where(*waiting).options(joinedload(EventParticipant.event))
    for participant in rows(statement.order_by(EventParticipant.due_at, EventParticipant.id)):
        yield _of_event(participant, _l("Decide on a registration for the event"), "events.participant")


def plans(by: Any) -> Iterator[Entry]:
    """Plans that wait for the organisers."""
    waiting = MeetingPlan.state == PlanState.PROPOSED, MeetingPlan.event.has(queries.organised_by(by))
    statement = select(MeetingPlan).where(*waiting).options(joinedload(MeetingPlan.event))
    for plan in rows(statement.order_by(MeetingPlan.due_at, MeetingPlan.id)):
        yield _of_event(plan, _l("Confirm the planned meetings, or drop the plan"), "events.plan")


def requests(by: Any) -> Iterator[Entry]:
    """Requests of other participants that the person can still answer in time."""
    mine = MeetingRequest.asked.has(EventParticipant.person_id == by.id)
    statement = select(MeetingRequest).where(MeetingRequest.state == RequestState.ASKED, MeetingRequest.due_at > now(), mine)
    for request in rows(statement.order_by(MeetingRequest.due_at, MeetingRequest.id)):
        yield Entry(
            _l("Say whether you want the meeting too"), request.subject, request.language, "events.request", request.public_id, request.state_since,
            request.due_at,
        )


def meetings(by: Any) -> Iterator[Entry]:
    """Meetings that are over, and of which nobody has said what became of them."""
    over = EventMeeting.state == EventMeetingState.CONFIRMED, EventMeeting.ends_at <= now(), EventMeeting.due_at > now()
    statement = select(EventMeeting).where(*over, queries.own_meetings(by)).options(joinedload(EventMeeting.request))
    for meeting in rows(statement.order_by(EventMeeting.due_at, EventMeeting.id)):
        yield Entry(
            _l("Say what became of the meeting"), meeting.request.subject, meeting.request.language, "events.meeting", meeting.public_id,
            meeting.ends_at, meeting.due_at,
        )


SOURCES = (organised, to_agree, registrations, plans, requests, meetings)
