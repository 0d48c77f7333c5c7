"""Tables of events."""

from app.events.models.event import EventAgreement, EventDay, ProgrammeEvent
from app.events.models.meeting import EventMeeting
from app.events.models.participant import EventAbsence, EventParticipant
from app.events.models.plan import MeetingPlan, PlannedRequest
from app.events.models.request import MeetingRequest

__all__ = [
    "EventAbsence", "EventAgreement", "EventDay", "EventMeeting", "EventParticipant", "MeetingPlan", "MeetingRequest", "PlannedRequest",
    "ProgrammeEvent",
]
