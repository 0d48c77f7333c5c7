"""People, their sign-ins and roles. Addresses are unique without regard to case; secrets are stored as digests only."""

from datetime import datetime
from typing import TYPE_CHECKING

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.enums import UNBOUND_ROLES, InvitationState, Role, TokenPurpose
from app.accounts.rights import Grant, Rights
from app.core.db import Base, Created, Identified, PublicId, Versioned, enum_column, foreign_key, now

if TYPE_CHECKING:
    from app.organisations.models import Organisation


class Person(Identified, PublicId, Created, Versioned, UserMixin, Rights, Base):
    """Someone with an account. `name_reading` is how the name is read (kana or Latin letters)."""

    __tablename__ = "person"

    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120))
    name_reading: Mapped[str | None] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8), default="en")
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    confirmed_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="person", foreign_keys="Membership.person_id", order_by="Membership.id"
    )

    __table_args__ = (
        Index("uq_person_email", func.lower(email), unique=True),
        CheckConstraint("email LIKE '%_@_%'", name="email_has_at"),
    )

    @property
    def is_active(self) -> bool:
        """May sign in."""
        return self.confirmed_at is not None and self.disabled_at is None

    @property
    def active_grants(self) -> list[Grant]:
        """The memberships in force; none for a disabled person."""
        if self.disabled_at is not None:
            return []
        return [membership for membership in self.memberships if membership.is_active]


class Membership(Identified, Created, Base):
    """One role of one person in one organisation; ended, never deleted."""

    __tablename__ = "membership"

    person_id: Mapped[int] = foreign_key("person")
    organisation_id: Mapped[int | None] = foreign_key("organisation", nullable=True)
    role: Mapped[Role] = enum_column(Role, "role")
    granted_by_id: Mapped[int | None] = foreign_key("person", nullable=True, index=False)
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(back_populates="memberships", foreign_keys=[person_id])
    organisation: Mapped["Organisation | None"] = relationship()

    __table_args__ = (
        Index(
            "uq_membership_in_force", "person_id", "organisation_id", "role", unique=True,
            postgresql_where=text("ended_at IS NULL"), postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint(
            f"organisation_id IS NOT NULL OR role IN ({', '.join(repr(str(r)) for r in sorted(UNBOUND_ROLES))})",
            name="organisation_unless_unbound",
        ),
    )

    @property
    def is_active(self) -> bool:
        """In force now."""
        return self.ended_at is None

    @property
    def country(self) -> str | None:
        """The country of the organisation."""
        return self.organisation.country if self.organisation else None


class SignIn(Identified, Created, Base):
    """One session on one device. It ends on sign-out, password change, removal, idleness or age."""

    __tablename__ = "sign_in"

    person_id: Mapped[int] = foreign_key("person")
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(64), default="")
    agent: Mapped[str] = mapped_column(String(300), default="")

    person: Mapped[Person] = relationship()


class OneTimeToken(Identified, Created, Base):
    """A link that works once, for one address, for a short time."""

    __tablename__ = "one_time_token"

    purpose: Mapped[TokenPurpose] = enum_column(TokenPurpose, "purpose")
    person_id: Mapped[int] = foreign_key("person")
    email: Mapped[str] = mapped_column(String(254))
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class Invitation(Identified, PublicId, Created, Base):
    """An invitation of an e-mail address into an organisation, in one role."""

    __tablename__ = "invitation"

    organisation_id: Mapped[int] = foreign_key("organisation")
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[Role] = enum_column(Role, "role")
    language: Mapped[str] = mapped_column(String(8), default="en")
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[InvitationState] = enum_column(InvitationState, "state", default=InvitationState.SENT)
    invited_by_id: Mapped[int] = foreign_key("person", index=False)
    accepted_by_id: Mapped[int | None] = foreign_key("person", nullable=True, index=False)
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    organisation: Mapped["Organisation"] = relationship()
    invited_by: Mapped[Person] = relationship(foreign_keys=[invited_by_id])

    __table_args__ = (
        CheckConstraint("(state = 'accepted') = (accepted_by_id IS NOT NULL)", name="accepter_if_accepted"),
        Index(
            "uq_invitation_open", func.lower(email), "organisation_id", "role", unique=True,
            postgresql_where=text("state = 'sent'"),
        ),
    )


class Attempt(Identified, Base):
    """An attempt that is counted to slow down guessing: what was tried, against which account or from which address."""

    __tablename__ = "attempt"

    what: Mapped[str] = mapped_column(String(40))
    key_digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (Index("ix_attempt_key", "what", "key_digest", "at"),)
