"""Who takes part in an event, for which organisation, and in which slots the person is away."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Base, Created, Identified, PublicId, Versioned, enum_column, foreign_key, now
from app.events.enums import ParticipantState
from app.events.models.event import ProgrammeEvent
from app.organisations.models import Organisation


class EventParticipant(Identified, PublicId, Created, Versioned, Base):
    """A person registered for an organisation; whoever withdrew may register anew, which is a new row."""

    __tablename__ = "event_participant"

    event_id: Mapped[int] = foreign_key("programme_event", index=False)
    person_id: Mapped[int] = foreign_key("person")
    organisation_id: Mapped[int] = foreign_key("organisation")
    state: Mapped[ParticipantState] = enum_column(ParticipantState, "state")
    state_since: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(Text)

    event: Mapped[ProgrammeEvent] = relationship()
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation] = relationship()
    absences: Mapped[list["EventAbsence"]] = relationship(order_by="EventAbsence.starts_at", cascade="all, delete-orphan")

    __table_args__ = (
        Index("uq_event_participant_person", "event_id", "person_id", unique=True, postgresql_where=text("state <> 'withdrawn'")),
        Index("ix_event_participant_list", "event_id", "state", "id"),
        Index("ix_event_participant_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
        CheckConstraint("(state = 'pending') = (due_at IS NOT NULL)", name="due_if_pending"),
        CheckConstraint("state NOT IN ('rejected', 'cancelled') OR reason IS NOT NULL", name="reason_if_refused"),
    )


class EventAbsence(Base):
    """A slot of the event, by its start, in which the participant is away."""

    __tablename__ = "event_absence"

    participant_id: Mapped[int] = foreign_key("event_participant", primary_key=True, index=False, ondelete="CASCADE")
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
