"""A participant's wish to meet another one."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Created, Identified, LanguageCode, PublicId, Versioned, enum_column, foreign_key, now
from app.events.enums import RequestState
from app.events.models.event import ProgrammeEvent
from app.events.models.participant import EventParticipant

HIGHEST_PRIORITY = 3


class MeetingRequest(Identified, PublicId, Created, Versioned, Base):
    """Takes nobody's time. Between two participants one is open at a time."""

    __tablename__ = "event_request"

    event_id: Mapped[int] = foreign_key("programme_event", index=False)
    asker_id: Mapped[int] = foreign_key("event_participant")
    asked_id: Mapped[int] = foreign_key("event_participant")
    state: Mapped[RequestState] = enum_column(RequestState, "state")
    state_since: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]
    subject: Mapped[str] = mapped_column(String(200))
    language: Mapped[LanguageCode]
    priority: Mapped[int]
    mutual: Mapped[bool] = mapped_column(default=False)

    event: Mapped[ProgrammeEvent] = relationship()
    asker: Mapped[EventParticipant] = relationship(foreign_keys=[asker_id])
    asked: Mapped[EventParticipant] = relationship(foreign_keys=[asked_id])

    __table_args__ = (
        CheckConstraint("asker_id <> asked_id", name="between_two"),
        CheckConstraint(f"priority BETWEEN 1 AND {HIGHEST_PRIORITY}", name="priority"),
        CheckConstraint("(state = 'asked') = (due_at IS NOT NULL)", name="due_if_asked"),
        CheckConstraint("state NOT IN ('asked', 'wanted') OR mutual = (state = 'wanted')", name="mutual_if_wanted"),
        Index(
            "uq_event_request_open", func.least(asker_id, asked_id), func.greatest(asker_id, asked_id), unique=True,
            postgresql_where=text("state IN ('asked', 'wanted')"),
        ),
        Index("ix_event_request_list", "event_id", "state", "id"),
        Index("ix_event_request_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    def other(self, participant: EventParticipant) -> EventParticipant:
        """The one of the two that is not this one."""
        return self.asked if participant.id == self.asker_id else self.asker
