"""An economic organisation points a member to a profile."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Base, Created, Identified, LanguageCode, PublicId, Versioned, enum_column, foreign_key, now
from app.organisations.affiliations.models import Affiliation
from app.partnering.enums import SuggestionState
from app.partnering.models.profile import Profile


class ProfileSuggestion(Identified, PublicId, Created, Versioned, Base):
    """What is suggested, and why. A profile is suggested to a member once; what became of it is the member's own."""

    __tablename__ = "profile_suggestion"

    affiliation_id: Mapped[int] = foreign_key("affiliation", index=False)
    profile_id: Mapped[int] = foreign_key("profile")
    state: Mapped[SuggestionState] = enum_column(SuggestionState, "state")
    state_since: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text)
    language: Mapped[LanguageCode]
    suggested_by_id: Mapped[int] = foreign_key("person", index=False)

    affiliation: Mapped[Affiliation] = relationship()
    profile: Mapped[Profile] = relationship()
    suggested_by: Mapped[Person] = relationship()

    __table_args__ = (
        UniqueConstraint("affiliation_id", "profile_id"),
        CheckConstraint("(state = 'open') = (due_at IS NOT NULL)", name="due_if_open"),
        Index("ix_profile_suggestion_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )
