"""Organisations as the registry keeps them. A name in one script is never derived from another."""

from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, CheckConstraint, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import (
    Base,
    CountryCode,
    Created,
    Identified,
    LanguageCode,
    PublicId,
    Versioned,
    enum_column,
    foreign_key,
    now,
)
from app.core.i18n import language
from app.organisations.enums import (
    IN_FORCE_STATES,
    ImportState,
    NameKind,
    OrganisationKind,
    OrganisationSource,
    OrganisationState,
    RecoveryState,
    RowOutcome,
    SizeBand,
    TrackLinkState,
)
from app.programmes.models import Programme, Subtopic, Track


class Organisation(Identified, PublicId, Created, Versioned, Base):
    """An organisation. `name_native` is the legal name in the script of its country; at least one name stands."""

    __tablename__ = "organisation"

    kind: Mapped[OrganisationKind] = enum_column(OrganisationKind, "kind")
    country: Mapped[CountryCode] = mapped_column(index=True)
    state: Mapped[OrganisationState] = enum_column(OrganisationState, "state")
    state_since: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]
    source: Mapped[OrganisationSource] = enum_column(OrganisationSource, "source")
    code: Mapped[str | None] = mapped_column(String(40), unique=True)

    name_native: Mapped[str | None] = mapped_column(String(300))
    name_native_language: Mapped[LanguageCode | None]
    name_latin: Mapped[str | None] = mapped_column(String(300))
    name_kana: Mapped[str | None] = mapped_column(String(300))
    sort_key: Mapped[str] = mapped_column(String(300), default="")

    description: Mapped[str | None] = mapped_column(Text)
    description_language: Mapped[LanguageCode | None]
    size_band: Mapped[SizeBand | None] = enum_column(SizeBand, "size_band", nullable=True)
    industry: Mapped[str | None] = mapped_column(String(200))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")

    website: Mapped[str | None] = mapped_column(String(500))
    contact_name: Mapped[str | None] = mapped_column(String(120))
    contact_email: Mapped[str | None] = mapped_column(String(254))
    contact_phone: Mapped[str | None] = mapped_column(String(40))
    postal_code: Mapped[str | None] = mapped_column(String(20))
    region: Mapped[str | None] = mapped_column(String(120))
    city: Mapped[str | None] = mapped_column(String(120))
    street: Mapped[str | None] = mapped_column(String(300))

    evidence: Mapped[str | None] = mapped_column(Text)
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = foreign_key("person", nullable=True, index=False)
    valid_until: Mapped[datetime | None]
    field_reasons: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    proposed_legal_data: Mapped[dict[str, Any] | None]
    merged_into_id: Mapped[int | None] = foreign_key("organisation", nullable=True)
    import_id: Mapped[int | None] = foreign_key("registry_import", nullable=True, use_alter=True)

    numbers: Mapped[list["OfficialNumber"]] = relationship(back_populates="organisation", order_by="OfficialNumber.id")
    names: Mapped[list["OrganisationName"]] = relationship(back_populates="organisation", order_by="OrganisationName.id")
    track_links: Mapped[list["TrackLink"]] = relationship(back_populates="organisation", order_by="TrackLink.track_id")
    subtopics: Mapped[list[Subtopic]] = relationship(secondary="organisation_subtopic", order_by=Subtopic.code)
    merged_into: Mapped["Organisation | None"] = relationship(remote_side="Organisation.id")
    verified_by: Mapped[Person | None] = relationship(foreign_keys=[verified_by_id])

    __table_args__ = (
        CheckConstraint("name_native IS NOT NULL OR name_latin IS NOT NULL", name="some_name"),
        CheckConstraint(
            "state <> 'verified' OR (verified_at IS NOT NULL AND valid_until IS NOT NULL)", name="verified_has_dates"
        ),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="successor_if_merged"),
        CheckConstraint("merged_into_id <> id", name="not_into_itself"),
        CheckConstraint("country ~ '^[A-Z]{2}$'", name="country_alpha_2"),
        Index("ix_organisation_list", "country", "kind", "sort_key", "id"),
        Index("ix_organisation_state", "state", "country", "state_since"),
        Index("ix_organisation_sort_key", "sort_key", "id"),
        Index(
            "ix_organisation_facets", "state", "country", "kind", "size_band", "description_language", "valid_until", "id",
        ),
    )

    @property
    def name(self) -> str:
        """A name for logs, mails and documents in Latin letters where there is one."""
        return self.name_latin or self.name_native or ""

    @property
    def _native_first(self) -> bool:
        return bool(self.name_native) and (self.name_native_language == language() or not self.name_latin)

    @property
    def display_name(self) -> str:
        """The name for a page: in the reader's language where there is one, else in Latin letters."""
        return str(self.name_native if self._native_first else self.name)

    @property
    def display_language(self) -> str | None:
        """The language of `display_name`."""
        return self.name_native_language if self._native_first else "en"

    @property
    def second_name(self) -> str | None:
        """The name in the other script, if there is one."""
        other = self.name_latin if self._native_first else self.name_native
        return other if other != self.display_name else None

    @property
    def second_language(self) -> str | None:
        """The language of `second_name`."""
        return "en" if self._native_first else self.name_native_language

    @property
    def is_verified(self) -> bool:
        """Verified and in date: may publish and submit. A change of legal data keeps what was verified in force."""
        in_force = self.valid_until is not None and self.valid_until > now()
        return in_force and self.state in IN_FORCE_STATES

    @property
    def confirmed_tracks(self) -> list[Track]:
        """The tracks that the organisation stands under."""
        return [link.track for link in self.track_links if link.state == TrackLinkState.CONFIRMED]


class OfficialNumber(Identified, Base):
    """A number given by a register, in canonical form. One number belongs to one organisation."""

    __tablename__ = "official_number"

    organisation_id: Mapped[int] = foreign_key("organisation", ondelete="CASCADE")
    scheme: Mapped[str] = mapped_column(String(30))
    value: Mapped[str] = mapped_column(String(40))

    organisation: Mapped[Organisation] = relationship(back_populates="numbers")

    __table_args__ = (UniqueConstraint("scheme", "value"),)


class OrganisationName(Identified, Base):
    """A name as it is compared: its normalised key, and the key's character runs for finding candidates."""

    __tablename__ = "organisation_name"

    organisation_id: Mapped[int] = foreign_key("organisation", ondelete="CASCADE")
    kind: Mapped[NameKind] = enum_column(NameKind, "kind")
    text: Mapped[str] = mapped_column(String(300))
    key: Mapped[str] = mapped_column(String(300), index=True)
    grams: Mapped[list[str]] = mapped_column(ARRAY(String(8)))

    organisation: Mapped[Organisation] = relationship(back_populates="names")

    __table_args__ = (
        UniqueConstraint("organisation_id", "kind", "text"),
        Index("ix_organisation_name_grams", "grams", postgresql_using="gin"),
    )


class TrackLink(Identified, Base):
    """An organisation under a track: confirmed, or suggested with a reason until a person confirms it.

    A suggestion made by words alone has no `confidence` (the chance that the track fits). `reason` holds the words, `near`
    the codes of subtopics whose meaning is near.
    """

    __tablename__ = "organisation_track"

    organisation_id: Mapped[int] = foreign_key("organisation", ondelete="CASCADE")
    track_id: Mapped[int] = foreign_key("track")
    state: Mapped[TrackLinkState] = enum_column(TrackLinkState, "state")
    reason: Mapped[str] = mapped_column(String(500), default="")
    confidence: Mapped[float | None]
    near: Mapped[list[str]] = mapped_column(ARRAY(String(20)), default=list, server_default="{}")
    decided_by_id: Mapped[int | None] = foreign_key("person", nullable=True, index=False)

    organisation: Mapped[Organisation] = relationship(back_populates="track_links")
    track: Mapped[Track] = relationship()

    @property
    def near_subtopics(self) -> list[Subtopic]:
        """The subtopics whose meaning is near, the nearest first."""
        return [topic for code in self.near for topic in self.track.subtopics if topic.code == code]

    __table_args__ = (
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
        UniqueConstraint("organisation_id", "track_id"),
        Index("ix_organisation_track_by_track", "track_id", "state", "organisation_id"),
    )


class OrganisationSubtopic(Base):
    """An organisation works on a subtopic."""

    __tablename__ = "organisation_subtopic"

    organisation_id: Mapped[int] = foreign_key("organisation", primary_key=True, index=False, ondelete="CASCADE")
    subtopic_id: Mapped[int] = foreign_key("subtopic", primary_key=True)


class Recovery(Identified, Created, Versioned, Base):
    """A claim that an organisation has lost its representatives; an officer of its country decides."""

    __tablename__ = "recovery"

    organisation_id: Mapped[int] = foreign_key("organisation")
    claimant_id: Mapped[int] = foreign_key("person")
    state: Mapped[RecoveryState] = enum_column(RecoveryState, "state", default=RecoveryState.OPEN)
    reason: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = foreign_key("person", nullable=True, index=False)
    decided_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    claimant: Mapped[Person] = relationship(foreign_keys=[claimant_id])

    __table_args__ = (
        CheckConstraint("(state = 'open') = (decided_by_id IS NULL)", name="decider_if_decided"),
        Index("uq_recovery_open", "organisation_id", unique=True, postgresql_where=text("state = 'open'")),
    )


class RegistryImport(Identified, PublicId, Created, Versioned, Base):
    """One import of a file: what was read, what became of each row, and how far it is."""

    __tablename__ = "registry_import"

    filename: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    format: Mapped[str] = mapped_column(String(40))
    programme_id: Mapped[int | None] = foreign_key("programme", nullable=True)
    by_id: Mapped[int | None] = foreign_key("person", nullable=True, index=False)
    state: Mapped[ImportState] = enum_column(ImportState, "state")
    dry_run: Mapped[bool] = mapped_column(default=False)
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    attribution: Mapped[str] = mapped_column(String(500), default="")
    failure: Mapped[str | None] = mapped_column(String(500))
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    rows_expected: Mapped[int] = mapped_column(default=0)
    rows_read: Mapped[int] = mapped_column(default=0)
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    merged: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    tracks_expected: Mapped[int] = mapped_column(default=0, server_default="0")
    tracks_done: Mapped[int] = mapped_column(default=0, server_default="0")

    programme: Mapped[Programme | None] = relationship()
    by: Mapped[Person | None] = relationship()

    __table_args__ = (
        CheckConstraint("state <> 'done' OR rows_read = created + updated + unchanged + merged + rejected", name="sums_hold"),
        CheckConstraint("tracks_done BETWEEN 0 AND tracks_expected", name="tracks_done"),
    )


class ImportProblem(Identified, Base):
    """Something that was wrong in a row, with the value as it stood."""

    __tablename__ = "import_problem"

    import_id: Mapped[int] = foreign_key("registry_import", ondelete="CASCADE")
    row: Mapped[int]
    field: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(String(300))
    problem: Mapped[str] = mapped_column(String(60))


class ImportedRow(Identified, Base):
    """What an import did to an organisation, with what stood before, so that it can be undone."""

    __tablename__ = "imported_row"

    import_id: Mapped[int] = foreign_key("registry_import", ondelete="CASCADE")
    organisation_id: Mapped[int] = foreign_key("organisation", ondelete="CASCADE")
    row: Mapped[int]
    outcome: Mapped[RowOutcome] = enum_column(RowOutcome, "outcome")
    before: Mapped[dict[str, Any] | None]
