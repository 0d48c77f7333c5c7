"""A meeting of the two sides of an introduction: what it is about, who takes part, the times that are offered, and the one that stands."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Base, Created, Identified, LanguageCode, PublicId, Versioned, enum_column, foreign_key, now
from app.organisations.models import Organisation
from app.partnering.enums import MeetingOutcome, MeetingState, Side
from app.partnering.models.introduction import Introduction

WAITING_STATES = "'draft', 'requested', 'counter_proposed', 'accepted', 'rescheduling'"
AGREED_STATES = "'accepted', 'rescheduling', 'cancelled', 'held', 'no_show'"
ON_THE_HALF_HOUR = "mod(extract(epoch FROM starts_at), 1800) = 0"


class Meeting(Identified, PublicId, Created, Versioned, Base):
    """`side` asked for the meeting, `proposer` made the present offer of `times`; `starts_at` is what both agreed on.

    `uid` and `sequence` are those of the invitation that calendar programs hold.
    """

    __tablename__ = "meeting"

    introduction_id: Mapped[int] = foreign_key("introduction")
    state: Mapped[MeetingState] = enum_column(MeetingState, "state")
    state_since: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]
    side: Mapped[Side] = enum_column(Side, "side")
    proposer: Mapped[Side] = enum_column(Side, "proposer")
    created_by_id: Mapped[int] = foreign_key("person", index=False)
    subject: Mapped[str] = mapped_column(String(200))
    agenda: Mapped[str | None] = mapped_column(Text)
    questions: Mapped[str | None] = mapped_column(Text)
    language: Mapped[LanguageCode]
    interpreter: Mapped[bool] = mapped_column(default=False)
    half_hours: Mapped[int]
    join_link: Mapped[str | None] = mapped_column(String(500))
    requested_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None] = mapped_column(Text)
    absent: Mapped[Side | None] = enum_column(Side, "absent", nullable=True)
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)

    introduction: Mapped[Introduction] = relationship()
    created_by: Mapped[Person] = relationship()
    participants: Mapped[list["MeetingParticipant"]] = relationship(
        back_populates="meeting", order_by="MeetingParticipant.id", cascade="all, delete-orphan"
    )
    times: Mapped[list["MeetingTime"]] = relationship(order_by="MeetingTime.starts_at", cascade="all, delete-orphan")
    slots: Mapped[list["MeetingSlot"]] = relationship(
        order_by="[MeetingSlot.person_id, MeetingSlot.starts_at]", cascade="all, delete-orphan"
    )
    notes: Mapped[list["MeetingNote"]] = relationship(order_by="MeetingNote.side", cascade="all, delete-orphan")

    __table_args__ = (
        CheckConstraint(f"(state IN ({WAITING_STATES})) = (due_at IS NOT NULL)", name="due_if_waiting"),
        CheckConstraint("state IN ('draft', 'withdrawn') OR requested_at IS NOT NULL", name="requested_at_if_requested"),
        CheckConstraint(
            f"(state IN ({AGREED_STATES})) = (starts_at IS NOT NULL AND ends_at IS NOT NULL AND accepted_at IS NOT NULL)", name="time_if_agreed"
        ),
        CheckConstraint("num_nonnulls(starts_at, ends_at, accepted_at) IN (0, 3)", name="time_is_whole"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("(state = 'cancelled') = (cancel_reason IS NOT NULL)", name="reason_if_cancelled"),
        CheckConstraint("(state = 'no_show') = (absent IS NOT NULL)", name="absent_if_no_show"),
        CheckConstraint("half_hours BETWEEN 1 AND 8", name="length"),
        CheckConstraint("sequence >= 0", name="sequence"),
        Index("ix_meeting_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    def organisation_of(self, side: Side) -> Organisation:
        """The organisation on a side."""
        return self.introduction.organisation_of(side)

    def participants_of(self, side: Side) -> list["MeetingParticipant"]:
        """Who takes part on a side."""
        return [one for one in self.participants if one.side == side]

    def note_of(self, side: Side) -> "MeetingNote | None":
        """What a side keeps of the meeting."""
        return next((note for note in self.notes if note.side == side), None)


class MeetingParticipant(Identified, Base):
    """Someone who takes part; `person` where there is an account. `reading` is how the name is read."""

    __tablename__ = "meeting_participant"

    meeting_id: Mapped[int] = foreign_key("meeting", index=False, ondelete="CASCADE")
    side: Mapped[Side] = enum_column(Side, "side")
    person_id: Mapped[int | None] = foreign_key("person", nullable=True)
    name: Mapped[str] = mapped_column(String(120))
    reading: Mapped[str | None] = mapped_column(String(120))
    title: Mapped[str | None] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))

    meeting: Mapped[Meeting] = relationship(back_populates="participants")
    person: Mapped[Person | None] = relationship()

    __table_args__ = (UniqueConstraint("meeting_id", "email"), UniqueConstraint("meeting_id", "person_id"))


class MeetingTime(Base):
    """A start that one side offers; it blocks nobody."""

    __tablename__ = "meeting_time"

    meeting_id: Mapped[int] = foreign_key("meeting", primary_key=True, index=False, ondelete="CASCADE")
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)

    __table_args__ = (CheckConstraint(ON_THE_HALF_HOUR, name="on_half_hour"),)


class MeetingSlot(Base):
    """A half-hour of a person that a meeting takes, one of an introduction or one at an event: nobody is in two at a time."""

    __tablename__ = "meeting_slot"

    person_id: Mapped[int] = foreign_key("person", primary_key=True, index=False)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    meeting_id: Mapped[int | None] = foreign_key("meeting", nullable=True, ondelete="CASCADE")
    event_meeting_id: Mapped[int | None] = foreign_key("event_meeting", nullable=True, ondelete="CASCADE")

    __table_args__ = (
        CheckConstraint(ON_THE_HALF_HOUR, name="on_half_hour"),
        CheckConstraint("num_nonnulls(meeting_id, event_meeting_id) = 1", name="one_meeting"),
    )


class MeetingNote(Identified, Created, Base):
    """What a side keeps of a meeting: its own alone until it shares it."""

    __tablename__ = "meeting_note"

    meeting_id: Mapped[int] = foreign_key("meeting", index=False, ondelete="CASCADE")
    side: Mapped[Side] = enum_column(Side, "side")
    written_by_id: Mapped[int] = foreign_key("person", index=False)
    outcome: Mapped[MeetingOutcome | None] = enum_column(MeetingOutcome, "outcome", nullable=True)
    text: Mapped[str | None] = mapped_column(Text)
    shared: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (UniqueConstraint("meeting_id", "side"),)
