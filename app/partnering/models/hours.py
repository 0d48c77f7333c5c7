"""When an organisation works, where it has said so: its week, and its own days off. Without a week the usual hours hold."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Created, Identified, PublicId, Versioned, foreign_key, now
from app.organisations.models import Organisation


class WorkingWeek(Identified, Created, Versioned, Base):
    """The week of an organisation: a day without hours is off."""

    __tablename__ = "working_week"

    organisation_id: Mapped[int] = foreign_key("organisation", unique=True, index=False, ondelete="CASCADE")

    set_at: Mapped[datetime] = mapped_column(default=now)

    organisation: Mapped[Organisation] = relationship()
    days: Mapped[list["WorkingDay"]] = relationship(order_by="WorkingDay.weekday", cascade="all, delete-orphan")


class WorkingDay(Base):
    """The hours of a weekday (Monday = 0), in minutes after local midnight; 1440 is the end of the day."""

    __tablename__ = "working_day"

    week_id: Mapped[int] = foreign_key("working_week", primary_key=True, index=False, ondelete="CASCADE")
    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    opens: Mapped[int]
    closes: Mapped[int]

    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("0 <= opens AND opens < closes AND closes <= 1440", name="hours"),
    )


class DayOff(Identified, PublicId, Created, Base):
    """Days on which an organisation does not work, both counted. The note is for its own people."""

    __tablename__ = "day_off"

    organisation_id: Mapped[int] = foreign_key("organisation", index=False, ondelete="CASCADE")
    first: Mapped[date]
    last: Mapped[date]
    note: Mapped[str | None] = mapped_column(String(200))
    added_by_id: Mapped[int] = foreign_key("person", index=False)

    organisation: Mapped[Organisation] = relationship()

    __table_args__ = (
        CheckConstraint("last BETWEEN first AND first + 366", name="range"),
        Index("ix_day_off_coming", "organisation_id", "last", "id"),
    )
