"""A trial of the two sides of an introduction: what is tried until when, what counts as success, and what both decided."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Base, Created, Identified, LanguageCode, PublicId, Versioned, enum_column, foreign_key, now
from app.organisations.models import Organisation
from app.partnering.enums import Side, StepState
from app.partnering.models.introduction import Introduction, IntroductionStep
from app.partnering.trials.enums import StopReason, TrialOutcome, TrialState
from app.programmes.models import Subtopic, Track

WAITING_STATES = "'proposed', 'running', 'decision_due'"
AGREED_STATES = "'running', 'decision_due', 'adopted', 'stopped'"


class Trial(Identified, PublicId, Created, Versioned, Base):
    """`side` proposed it. `decide_by` is the last day for the decision; `verdict` the one that ended it, with its reasons.

    `project` is the joint project that came of an adopted trial; it stands in a higher domain and is known by its key.
    """

    __tablename__ = "trial"

    introduction_id: Mapped[int] = foreign_key("introduction")
    state: Mapped[TrialState] = enum_column(TrialState, "state")
    state_since: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]
    side: Mapped[Side] = enum_column(Side, "side")
    created_by_id: Mapped[int] = foreign_key("person", index=False)
    language: Mapped[LanguageCode]
    subject: Mapped[str] = mapped_column(String(200))
    scope: Mapped[str] = mapped_column(Text)
    success_test: Mapped[str] = mapped_column(Text)
    track_id: Mapped[int | None] = foreign_key("track", nullable=True)
    subtopic_id: Mapped[int | None] = foreign_key("subtopic", nullable=True, index=False)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    decide_by: Mapped[date]
    agreed_at: Mapped[datetime | None]
    extensions: Mapped[int] = mapped_column(default=0)
    verdict_id: Mapped[int | None] = foreign_key("trial_verdict", nullable=True, index=False, use_alter=True)
    project_id: Mapped[int | None] = foreign_key("project", nullable=True)

    introduction: Mapped[Introduction] = relationship()
    created_by: Mapped[Person] = relationship()
    track: Mapped[Track | None] = relationship()
    subtopic: Mapped[Subtopic | None] = relationship()
    verdict: Mapped["TrialVerdict | None"] = relationship(foreign_keys=[verdict_id])
    steps: Mapped[list[IntroductionStep]] = relationship(order_by=IntroductionStep.id)

    __table_args__ = (
        CheckConstraint(f"(state IN ({WAITING_STATES})) = (due_at IS NOT NULL)", name="due_if_waiting"),
        CheckConstraint(f"(state IN ({AGREED_STATES})) = (agreed_at IS NOT NULL)", name="agreed_at_if_agreed"),
        CheckConstraint("(state IN ('adopted', 'stopped')) = (verdict_id IS NOT NULL)", name="verdict_if_ended"),
        CheckConstraint("project_id IS NULL OR state = 'adopted'", name="project_if_adopted"),
        CheckConstraint("subtopic_id IS NULL OR track_id IS NOT NULL", name="track_of_subtopic"),
        CheckConstraint("starts_on <= ends_on AND ends_on < decide_by", name="days_in_order"),
        CheckConstraint("extensions >= 0", name="extensions"),
        Index("ix_trial_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    def organisation_of(self, side: Side) -> Organisation:
        """The organisation on a side."""
        return self.introduction.organisation_of(side)

    @property
    def open_step(self) -> IntroductionStep | None:
        """The decision that one side proposed and the other has not answered."""
        return next((step for step in self.steps if step.state == StepState.PROPOSED), None)


class TrialVerdict(Identified, Base):
    """What a step proposes to decide about a trial, and the results on which it rests."""

    __tablename__ = "trial_verdict"

    step_id: Mapped[int] = foreign_key("introduction_step", unique=True, index=False)
    outcome: Mapped[TrialOutcome] = enum_column(TrialOutcome, "outcome")
    met: Mapped[bool]
    results: Mapped[str] = mapped_column(Text)
    reason: Mapped[StopReason | None] = enum_column(StopReason, "reason", nullable=True)
    explanation: Mapped[str | None] = mapped_column(Text)
    ends_on: Mapped[date | None]
    decide_by: Mapped[date | None]

    step: Mapped[IntroductionStep] = relationship(back_populates="verdict")

    __table_args__ = (
        CheckConstraint("(outcome = 'stop') = (reason IS NOT NULL AND explanation IS NOT NULL)", name="reason_if_stop"),
        CheckConstraint("(outcome = 'extend') = (ends_on IS NOT NULL AND decide_by IS NOT NULL)", name="days_if_extend"),
        CheckConstraint("ends_on < decide_by", name="days_in_order"),
    )
