"""Programmes and their taxonomy. Bodies are organisations (`app.organisations`); here they are known by their key."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Index, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, CountryCode, Created, CurrencyCode, Identified, PublicId, Texts, Versioned, enum_column, foreign_key
from app.programmes.enums import BodyRole

if TYPE_CHECKING:
    from app.organisations.models import Organisation


class Programme(Identified, Created, Versioned, Base):
    """A binational programme with its rules. A rule that is empty does not bind; without screening days, introductions go straight."""

    __tablename__ = "programme"

    code: Mapped[str] = mapped_column(String(60), unique=True)
    names: Mapped[Texts]
    purpose: Mapped[Texts]
    goal: Mapped[Texts | None]
    signed_on: Mapped[date | None]
    reference_currency: Mapped[CurrencyCode]
    secretariat_id: Mapped[int | None] = foreign_key("organisation", nullable=True)
    position: Mapped[int] = mapped_column(default=1)

    share_cap_percent: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    minimum_partners_per_party: Mapped[int] = mapped_column(default=1)
    duration_months_min: Mapped[int | None]
    duration_months_max: Mapped[int | None]
    minimum_reviews_per_party: Mapped[int] = mapped_column(default=0)
    commitment_working_days: Mapped[int] = mapped_column(default=15)
    eligibility_working_days: Mapped[int] = mapped_column(default=10)
    info_request_working_days: Mapped[int] = mapped_column(default=10)
    recommendation_working_days: Mapped[int] = mapped_column(default=20)
    decision_working_days: Mapped[int] = mapped_column(default=10)
    changes_wait_days: Mapped[int] = mapped_column(default=10)
    agreement_weeks: Mapped[int] = mapped_column(default=6)
    introduction_screening_days: Mapped[int] = mapped_column(default=5)
    introduction_quota: Mapped[int] = mapped_column(default=10)
    rules_source: Mapped[str | None] = mapped_column(String(500))

    parties: Mapped[list["Party"]] = relationship(back_populates="programme", order_by="Party.position")
    tracks: Mapped[list["Track"]] = relationship(back_populates="programme", order_by="Track.position")
    secretariat: Mapped["Organisation | None"] = relationship()

    __table_args__ = (
        CheckConstraint("share_cap_percent BETWEEN 0 AND 100", name="share_cap_percent"),
        CheckConstraint("duration_months_min <= duration_months_max", name="duration_order"),
        CheckConstraint("names ? 'en' AND purpose ? 'en'", name="english_texts"),
        CheckConstraint("minimum_partners_per_party >= 1 AND minimum_reviews_per_party >= 0", name="minimums"),
        CheckConstraint("introduction_screening_days >= 0 AND introduction_quota >= 1", name="introductions"),
    )

    def party_of(self, country: str) -> "Party | None":
        """The party whose country this is."""
        return next((party for party in self.parties if party.country == country), None)


class Party(Identified, Base):
    """One of the two countries of a programme, with its authority, currency, working week and number schemes."""

    __tablename__ = "party"

    programme_id: Mapped[int] = foreign_key("programme")
    position: Mapped[int]
    country: Mapped[CountryCode]
    authority_id: Mapped[int] = foreign_key("organisation")
    currency: Mapped[CurrencyCode]
    time_zone: Mapped[str] = mapped_column(String(64))
    languages: Mapped[list[str]]
    weekend: Mapped[list[int]]
    number_schemes: Mapped[list[str]]
    postal_code_pattern: Mapped[str | None] = mapped_column(String(100))
    address_order: Mapped[list[str]]
    name_scripts: Mapped[list[str]]
    legal_forms: Mapped[list[str]]

    programme: Mapped[Programme] = relationship(back_populates="parties")
    authority: Mapped["Organisation"] = relationship()

    __table_args__ = (
        UniqueConstraint("programme_id", "country"),
        UniqueConstraint("programme_id", "position"),
        CheckConstraint("position IN (1, 2)", name="two_parties"),
    )


class Track(Identified, Versioned, Base):
    """A sector track. A retired track keeps what it holds and takes nothing new."""

    __tablename__ = "track"

    programme_id: Mapped[int] = foreign_key("programme")
    code: Mapped[str] = mapped_column(String(12))
    names: Mapped[Texts]
    summary: Mapped[Texts]
    standards: Mapped[str] = mapped_column(String(500), default="")
    position: Mapped[int]
    retired_at: Mapped[datetime | None]

    programme: Mapped[Programme] = relationship(back_populates="tracks")
    subtopics: Mapped[list["Subtopic"]] = relationship(back_populates="track", order_by="Subtopic.code")

    __table_args__ = (
        UniqueConstraint("programme_id", "code"),
        CheckConstraint("names ? 'en'", name="english_name"),
    )


class Subtopic(Identified, Versioned, Base):
    """The second level of the taxonomy. One that was merged names its successor and is retired."""

    __tablename__ = "subtopic"

    track_id: Mapped[int] = foreign_key("track")
    code: Mapped[str] = mapped_column(String(20))
    names: Mapped[Texts]
    references: Mapped[str] = mapped_column(String(300), default="")
    retired_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = foreign_key("subtopic", nullable=True, index=False)

    track: Mapped[Track] = relationship(back_populates="subtopics")

    __table_args__ = (
        UniqueConstraint("track_id", "code"),
        CheckConstraint("names ? 'en'", name="english_name"),
        CheckConstraint("merged_into_id IS NULL OR retired_at IS NOT NULL", name="merged_is_retired"),
        CheckConstraint("merged_into_id <> id", name="not_into_itself"),
    )


class ProgrammeBody(Identified, Base):
    """A role that a body holds in a programme, with its time."""

    __tablename__ = "programme_body"

    programme_id: Mapped[int] = foreign_key("programme")
    organisation_id: Mapped[int] = foreign_key("organisation")
    role: Mapped[BodyRole] = enum_column(BodyRole, "role")
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(200), default="")

    organisation: Mapped["Organisation"] = relationship()

    __table_args__ = (
        UniqueConstraint("programme_id", "organisation_id", "role"),
        CheckConstraint("valid_from <= valid_until", name="valid_order"),
    )


class ExchangeRate(Identified, Created, Base):
    """How many units of the programme's reference currency one unit of `currency` is worth, on a day, by a source."""

    __tablename__ = "exchange_rate"

    programme_id: Mapped[int] = foreign_key("programme")
    currency: Mapped[CurrencyCode]
    value: Mapped[Decimal] = mapped_column(Numeric(18, 8))
    on: Mapped[date]
    source: Mapped[str] = mapped_column(String(200))

    __table_args__ = (
        UniqueConstraint("programme_id", "currency", "on"),
        CheckConstraint("value > 0", name="value_positive"),
    )


class Call(Identified, PublicId, Created, Versioned, Base):
    """A call for proposals: open between two instants, shown in its official zone and the reader's."""

    __tablename__ = "call"

    programme_id: Mapped[int] = foreign_key("programme")
    names: Mapped[Texts]
    summary: Mapped[Texts]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    time_zone: Mapped[str] = mapped_column(String(64))

    programme: Mapped[Programme] = relationship()

    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="opens_before_closes"),
        CheckConstraint("names ? 'en'", name="english_name"),
        Index("ix_call_open", "programme_id", "closes_at"),
    )

    def is_open(self, at: datetime) -> bool:
        """Takes submissions at that instant; the instant of closing is too late."""
        return self.opens_at <= at < self.closes_at
