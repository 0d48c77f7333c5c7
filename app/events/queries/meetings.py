"""Meetings at events, and what of people's time is taken."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from app.core.pagination import Page, paginate
from app.events.enums import EventMeetingState
from app.events.models import EventMeeting, EventParticipant, ProgrammeEvent
from app.events.queries.events import WHOLE, organised_by
from app.extensions import db
from app.partnering.models import MeetingSlot

S = EventMeetingState
TWO = tuple(
    joinedload(side).options(joinedload(EventParticipant.person), joinedload(EventParticipant.organisation))
    for side in (EventMeeting.asker, EventMeeting.asked)
)
OF_ROW = (joinedload(EventMeeting.request), *TWO)
OF_MEETING = (joinedload(EventMeeting.event).options(*WHOLE), *OF_ROW)


def own_meetings(actor: Any) -> ColumnElement[bool]:
    """Meetings in which the actor takes part."""
    own = EventParticipant.person_id == actor.id
    return or_(EventMeeting.asker.has(own), EventMeeting.asked.has(own))


def meetings_for(actor: Any) -> ColumnElement[bool]:
    """Meetings that the actor may know of: the own, and those of events that the actor organises."""
    return or_(own_meetings(actor), EventMeeting.event.has(organised_by(actor)))


def get_event_meeting(actor: Any, *, lock: bool, public_id: str) -> EventMeeting | None:
    """A meeting that the actor may know of."""
    if actor.id is None:
        return None
    statement = select(EventMeeting).where(EventMeeting.public_id == public_id, meetings_for(actor)).options(*OF_MEETING)
    if lock:
        statement = statement.with_for_update(of=EventMeeting).execution_options(populate_existing=True)
    return db.session.scalars(statement).first()


def of_participant(participant: EventParticipant) -> ColumnElement[bool]:
    """Meetings of a participant."""
    return or_(EventMeeting.asker_id == participant.id, EventMeeting.asked_id == participant.id)


def list_schedule(participant: EventParticipant) -> Sequence[EventMeeting]:
    """The meetings of a participant in the order of time; a limit keeps them few, cancelled ones included."""
    statement = select(EventMeeting).where(of_participant(participant)).options(*OF_ROW)
    return db.session.scalars(statement.order_by(EventMeeting.starts_at, EventMeeting.id).limit(200)).all()


def list_timetable(event: ProgrammeEvent, number: int) -> Page:
    """All meetings of an event that stand, by slot and table."""
    statement = select(EventMeeting).where(EventMeeting.event_id == event.id, EventMeeting.state != S.CANCELLED).options(*OF_ROW)
    return paginate(statement.order_by(EventMeeting.starts_at, EventMeeting.table_number, EventMeeting.id), number)


def list_standing(event: ProgrammeEvent) -> Sequence[EventMeeting]:
    """Meetings that were not cancelled."""
    statement = select(EventMeeting).where(EventMeeting.event_id == event.id, EventMeeting.state != S.CANCELLED).options(*TWO)
    return db.session.scalars(statement.order_by(EventMeeting.id)).all()


def list_confirmed(event: ProgrammeEvent, after: datetime, participant: EventParticipant | None = None) -> Sequence[EventMeeting]:
    """Confirmed meetings that begin after an instant, of one participant where one is named."""
    statement = select(EventMeeting).where(EventMeeting.event_id == event.id, EventMeeting.state == S.CONFIRMED, EventMeeting.starts_at > after)
    if participant is not None:
        statement = statement.where(of_participant(participant))
    return db.session.scalars(statement.options(*OF_ROW).order_by(EventMeeting.id)).all()


def have_meeting(one: EventParticipant, other: EventParticipant) -> bool:
    """Whether two participants have a meeting that was not cancelled."""
    ids = (one.id, other.id)
    statement = select(EventMeeting.id).where(EventMeeting.asker_id.in_(ids), EventMeeting.asked_id.in_(ids), EventMeeting.state != S.CANCELLED)
    return db.session.scalar(statement.limit(1)) is not None


def count_meetings(event: ProgrammeEvent) -> dict[EventMeetingState, int]:
    """How many there are in each state."""
    statement = select(EventMeeting.state, func.count()).where(EventMeeting.event_id == event.id).group_by(EventMeeting.state)
    return dict(db.session.execute(statement).all())


def taken_between(people: Collection[int], start: datetime, end: datetime, *, elsewhere_than: ProgrammeEvent | None = None) -> set[tuple[int, datetime]]:
    """Half-hours of people that meetings of either kind take; without those of the meetings of one event, where one is named."""
    statement = select(MeetingSlot.person_id, MeetingSlot.starts_at).where(
        MeetingSlot.person_id.in_(people), MeetingSlot.starts_at >= start, MeetingSlot.starts_at < end
    )
    if elsewhere_than is not None:
        here = select(EventMeeting.id).where(EventMeeting.event_id == elsewhere_than.id)
        statement = statement.where(or_(MeetingSlot.event_meeting_id.is_(None), MeetingSlot.event_meeting_id.not_in(here)))
    return {(person, at) for person, at in db.session.execute(statement)}
