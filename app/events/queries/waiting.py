"""What of events has a date that comes or has passed."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from app.events.enums import PlanState
from app.events.models import EventMeeting, EventParticipant, MeetingPlan, MeetingRequest, ProgrammeEvent
from app.extensions import db

AT_ONCE = 500
Waiting = type[ProgrammeEvent] | type[EventParticipant] | type[MeetingRequest] | type[MeetingPlan] | type[EventMeeting]


def list_waiting(kind: Waiting, until: datetime, state: StrEnum) -> Sequence[Any]:
    """Things of a kind in a state that are due by an instant."""
    statement = select(kind).where(kind.state == state, kind.due_at <= until)
    return db.session.scalars(statement.order_by(kind.due_at, kind.id)).all()


def list_plans_due(at: datetime) -> Sequence[int]:
    """Keys of proposals that nobody confirmed in time."""
    statement = select(MeetingPlan.id).where(MeetingPlan.state == PlanState.PROPOSED, MeetingPlan.due_at <= at)
    return db.session.scalars(statement.order_by(MeetingPlan.id).limit(AT_ONCE)).all()
