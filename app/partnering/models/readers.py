"""What readers leave behind: a number a day, and bookmarks of those who are signed in."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Created, foreign_key


class ProfileViews(Base):
    """How often a profile was looked at on a day (UTC) by others than its own side and its reviewers. By whom is not kept."""

    __tablename__ = "profile_views"

    profile_id: Mapped[int] = foreign_key("profile", primary_key=True, index=False, ondelete="CASCADE")
    on: Mapped[date] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


class ProfileBookmark(Created, Base):
    """A person wants to find a profile again. Only the number is told to others."""

    __tablename__ = "profile_bookmark"

    profile_id: Mapped[int] = foreign_key("profile", primary_key=True, index=False, ondelete="CASCADE")
    person_id: Mapped[int] = foreign_key("person", primary_key=True, ondelete="CASCADE")
