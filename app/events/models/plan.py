"""A plan of the meetings of an event: where each request is placed, or why it is not."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Base, Created, Identified, PublicId, Versioned, enum_column, foreign_key, now
from app.events.enums import PlanState, Unfit
from app.events.models.event import ProgrammeEvent
from app.events.models.request import MeetingRequest

OPEN_STATES = "'queued', 'proposed', 'confirming'"


class MeetingPlan(Identified, PublicId, Created, Versioned, Base):
    """One run of the scheduler. `value` is what its placements are worth, `bound` what none can exceed."""

    __tablename__ = "event_plan"

    event_id: Mapped[int] = foreign_key("programme_event")
    by_id: Mapped[int] = foreign_key("person", index=False)
    state: Mapped[PlanState] = enum_column(PlanState, "state")
    state_since: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]
    steps_done: Mapped[int] = mapped_column(default=0)
    steps_expected: Mapped[int] = mapped_column(default=0)
    value: Mapped[int | None]
    bound: Mapped[int | None]
    failure: Mapped[str | None] = mapped_column(String(500))

    event: Mapped[ProgrammeEvent] = relationship()
    by: Mapped[Person] = relationship()

    __table_args__ = (
        Index("uq_event_plan_open", "event_id", unique=True, postgresql_where=text(f"state IN ({OPEN_STATES})")),
        CheckConstraint("(state = 'proposed') = (due_at IS NOT NULL)", name="due_if_proposed"),
        CheckConstraint("state NOT IN ('proposed', 'confirming', 'confirmed') OR (value IS NOT NULL AND bound IS NOT NULL)", name="worth_if_made"),
        CheckConstraint("(state = 'failed') = (failure IS NOT NULL)", name="failure_if_failed"),
        CheckConstraint("value <= bound", name="within_bound"),
    )


class PlannedRequest(Identified, Base):
    """What a plan says of a request: a slot and a table, or the reasons for none with the cost of making room.

    `reasons` are `[{"code", …}]` with their facts; `unfit` says what kept a placed one from being confirmed.
    """

    __tablename__ = "event_planned_request"

    plan_id: Mapped[int] = foreign_key("event_plan", index=False, ondelete="CASCADE")
    request_id: Mapped[int] = foreign_key("event_request")
    weight: Mapped[int]
    starts_at: Mapped[datetime | None]
    table_number: Mapped[int | None]
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    cost: Mapped[int | None]
    unfit: Mapped[Unfit | None] = enum_column(Unfit, "unfit", nullable=True)

    request: Mapped[MeetingRequest] = relationship()

    __table_args__ = (
        Index("uq_event_planned_request", "plan_id", "request_id", unique=True),
        Index(
            "uq_event_planned_request_table", "plan_id", "starts_at", "table_number", unique=True,
            postgresql_where=text("starts_at IS NOT NULL"),
        ),
        CheckConstraint("num_nonnulls(starts_at, table_number) IN (0, 2)", name="place_is_whole"),
        CheckConstraint("unfit IS NULL OR starts_at IS NOT NULL", name="unfit_was_placed"),
    )
