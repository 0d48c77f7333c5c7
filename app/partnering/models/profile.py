"""A profile, its versions and their translations. Who owns an anonymous one is told to few (`policy.sees_owner`)."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ARRAY, CheckConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Base, Created, Identified, LanguageCode, PublicId, Versioned, enum_column, foreign_key, now
from app.organisations.models import Organisation
from app.partnering.enums import FoundThrough, ProfileKind, ProfileState, RevisionState, Stage
from app.programmes.models import Call, Programme, Subtopic, Track

if TYPE_CHECKING:
    from app.partnering.models.review import ProfileReview, ProfileRevision

TEXTS = ("title", "summary", "description", "advantages", "expertise", "partner_role", "rights_notes")
"""What a person writes in a version, in one language, and what a translation translates."""


class Profile(Identified, PublicId, Created, Versioned, Base):
    """What an organisation offers or seeks.

    What readers compare stands in versions; `languages`, `countries`, `partner_sizes`, `keywords` and `external_link` are of no
    version and change at once. `shows_tracks`, `shows_country` and `shows_subtopics` say which facets an anonymous profile
    may be found by (`services.disclosure`). `words` and `grams` are the public texts as a search by words compares them.
    """

    __tablename__ = "profile"

    organisation_id: Mapped[int] = foreign_key("organisation")
    programme_id: Mapped[int] = foreign_key("programme")
    kind: Mapped[ProfileKind] = enum_column(ProfileKind, "kind")
    anonymous: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ProfileState] = enum_column(ProfileState, "state")
    state_since: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    renewals: Mapped[int] = mapped_column(default=0)
    found_through: Mapped[FoundThrough | None] = enum_column(FoundThrough, "found_through", nullable=True)
    created_by_id: Mapped[int] = foreign_key("person", index=False)
    published_version_id: Mapped[int | None] = foreign_key("profile_version", nullable=True, use_alter=True)

    languages: Mapped[list[str]] = mapped_column(default=list)
    countries: Mapped[list[str]] = mapped_column(default=list)
    partner_sizes: Mapped[list[str]] = mapped_column(default=list)
    keywords: Mapped[str | None] = mapped_column(String(300))
    external_link: Mapped[str | None] = mapped_column(String(500))

    shows_tracks: Mapped[bool] = mapped_column(default=True)
    shows_country: Mapped[bool] = mapped_column(default=True)
    shows_subtopics: Mapped[bool] = mapped_column(default=True)
    words: Mapped[str] = mapped_column(Text, default="")
    grams: Mapped[list[str]] = mapped_column(ARRAY(String(8)), default=list)

    organisation: Mapped[Organisation] = relationship()
    programme: Mapped[Programme] = relationship()
    created_by: Mapped[Person] = relationship()
    versions: Mapped[list["ProfileVersion"]] = relationship(
        back_populates="profile", foreign_keys="ProfileVersion.profile_id", order_by="ProfileVersion.number"
    )
    published_version: Mapped["ProfileVersion | None"] = relationship(foreign_keys=[published_version_id], post_update=True)
    translations: Mapped[list["ProfileTranslation"]] = relationship(back_populates="profile", order_by="ProfileTranslation.language")
    revisions: Mapped[list["ProfileRevision"]] = relationship(back_populates="profile", order_by="ProfileRevision.id")

    __table_args__ = (
        CheckConstraint("renewals BETWEEN 0 AND 2", name="renewals_range"),
        CheckConstraint(
            "state NOT IN ('published', 'paused') OR (published_version_id IS NOT NULL AND expires_at IS NOT NULL)",
            name="published_has_facts",
        ),
        CheckConstraint("state = 'draft' OR submitted_at IS NOT NULL", name="submitted_unless_draft"),
        CheckConstraint("state <> 'fulfilled' OR found_through IS NOT NULL", name="found_if_fulfilled"),
        CheckConstraint("NOT anonymous OR external_link IS NULL", name="no_link_if_anonymous"),
        Index("ix_profile_open", "kind", "published_at", "id", postgresql_where=text("state = 'published'")),
        Index("ix_profile_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
        Index("ix_profile_expiry", "expires_at", postgresql_where=text("state IN ('published', 'paused')")),
        Index("ix_profile_grams", "grams", postgresql_using="gin"),
    )

    @property
    def newest(self) -> "ProfileVersion":
        """The version that is being written, in review, or was published last; one that was given up counts no more."""
        return next(version for version in reversed(self.versions) if not version.given_up)

    @property
    def open_revision(self) -> "ProfileRevision | None":
        """The new version of a published profile that is on its way, if there is one."""
        ended = (RevisionState.PUBLISHED, RevisionState.REFUSED, RevisionState.DROPPED)
        return next((revision for revision in self.revisions if revision.state not in ended), None)

    @property
    def country(self) -> str:
        """The country of the owner."""
        return self.organisation.country


class ProfileVersion(Identified, Created, Versioned, Base):
    """The content of a profile. With its submission it is frozen; what changes afterwards is another version."""

    __tablename__ = "profile_version"

    profile_id: Mapped[int] = foreign_key("profile", ondelete="CASCADE")
    number: Mapped[int]
    written_by_id: Mapped[int] = foreign_key("person", index=False)
    frozen_at: Mapped[datetime | None]
    given_up: Mapped[bool] = mapped_column(default=False)

    language: Mapped[LanguageCode]
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str | None] = mapped_column(String(500))
    description: Mapped[str | None] = mapped_column(Text)
    advantages: Mapped[str | None] = mapped_column(Text)
    expertise: Mapped[str | None] = mapped_column(Text)
    partner_role: Mapped[str | None] = mapped_column(Text)
    rights_notes: Mapped[str | None] = mapped_column(Text)
    trl: Mapped[int | None]
    automation_level: Mapped[int | None]
    stage: Mapped[Stage | None] = enum_column(Stage, "stage", nullable=True)
    rights: Mapped[list[str]] = mapped_column(default=list)
    goals: Mapped[list[int]] = mapped_column(default=list)
    collaboration: Mapped[list[str]] = mapped_column(default=list)
    partner_kinds: Mapped[list[str]] = mapped_column(default=list)
    call_id: Mapped[int | None] = foreign_key("call", nullable=True, index=False)
    deadline: Mapped[date | None]

    profile: Mapped[Profile] = relationship(back_populates="versions", foreign_keys=[profile_id])
    written_by: Mapped[Person] = relationship()
    call: Mapped[Call | None] = relationship()
    tracks: Mapped[list[Track]] = relationship(secondary="profile_track", order_by=Track.position)
    subtopics: Mapped[list[Subtopic]] = relationship(secondary="profile_subtopic", order_by=Subtopic.code)
    reviews: Mapped[list["ProfileReview"]] = relationship(back_populates="version_of", order_by="ProfileReview.id")

    __table_args__ = (
        UniqueConstraint("profile_id", "number"),
        CheckConstraint("trl BETWEEN 1 AND 9", name="trl_range"),
        CheckConstraint("automation_level BETWEEN 0 AND 5", name="automation_level_range"),
        Index("ix_profile_version_collaboration", "collaboration", postgresql_using="gin"),
    )


class ProfileTrack(Base):
    """A version of a profile under a track."""

    __tablename__ = "profile_track"

    version_id: Mapped[int] = foreign_key("profile_version", primary_key=True, index=False, ondelete="CASCADE")
    track_id: Mapped[int] = foreign_key("track", primary_key=True)


class ProfileSubtopic(Base):
    """A version of a profile is about a subtopic."""

    __tablename__ = "profile_subtopic"

    version_id: Mapped[int] = foreign_key("profile_version", primary_key=True, index=False, ondelete="CASCADE")
    subtopic_id: Mapped[int] = foreign_key("subtopic", primary_key=True)


class ProfileTranslation(Identified, Created, Versioned, Base):
    """The texts of a profile in another language. `source` is the digest of the texts that were translated."""

    __tablename__ = "profile_translation"

    profile_id: Mapped[int] = foreign_key("profile", ondelete="CASCADE")
    language: Mapped[LanguageCode]
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str | None] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    advantages: Mapped[str | None] = mapped_column(Text)
    expertise: Mapped[str | None] = mapped_column(Text)
    partner_role: Mapped[str | None] = mapped_column(Text)
    rights_notes: Mapped[str | None] = mapped_column(Text)
    by_machine: Mapped[bool] = mapped_column(default=False)
    translated_by_id: Mapped[int] = foreign_key("person", index=False)
    checked_by_id: Mapped[int | None] = foreign_key("person", nullable=True, index=False)
    checked_at: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(String(64))

    profile: Mapped[Profile] = relationship(back_populates="translations")

    __table_args__ = (
        UniqueConstraint("profile_id", "language"),
        CheckConstraint("(checked_by_id IS NULL) = (checked_at IS NULL)", name="checker_if_checked"),
    )


__all__ = ["TEXTS", "Profile", "ProfileSubtopic", "ProfileTrack", "ProfileTranslation", "ProfileVersion"]
