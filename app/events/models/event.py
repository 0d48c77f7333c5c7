"""An event of a programme: its days with their slots for meetings, and the agreement of both countries to it."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Base, Created, Identified, PublicId, Texts, Versioned, enum_column, foreign_key, now
from app.events.enums import EventState
from app.programmes.models import Party, Programme

MOST_HALF_HOURS, MOST_TABLES, MOST_MEETINGS = 4, 500, 60
WAITING_STATES = "'draft', 'awaiting_both', 'published', 'registration_open', 'registration_closed', 'running', 'ended', 'postponed'"
UNPUBLISHED_STATES = "'draft', 'awaiting_both', 'cancelled'"


class ProgrammeEvent(Identified, PublicId, Created, Versioned, Base):
    """An event of one party, or of both where `party` is none. `first_at` and `last_at` bound its slots.

    `reason` says why it was cancelled or postponed.
    """

    __tablename__ = "programme_event"

    programme_id: Mapped[int] = foreign_key("programme")
    party_id: Mapped[int | None] = foreign_key("party", nullable=True, index=False)
    created_by_id: Mapped[int] = foreign_key("person", index=False)
    state: Mapped[EventState] = enum_column(EventState, "state")
    state_since: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]
    titles: Mapped[Texts]
    descriptions: Mapped[Texts]
    place: Mapped[str] = mapped_column(String(200))
    time_zone: Mapped[str] = mapped_column(String(64))
    moderated: Mapped[bool] = mapped_column(default=False)
    half_hours: Mapped[int] = mapped_column(default=1)
    tables: Mapped[int]
    meeting_limit: Mapped[int]
    registration_closes_at: Mapped[datetime]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    planned_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(Text)

    programme: Mapped[Programme] = relationship()
    party: Mapped[Party | None] = relationship()
    created_by: Mapped[Person] = relationship()
    days: Mapped[list["EventDay"]] = relationship(order_by="EventDay.day", cascade="all, delete-orphan")
    agreements: Mapped[list["EventAgreement"]] = relationship(cascade="all, delete-orphan")

    __table_args__ = (
        CheckConstraint("titles ? 'en' AND descriptions ? 'en'", name="english_texts"),
        CheckConstraint(f"half_hours BETWEEN 1 AND {MOST_HALF_HOURS}", name="slot_length"),
        CheckConstraint(f"tables BETWEEN 1 AND {MOST_TABLES}", name="tables"),
        CheckConstraint(f"meeting_limit BETWEEN 1 AND {MOST_MEETINGS}", name="meeting_limit"),
        CheckConstraint("registration_closes_at <= first_at AND first_at < last_at", name="order_of_times"),
        CheckConstraint(f"(state IN ({WAITING_STATES})) = (due_at IS NOT NULL)", name="due_if_waiting"),
        CheckConstraint(f"state IN ({UNPUBLISHED_STATES}) OR published_at IS NOT NULL", name="published_at_if_published"),
        CheckConstraint("state NOT IN ('cancelled', 'postponed') OR reason IS NOT NULL", name="reason_if_off"),
        Index("ix_programme_event_list", "last_at", "first_at", "id"),
        Index("ix_programme_event_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    @property
    def event(self) -> "ProgrammeEvent":
        """The event itself, so that it can be asked like its parts."""
        return self

    @property
    def joint(self) -> bool:
        """Of both parties."""
        return self.party_id is None

    @property
    def missing(self) -> list[Party]:
        """The parties that have not agreed to a joint event."""
        agreed = {agreement.party_id for agreement in self.agreements}
        return [party for party in self.programme.parties if self.joint and party.id not in agreed]


class EventDay(Base):
    """A day of an event: on its clock, the first slot begins when it opens, the last ends when it closes or before."""

    __tablename__ = "event_day"

    event_id: Mapped[int] = foreign_key("programme_event", primary_key=True, index=False, ondelete="CASCADE")
    day: Mapped[date] = mapped_column(primary_key=True)
    opens: Mapped[time]
    closes: Mapped[time]

    __table_args__ = (CheckConstraint("opens < closes", name="opens_before_closes"),)


class EventAgreement(Created, Base):
    """An officer of a party's authority agreed, for the party, to hold a joint event as it stands."""

    __tablename__ = "event_agreement"

    event_id: Mapped[int] = foreign_key("programme_event", primary_key=True, index=False, ondelete="CASCADE")
    party_id: Mapped[int] = foreign_key("party", primary_key=True, index=False)
    person_id: Mapped[int] = foreign_key("person", index=False)

    party: Mapped[Party] = relationship()
