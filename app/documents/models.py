"""What is kept of a stored file. The file itself lies in the instance folder under a name of our own."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Base, Created, Identified, PublicId, Versioned, enum_column, foreign_key, now
from app.documents.enums import MediaType
from app.organisations.models import Organisation

NAME_LENGTH = 150


class Document(Identified, PublicId, Created, Versioned, Base):
    """A file of an organisation. `name` is what readers see, `file` its name in the store, `digest` its SHA-256."""

    __tablename__ = "document"

    organisation_id: Mapped[int] = foreign_key("organisation")
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    media_type: Mapped[MediaType] = enum_column(MediaType, "media_type")
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    file: Mapped[str] = mapped_column(String(64), unique=True)
    uploaded_by_id: Mapped[int] = foreign_key("person", index=False)
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = foreign_key("person", nullable=True, index=False)

    organisation: Mapped[Organisation] = relationship()
    uploaded_by: Mapped[Person] = relationship(foreign_keys=[uploaded_by_id])

    __table_args__ = (
        CheckConstraint("size > 0", name="not_empty"),
        CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name="remover_if_removed"),
    )


class DocumentOpening(Base):
    """That a person opened a document: when first and last, and how often."""

    __tablename__ = "document_opening"

    document_id: Mapped[int] = foreign_key("document", primary_key=True, index=False)
    person_id: Mapped[int] = foreign_key("person", primary_key=True)
    first_at: Mapped[datetime] = mapped_column(default=now)
    last_at: Mapped[datetime] = mapped_column(default=now)
    times: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship()
