"""A meeting at an event: a request with a slot and a table."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Created, Identified, PublicId, Versioned, enum_column, foreign_key, now
from app.events.enums import Absent, EventMeetingState
from app.events.models.event import ProgrammeEvent
from app.events.models.participant import EventParticipant
from app.events.models.request import MeetingRequest


class EventMeeting(Identified, PublicId, Created, Versioned, Base):
    """Takes the time of its two people like any other meeting, in `meeting_slot`. It never moves.

    `uid` and `sequence` are those of the invitation that calendar programs hold.
    """

    __tablename__ = "event_meeting"

    event_id: Mapped[int] = foreign_key("programme_event", index=False)
    request_id: Mapped[int] = foreign_key("event_request", index=False)
    asker_id: Mapped[int] = foreign_key("event_participant")
    asked_id: Mapped[int] = foreign_key("event_participant")
    state: Mapped[EventMeetingState] = enum_column(EventMeetingState, "state")
    state_since: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    table_number: Mapped[int]
    cancel_reason: Mapped[str | None] = mapped_column(Text)
    absent: Mapped[Absent | None] = enum_column(Absent, "absent", nullable=True)
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)

    event: Mapped[ProgrammeEvent] = relationship()
    request: Mapped[MeetingRequest] = relationship()
    asker: Mapped[EventParticipant] = relationship(foreign_keys=[asker_id])
    asked: Mapped[EventParticipant] = relationship(foreign_keys=[asked_id])

    __table_args__ = (
        Index(
            "uq_event_meeting_table", "event_id", "starts_at", "table_number", unique=True, postgresql_where=text("state <> 'cancelled'")
        ),
        Index("uq_event_meeting_request", "request_id", unique=True, postgresql_where=text("state <> 'cancelled'")),
        Index("ix_event_meeting_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
        CheckConstraint("asker_id <> asked_id", name="between_two"),
        CheckConstraint("starts_at < ends_at", name="ends_after_start"),
        CheckConstraint("table_number >= 1 AND sequence >= 0", name="numbers"),
        CheckConstraint("(state = 'confirmed') = (due_at IS NOT NULL)", name="due_if_confirmed"),
        CheckConstraint("(state = 'cancelled') = (cancel_reason IS NOT NULL)", name="reason_if_cancelled"),
        CheckConstraint("(state = 'no_show') = (absent IS NOT NULL)", name="absent_if_no_show"),
    )

    @property
    def participants(self) -> tuple[EventParticipant, EventParticipant]:
        """The two who meet, the asker first."""
        return self.asker, self.asked

    def other(self, participant: EventParticipant) -> EventParticipant:
        """The one of the two that is not this one."""
        return self.asked if participant.id == self.asker_id else self.asker
