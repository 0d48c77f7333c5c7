"""The quality check of a version, and the way of a new version to the public."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Base, Created, Identified, Versioned, enum_column, foreign_key, now
from app.partnering.enums import RevisionState
from app.partnering.models.profile import Profile, ProfileVersion


class ProfileReview(Identified, Created, Versioned, Base):
    """What one reviewer scored one version with, criterion by criterion; the owner reads it."""

    __tablename__ = "profile_review"

    version_id: Mapped[int] = foreign_key("profile_version", ondelete="CASCADE")
    reviewer_id: Mapped[int] = foreign_key("person", index=False)
    scores: Mapped[dict[str, Any]]
    comment: Mapped[str] = mapped_column(Text, default="")
    updated_at: Mapped[datetime] = mapped_column(default=now)

    version_of: Mapped[ProfileVersion] = relationship(back_populates="reviews")
    reviewer: Mapped[Person] = relationship()

    __table_args__ = (UniqueConstraint("version_id", "reviewer_id"),)


class ProfileRevision(Identified, Created, Versioned, Base):
    """A new version of a published profile, from its first change until it takes the old one's place or is given up."""

    __tablename__ = "profile_revision"

    profile_id: Mapped[int] = foreign_key("profile", ondelete="CASCADE")
    state: Mapped[RevisionState] = enum_column(RevisionState, "state")
    state_since: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]

    profile: Mapped[Profile] = relationship(back_populates="revisions")

    __table_args__ = (
        Index(
            "uq_profile_revision_open", "profile_id", unique=True,
            postgresql_where=text("state IN ('writing', 'in_review', 'changes_requested')"),
        ),
        Index("ix_profile_revision_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )
