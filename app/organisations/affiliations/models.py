"""Memberships in economic organisations, and what these say of their members."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Base, Created, Identified, LanguageCode, PublicId, Versioned, enum_column, foreign_key, now
from app.organisations.affiliations.enums import AffiliationState, Consent, VouchState
from app.organisations.models import Organisation

OPEN_STATES = "'invited', 'requested', 'active'"
ANY_CONSENT = " OR ".join(Consent)
EARLIEST_YEAR, LATEST_YEAR = 1850, 2200


class Affiliation(Identified, PublicId, Created, Versioned, Base):
    """`member` belongs, or is to belong, to the economic organisation `economic`; what it allows holds while the membership does."""

    __tablename__ = "affiliation"

    economic_id: Mapped[int] = foreign_key("organisation", index=False)
    member_id: Mapped[int] = foreign_key("organisation")
    state: Mapped[AffiliationState] = enum_column(AffiliationState, "state")
    state_since: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]
    shares_profiles: Mapped[bool] = mapped_column(default=False)
    shares_introductions: Mapped[bool] = mapped_column(default=False)
    lets_broker: Mapped[bool] = mapped_column(default=False)
    end_reason: Mapped[str | None] = mapped_column(Text)

    economic: Mapped[Organisation] = relationship(foreign_keys=[economic_id])
    member: Mapped[Organisation] = relationship(foreign_keys=[member_id])

    __table_args__ = (
        CheckConstraint("economic_id <> member_id", name="two_organisations"),
        CheckConstraint("(state IN ('invited', 'requested')) = (due_at IS NOT NULL)", name="due_if_waiting"),
        CheckConstraint(f"state = 'active' OR NOT ({ANY_CONSENT})", name="consents_if_active"),
        CheckConstraint("(state = 'ended') = (end_reason IS NOT NULL)", name="reason_if_ended"),
        Index("uq_affiliation_open", "economic_id", "member_id", unique=True, postgresql_where=text(f"state IN ({OPEN_STATES})")),
        Index("ix_affiliation_list", "economic_id", "state", "id"),
        Index("ix_affiliation_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    @property
    def consents(self) -> frozenset[Consent]:
        """What the member allows."""
        return frozenset(consent for consent in Consent if getattr(self, consent))


class Vouch(Identified, Created, Versioned, Base):
    """What an economic organisation says of a member: since when and as what it knows it, and a statement.

    Why it was withdrawn is for the economic organisation and officers alone.
    """

    __tablename__ = "vouch"

    affiliation_id: Mapped[int] = foreign_key("affiliation")
    state: Mapped[VouchState] = enum_column(VouchState, "state")
    state_since: Mapped[datetime] = mapped_column(default=now)
    known_since: Mapped[int]
    known_as: Mapped[str] = mapped_column(String(200))
    statement: Mapped[str] = mapped_column(Text)
    language: Mapped[LanguageCode]
    given_by_id: Mapped[int] = foreign_key("person", index=False)
    expires_at: Mapped[datetime]
    withdrawal_reason: Mapped[str | None] = mapped_column(Text)

    affiliation: Mapped[Affiliation] = relationship()
    given_by: Mapped[Person] = relationship()

    __table_args__ = (
        CheckConstraint(f"known_since BETWEEN {EARLIEST_YEAR} AND {LATEST_YEAR}", name="year"),
        CheckConstraint("(state = 'withdrawn') = (withdrawal_reason IS NOT NULL)", name="reason_if_withdrawn"),
        Index("uq_vouch_in_force", "affiliation_id", unique=True, postgresql_where=text("state = 'in_force'")),
        Index("ix_vouch_expiry", "expires_at", postgresql_where=text("state = 'in_force'")),
    )
