"""What officials and reviewers record. A decision is a row per project, country and version, never a flag."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.approvals.enums import CheckKind, CheckState, DecisionState, IneligibilityReason, Outcome, ReviewState
from app.core.db import Base, Created, Identified, PublicId, Versioned, enum_column, foreign_key, now
from app.programmes.models import Party, Subtopic, Track
from app.projects.models import Project, ProjectVersion

DECIDED = frozenset(
    {DecisionState.APPROVED, DecisionState.APPROVED_WITH_CONDITIONS, DecisionState.CHANGES_REQUESTED, DecisionState.REJECTED,
     DecisionState.DEFERRED}
)
_DECIDED_SQL = ", ".join(repr(str(state)) for state in sorted(DECIDED))


class NationalDecision(Identified, PublicId, Created, Versioned, Base):
    """One country's decision on one version: recommended by one official, decided by another (four eyes)."""

    __tablename__ = "national_decision"

    project_id: Mapped[int] = foreign_key("project")
    party_id: Mapped[int] = foreign_key("party")
    version_id: Mapped[int] = foreign_key("project_version")
    state: Mapped[DecisionState] = enum_column(DecisionState, "state", default=DecisionState.PENDING)
    state_since: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]

    recommender_id: Mapped[int | None] = foreign_key("person", nullable=True, index=False)
    recommendation: Mapped[Outcome | None] = enum_column(Outcome, "recommendation", nullable=True)
    recommendation_reason: Mapped[str | None] = mapped_column(Text)
    recommended_at: Mapped[datetime | None]
    decider_id: Mapped[int | None] = foreign_key("person", nullable=True, index=False)
    reason: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None]
    decided_hash: Mapped[str | None] = mapped_column(String(64))
    sections: Mapped[list[str]]

    project: Mapped[Project] = relationship()
    party: Mapped[Party] = relationship()
    project_version: Mapped[ProjectVersion] = relationship()
    recommender: Mapped[Person | None] = relationship(foreign_keys=[recommender_id])
    decider: Mapped[Person | None] = relationship(foreign_keys=[decider_id])
    conditions: Mapped[list["Condition"]] = relationship(
        back_populates="decision", order_by="Condition.id", cascade="all, delete-orphan"
    )

    __table_args__ = (
        UniqueConstraint("project_id", "party_id", "version_id"),
        CheckConstraint("decider_id <> recommender_id", name="four_eyes"),
        CheckConstraint(
            f"state NOT IN ({_DECIDED_SQL}) OR (decider_id IS NOT NULL AND recommender_id IS NOT NULL"
            " AND decided_at IS NOT NULL AND decided_hash IS NOT NULL)",
            name="decider_if_decided",
        ),
        CheckConstraint(
            "state <> 'recommended' OR (recommender_id IS NOT NULL AND recommendation IS NOT NULL)", name="recommender_if_recommended"
        ),
    )


class Condition(Identified, Base):
    """A condition of an approval, or a change that is asked for; a condition before the start gates the agreement.

    While the decision is only recommended these are proposals, and as secret as the recommendation.
    """

    __tablename__ = "condition"

    decision_id: Mapped[int] = foreign_key("national_decision")
    text: Mapped[str] = mapped_column(Text)
    before_start: Mapped[bool] = mapped_column(default=True)

    decision: Mapped[NationalDecision] = relationship(back_populates="conditions")


class SubmissionCheck(Identified, Created, Base):
    """The secretariat's check that a submission is complete, or an authority's that its own partners are eligible."""

    __tablename__ = "submission_check"

    project_id: Mapped[int] = foreign_key("project")
    version_id: Mapped[int] = foreign_key("project_version")
    kind: Mapped[CheckKind] = enum_column(CheckKind, "kind")
    party_id: Mapped[int | None] = foreign_key("party", nullable=True)
    state: Mapped[CheckState] = enum_column(CheckState, "state")
    by_id: Mapped[int] = foreign_key("person", index=False)
    reason: Mapped[IneligibilityReason | None] = enum_column(IneligibilityReason, "reason", nullable=True)
    comment: Mapped[str] = mapped_column(Text, default="")
    second_person_id: Mapped[int | None] = foreign_key("person", nullable=True, index=False)

    project: Mapped[Project] = relationship()
    project_version: Mapped[ProjectVersion] = relationship()
    party: Mapped[Party | None] = relationship()
    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    second_person: Mapped[Person | None] = relationship(foreign_keys=[second_person_id])

    __table_args__ = (
        CheckConstraint("(kind = 'completeness') = (party_id IS NULL)", name="party_if_eligibility"),
        CheckConstraint("second_person_id <> by_id", name="two_people"),
        CheckConstraint("(state = 'passed') = (reason IS NULL)", name="reason_if_not_passed"),
        CheckConstraint("state <> 'confirmed_ineligible' OR second_person_id IS NOT NULL", name="second_person_if_confirmed"),
        Index(
            "uq_submission_check_standing", "version_id", "kind", "party_id", unique=True,
            postgresql_where=text("state <> 'overruled'"), postgresql_nulls_not_distinct=True,
        ),
    )

    @property
    def version(self) -> int:
        """The number of the version that was checked: the subject's version in the audit chain."""
        return self.project_version.number


class Review(Identified, PublicId, Created, Versioned, Base):
    """An outside reviewer's opinion on one version, asked for by one party."""

    __tablename__ = "review"

    project_id: Mapped[int] = foreign_key("project")
    version_id: Mapped[int] = foreign_key("project_version")
    party_id: Mapped[int] = foreign_key("party")
    reviewer_id: Mapped[int] = foreign_key("person")
    invited_by_id: Mapped[int] = foreign_key("person", index=False)
    state: Mapped[ReviewState] = enum_column(ReviewState, "state", default=ReviewState.INVITED)
    state_since: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]
    score: Mapped[int | None]
    strengths: Mapped[str | None] = mapped_column(Text)
    weaknesses: Mapped[str | None] = mapped_column(Text)
    submitted_at: Mapped[datetime | None]

    project: Mapped[Project] = relationship()
    project_version: Mapped[ProjectVersion] = relationship()
    party: Mapped[Party] = relationship()
    reviewer: Mapped[Person] = relationship(foreign_keys=[reviewer_id])

    __table_args__ = (
        UniqueConstraint("version_id", "reviewer_id"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score_range"),
        CheckConstraint("(state = 'submitted') = (submitted_at IS NOT NULL)", name="time_if_submitted"),
        CheckConstraint("state <> 'submitted' OR (score IS NOT NULL AND strengths IS NOT NULL)", name="opinion_if_submitted"),
    )


class Expertise(Identified, Versioned, Base):
    """What a reviewer knows, by the reviewer's own account: shown to whoever asks for reviews."""

    __tablename__ = "expertise"

    person_id: Mapped[int] = foreign_key("person", unique=True, index=False)
    text: Mapped[str | None] = mapped_column(Text)
    languages: Mapped[list[str]] = mapped_column(default=list)

    person: Mapped[Person] = relationship()
    tracks: Mapped[list[Track]] = relationship(secondary="expertise_track", order_by=Track.position)
    subtopics: Mapped[list[Subtopic]] = relationship(secondary="expertise_subtopic", order_by=Subtopic.code)


class ExpertiseTrack(Base):
    """A reviewer knows a track."""

    __tablename__ = "expertise_track"

    expertise_id: Mapped[int] = foreign_key("expertise", primary_key=True, index=False, ondelete="CASCADE")
    track_id: Mapped[int] = foreign_key("track", primary_key=True)


class ExpertiseSubtopic(Base):
    """A reviewer knows a subtopic."""

    __tablename__ = "expertise_subtopic"

    expertise_id: Mapped[int] = foreign_key("expertise", primary_key=True, index=False, ondelete="CASCADE")
    subtopic_id: Mapped[int] = foreign_key("subtopic", primary_key=True)
