"""Joint projects. A version is a frozen snapshot with a hash; commitments and decisions name the version they rest on."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Index, Numeric, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Base, Created, CurrencyCode, Identified, LanguageCode, PublicId, Versioned, enum_column, foreign_key, now
from app.organisations.models import Organisation
from app.programmes.models import Call, Programme, Subtopic, Track
from app.projects.enums import (
    CommitmentState,
    CostCategory,
    PartnerRole,
    PartnerState,
    ProjectState,
    SensitiveTechnology,
)

IN_CONSORTIUM = frozenset({PartnerState.INVITED, PartnerState.ACCEPTED})


class Project(Identified, PublicId, Created, Versioned, Base):
    """A joint project of organisations of both parties. Fields may be empty in a draft; eligibility says what is missing."""

    __tablename__ = "project"

    reference: Mapped[str] = mapped_column(String(40), unique=True)
    programme_id: Mapped[int] = foreign_key("programme")
    call_id: Mapped[int | None] = foreign_key("call", nullable=True)
    state: Mapped[ProjectState] = enum_column(ProjectState, "state")
    state_since: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]
    created_by_id: Mapped[int] = foreign_key("person", index=False)
    copied_from_id: Mapped[int | None] = foreign_key("project", nullable=True, index=False)

    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str | None] = mapped_column(Text)
    innovation: Mapped[str | None] = mapped_column(Text)
    market: Mapped[str | None] = mapped_column(Text)
    language: Mapped[LanguageCode] = mapped_column(default="en")
    trl_from: Mapped[int | None]
    trl_to: Mapped[int | None]
    automation_level: Mapped[int | None]
    starts_on: Mapped[date | None]
    duration_months: Mapped[int | None]
    milestones: Mapped[str | None] = mapped_column(Text)
    background_ip: Mapped[str | None] = mapped_column(Text)
    foreground_ip: Mapped[str | None] = mapped_column(Text)
    sensitive_technology: Mapped[SensitiveTechnology | None] = enum_column(
        SensitiveTechnology, "sensitive_technology", nullable=True
    )
    sensitive_technology_details: Mapped[str | None] = mapped_column(Text)
    partners_independent: Mapped[bool] = mapped_column(default=False)

    current_version_id: Mapped[int | None] = foreign_key("project_version", nullable=True, index=False, use_alter=True)
    returns_to: Mapped[str | None] = mapped_column(String(40))

    programme: Mapped[Programme] = relationship()
    call: Mapped[Call | None] = relationship()
    created_by: Mapped[Person] = relationship()
    tracks: Mapped[list[Track]] = relationship(secondary="project_track", order_by=Track.position)
    subtopics: Mapped[list[Subtopic]] = relationship(secondary="project_subtopic", order_by=Subtopic.code)
    partners: Mapped[list["Partner"]] = relationship(back_populates="project", order_by="Partner.id")
    versions: Mapped[list["ProjectVersion"]] = relationship(
        back_populates="project", foreign_keys="ProjectVersion.project_id", order_by="ProjectVersion.number"
    )
    current_version: Mapped["ProjectVersion | None"] = relationship(foreign_keys=[current_version_id], post_update=True)
    info_requests: Mapped[list["InfoRequest"]] = relationship(back_populates="project", order_by="InfoRequest.id")

    __table_args__ = (
        CheckConstraint("trl_from BETWEEN 1 AND 9 AND trl_to BETWEEN 1 AND 9", name="trl_range"),
        CheckConstraint("trl_from <= trl_to", name="trl_order"),
        CheckConstraint("automation_level BETWEEN 0 AND 5", name="automation_level_range"),
        CheckConstraint("duration_months BETWEEN 1 AND 120", name="duration_range"),
        CheckConstraint(
            "state IN ('draft', 'withdrawn', 'not_submitted') OR current_version_id IS NOT NULL", name="version_if_locked"
        ),
        CheckConstraint("(state = 'info_requested') = (returns_to IS NOT NULL)", name="return_if_asked"),
        Index("ix_project_state", "programme_id", "state", "state_since"),
        Index("ix_project_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    @property
    def consortium(self) -> list["Partner"]:
        """The partners that are in, invited ones included."""
        return [partner for partner in self.partners if partner.state in IN_CONSORTIUM]

    @property
    def accepted(self) -> list["Partner"]:
        """The partners that said yes, the lead included."""
        return [partner for partner in self.partners if partner.state == PartnerState.ACCEPTED]

    @property
    def lead(self) -> "Partner | None":
        """The lead partner."""
        return next((p for p in self.consortium if p.role == PartnerRole.LEAD), None)

    @property
    def submitted_version(self) -> "ProjectVersion | None":
        """The latest version to which the whole consortium committed; officials see no other."""
        return next((version for version in reversed(self.versions) if version.is_committed), None)

    @property
    def submitted_partners(self) -> frozenset[str]:
        """Public ids of the partners of all submitted versions; the version that is being signed is not submitted yet."""
        signing = self.current_version_id if self.state == ProjectState.AWAITING_COMMITMENT else None
        submitted = [version for version in self.versions if version.is_committed and version.id != signing]
        return frozenset(key for version in submitted for key in version.partner_ids)


class ProjectTrack(Base):
    """A project under a track."""

    __tablename__ = "project_track"

    project_id: Mapped[int] = foreign_key("project", primary_key=True, index=False, ondelete="CASCADE")
    track_id: Mapped[int] = foreign_key("track", primary_key=True)


class ProjectSubtopic(Base):
    """A project works on a subtopic."""

    __tablename__ = "project_subtopic"

    project_id: Mapped[int] = foreign_key("project", primary_key=True, index=False, ondelete="CASCADE")
    subtopic_id: Mapped[int] = foreign_key("subtopic", primary_key=True)


class Partner(Identified, PublicId, Created, Versioned, Base):
    """An organisation in the consortium, with its tasks and its budget in its own currency."""

    __tablename__ = "partner"

    project_id: Mapped[int] = foreign_key("project")
    organisation_id: Mapped[int] = foreign_key("organisation")
    role: Mapped[PartnerRole] = enum_column(PartnerRole, "role")
    state: Mapped[PartnerState] = enum_column(PartnerState, "state")
    state_since: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]
    invited_by_id: Mapped[int | None] = foreign_key("person", nullable=True, index=False)
    message: Mapped[str | None] = mapped_column(Text)
    tasks: Mapped[str | None] = mapped_column(Text)
    currency: Mapped[CurrencyCode]
    total_cost: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    funding_requested: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))

    @property
    def owes_tasks(self) -> bool:
        """It is in, and has not said what it does."""
        return self.state == PartnerState.ACCEPTED and not self.tasks

    @property
    def owes_budget(self) -> bool:
        """It is in, and has not said what its part costs and what it asks for."""
        return self.state == PartnerState.ACCEPTED and (self.total_cost is None or self.funding_requested is None)

    project: Mapped[Project] = relationship(back_populates="partners")
    organisation: Mapped[Organisation] = relationship()
    budget: Mapped[list["BudgetLine"]] = relationship(
        back_populates="partner", order_by="BudgetLine.id", cascade="all, delete-orphan"
    )

    __table_args__ = (
        Index(
            "uq_partner_in_consortium", "project_id", "organisation_id", unique=True,
            postgresql_where=text("state IN ('invited', 'accepted')"),
        ),
        Index(
            "uq_partner_lead", "project_id", unique=True,
            postgresql_where=text("role = 'lead' AND state IN ('invited', 'accepted')"),
        ),
        CheckConstraint("total_cost >= 0 AND funding_requested >= 0", name="amounts_not_negative"),
        CheckConstraint("funding_requested <= total_cost", name="funding_within_cost"),
    )


class BudgetLine(Identified, Base):
    """What a partner spends on one category, in the partner's currency."""

    __tablename__ = "budget_line"

    partner_id: Mapped[int] = foreign_key("partner", ondelete="CASCADE")
    category: Mapped[CostCategory] = enum_column(CostCategory, "category")
    amount: Mapped[Decimal] = mapped_column(Numeric(16, 2))

    partner: Mapped[Partner] = relationship(back_populates="budget")

    __table_args__ = (
        UniqueConstraint("partner_id", "category"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
    )


class ProjectVersion(Identified, Created, Base):
    """A frozen snapshot. `section_hashes` tell which sections changed from one version to the next."""

    __tablename__ = "project_version"

    project_id: Mapped[int] = foreign_key("project")
    number: Mapped[int]
    snapshot: Mapped[dict[str, Any]]
    hash: Mapped[str] = mapped_column(String(64))
    section_hashes: Mapped[dict[str, Any]]
    locked_by_id: Mapped[int] = foreign_key("person", index=False)

    project: Mapped[Project] = relationship(back_populates="versions", foreign_keys=[project_id])
    locked_by: Mapped[Person] = relationship()
    commitments: Mapped[list["Commitment"]] = relationship(back_populates="version", order_by="Commitment.id")

    __table_args__ = (UniqueConstraint("project_id", "number"),)

    @property
    def partner_ids(self) -> set[str]:
        """Public ids of the partners who were in the consortium of this version."""
        return {partner["partner"] for partner in self.snapshot["consortium"]["partners"]}

    @property
    def is_committed(self) -> bool:
        """Every partner of this version committed to it; with the last commitment it was submitted."""
        said_yes = {c.partner.public_id for c in self.commitments if c.state != CommitmentState.OBJECTED}
        return self.partner_ids <= said_yes


class Commitment(Identified, Created, Base):
    """A signatory's yes or no to one version, over the sections that it covers. One stands per partner and version."""

    __tablename__ = "commitment"

    version_id: Mapped[int] = foreign_key("project_version")
    partner_id: Mapped[int] = foreign_key("partner")
    signatory_id: Mapped[int] = foreign_key("person", index=False)
    state: Mapped[CommitmentState] = enum_column(CommitmentState, "state")
    sections: Mapped[list[str]]
    reason: Mapped[str] = mapped_column(Text, default="")
    carried_from_id: Mapped[int | None] = foreign_key("commitment", nullable=True, index=False)

    version: Mapped[ProjectVersion] = relationship(back_populates="commitments")
    partner: Mapped[Partner] = relationship()
    signatory: Mapped[Person] = relationship()

    __table_args__ = (
        Index("uq_commitment_standing", "version_id", "partner_id", unique=True, postgresql_where=text("state <> 'stale'")),
    )


class InfoRequest(Identified, Created, Base):
    """A question of an official that opens the named sections until it is answered or its time runs out."""

    __tablename__ = "info_request"

    project_id: Mapped[int] = foreign_key("project")
    asked_by_id: Mapped[int] = foreign_key("person", index=False)
    sections: Mapped[list[str]]
    question: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by_id: Mapped[int | None] = foreign_key("person", nullable=True, index=False)
    closed_at: Mapped[datetime | None]
    timed_out: Mapped[bool] = mapped_column(default=False)

    project: Mapped[Project] = relationship(back_populates="info_requests")
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])

    __table_args__ = (
        Index("uq_info_request_open", "project_id", unique=True, postgresql_where=text("closed_at IS NULL")),
        CheckConstraint("closed_at IS NOT NULL OR answer IS NULL", name="answer_closes"),
    )


