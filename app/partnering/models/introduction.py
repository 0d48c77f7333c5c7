"""An expression of interest in a profile, what both sides say in it, and the steps that both confirm.

`organisation` asks, the owner of `profile` receives. Who either is, is told by `introductions.policy`, never by a page itself.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Base, Created, Identified, LanguageCode, PublicId, Versioned, enum_column, foreign_key, now
from app.messages.models import Message
from app.organisations.affiliations.models import Affiliation
from app.organisations.models import Organisation
from app.partnering.enums import (
    AgreementType,
    ClosingReason,
    ConfidentialityText,
    DecliningReason,
    IntroductionState,
    Side,
    StepKind,
    StepState,
)
from app.partnering.models.profile import Profile
from app.programmes.models import Programme

if TYPE_CHECKING:
    from app.partnering.models.trial import TrialVerdict

OPEN_STATES = (
    "'draft', 'screening', 'sent', 'seen', 'question', 'accepted', 'in_talks', 'under_nda', 'dormant'"
)
ANSWERED_STATES = "'accepted', 'in_talks', 'under_nda', 'converted', 'agreed', 'closed_no_deal', 'dormant'"
ANSWERS = ("why", "brings", "seeks", "timing", "questions")
"""The guided questions, each a column."""


class Introduction(Identified, PublicId, Created, Versioned, Base):
    """One request. `withheld`: the owner learns who asks only by accepting. `screened`: it goes through a broker.

    `sent_at` is when it reached the owner, `answered_at` when the owner first accepted, declined or asked.
    """

    __tablename__ = "introduction"

    organisation_id: Mapped[int] = foreign_key("organisation")
    profile_id: Mapped[int] = foreign_key("profile")
    state: Mapped[IntroductionState] = enum_column(IntroductionState, "state")
    state_since: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]
    created_by_id: Mapped[int] = foreign_key("person", index=False)
    withheld: Mapped[bool] = mapped_column(default=False)
    screened: Mapped[bool] = mapped_column(default=False)
    language: Mapped[LanguageCode]
    why: Mapped[str | None] = mapped_column(Text)
    brings: Mapped[str | None] = mapped_column(Text)
    seeks: Mapped[str | None] = mapped_column(Text)
    timing: Mapped[str | None] = mapped_column(Text)
    questions: Mapped[str | None] = mapped_column(Text)

    submitted_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    declining_reason: Mapped[DecliningReason | None] = enum_column(DecliningReason, "declining_reason", nullable=True)
    declining_note: Mapped[str | None] = mapped_column(Text)
    closing_reason: Mapped[ClosingReason | None] = enum_column(ClosingReason, "closing_reason", nullable=True)
    agreement_type: Mapped[AgreementType | None] = enum_column(AgreementType, "agreement_type", nullable=True)
    returns_to: Mapped[IntroductionState | None] = enum_column(IntroductionState, "returns_to", nullable=True)
    project_id: Mapped[int | None] = foreign_key("project", nullable=True)
    found_partner: Mapped[bool] = mapped_column(default=False)

    organisation: Mapped[Organisation] = relationship()
    profile: Mapped[Profile] = relationship()
    created_by: Mapped[Person] = relationship()
    questioning: Mapped[list[Message]] = relationship(
        order_by=Message.id, primaryjoin="and_(Introduction.id == Message.introduction_id, Message.audience.is_(None))",
    )
    """The owner's questions and their answers. What else is written is read by audience and in pages: `app.messages`."""
    brokerages: Mapped[list[Affiliation]] = relationship(
        viewonly=True, order_by="Affiliation.id",
        primaryjoin="and_(foreign(Affiliation.member_id) == Introduction.organisation_id, Affiliation.lets_broker)",
    )
    """The memberships of the asker whose economic organisations it lets broker."""
    steps: Mapped[list["IntroductionStep"]] = relationship(back_populates="introduction", order_by="IntroductionStep.id")

    __table_args__ = (
        CheckConstraint("state NOT IN ('screening', 'refused_by_broker') OR (screened AND submitted_at IS NOT NULL)", name="screened_has_facts"),
        CheckConstraint(
            f"state NOT IN ('sent', 'seen', 'question', 'declined', 'lapsed', {ANSWERED_STATES}) OR sent_at IS NOT NULL", name="sent_at_if_sent"
        ),
        CheckConstraint("sent_at IS NULL OR submitted_at IS NOT NULL", name="submitted_before_sent"),
        CheckConstraint(f"(state IN ({ANSWERED_STATES})) = (accepted_at IS NOT NULL)", name="accepted_at_if_accepted"),
        CheckConstraint("accepted_at IS NULL OR answered_at IS NOT NULL", name="accepted_is_answered"),
        CheckConstraint("(state = 'declined') = (declining_reason IS NOT NULL)", name="reason_if_declined"),
        CheckConstraint("state <> 'declined' OR answered_at IS NOT NULL", name="declined_is_answered"),
        CheckConstraint("(state = 'closed_no_deal') = (closing_reason IS NOT NULL)", name="reason_if_closed"),
        CheckConstraint("(state = 'agreed') = (agreement_type IS NOT NULL)", name="type_if_agreed"),
        CheckConstraint("(state = 'converted') = (project_id IS NOT NULL)", name="project_if_converted"),
        CheckConstraint("(state = 'dormant') = (returns_to IS NOT NULL)", name="returns_if_dormant"),
        CheckConstraint("NOT found_partner OR accepted_at IS NOT NULL", name="found_is_accepted"),
        Index("uq_introduction_open", "organisation_id", "profile_id", unique=True, postgresql_where=text(f"state IN ({OPEN_STATES})")),
        Index("uq_introduction_found", "profile_id", unique=True, postgresql_where=text("found_partner")),
        Index("ix_introduction_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
        Index("ix_introduction_screening", "due_at", "id", postgresql_where=text("state = 'screening'")),
    )

    @property
    def programme(self) -> Programme:
        """The programme of the profile."""
        return self.profile.programme

    def organisation_of(self, side: Side) -> Organisation:
        """The organisation on a side."""
        return self.organisation if side == Side.ASKER else self.profile.organisation

    @property
    def open_step(self) -> "IntroductionStep | None":
        """The step that one side proposed and the other has not answered; decisions on trials stand beside."""
        return next((step for step in self.steps if step.state == StepState.PROPOSED and step.kind != StepKind.TRIAL), None)

    @property
    def confidentiality(self) -> "IntroductionStep | None":
        """The confidentiality agreement that both confirmed."""
        confirmed = (step for step in self.steps if step.kind == StepKind.CONFIDENTIALITY and step.state == StepState.CONFIRMED)
        return next(confirmed, None)


class IntroductionStep(Identified, Created, Versioned, Base):
    """A step that counts when the other side confirms what one has proposed.

    `text_version` and `digest` say which confidentiality text both confirmed, `reference` an agreement of the sides' own.
    """

    __tablename__ = "introduction_step"

    introduction_id: Mapped[int] = foreign_key("introduction")
    kind: Mapped[StepKind] = enum_column(StepKind, "kind")
    state: Mapped[StepState] = enum_column(StepState, "state")
    state_since: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]
    side: Mapped[Side] = enum_column(Side, "side")
    proposed_by_id: Mapped[int] = foreign_key("person", index=False)
    confirmed_by_id: Mapped[int | None] = foreign_key("person", nullable=True, index=False)
    confirmed_at: Mapped[datetime | None]
    on: Mapped[date | None]
    text_version: Mapped[ConfidentialityText | None] = enum_column(ConfidentialityText, "text_version", nullable=True)
    digest: Mapped[str | None] = mapped_column(String(64))
    reference: Mapped[str | None] = mapped_column(String(300))
    agreement_type: Mapped[AgreementType | None] = enum_column(AgreementType, "agreement_type", nullable=True)
    title: Mapped[str | None] = mapped_column(String(200))
    trial_id: Mapped[int | None] = foreign_key("trial", nullable=True, use_alter=True)

    introduction: Mapped[Introduction] = relationship(back_populates="steps")
    verdict: Mapped["TrialVerdict"] = relationship(back_populates="step")
    """Of a decision on a trial."""
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])

    __table_args__ = (
        CheckConstraint("(state = 'confirmed') = (confirmed_by_id IS NOT NULL AND confirmed_at IS NOT NULL)", name="confirmer_if_confirmed"),
        CheckConstraint("confirmed_by_id <> proposed_by_id", name="confirmed_by_another"),
        CheckConstraint("(state = 'proposed') = (due_at IS NOT NULL)", name="due_if_proposed"),
        CheckConstraint("(kind = 'confidentiality') = (text_version IS NOT NULL AND digest IS NOT NULL)", name="text_if_confidentiality"),
        CheckConstraint("text_version IS NULL OR text_version <> 'own' OR reference IS NOT NULL", name="reference_if_own"),
        CheckConstraint("(kind = 'agreement') = (agreement_type IS NOT NULL)", name="type_if_agreement"),
        CheckConstraint("(kind = 'project') = (title IS NOT NULL)", name="title_if_project"),
        CheckConstraint("(kind = 'meeting') = (\"on\" IS NOT NULL)", name="day_if_meeting"),
        CheckConstraint("(kind = 'trial') = (trial_id IS NOT NULL)", name="trial_if_trial"),
        Index("uq_introduction_step_open", "introduction_id", unique=True, postgresql_where=text("state = 'proposed' AND kind <> 'trial'")),
        Index("uq_introduction_step_of_trial", "trial_id", unique=True, postgresql_where=text("state = 'proposed' AND trial_id IS NOT NULL")),
        Index("ix_introduction_step_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )
