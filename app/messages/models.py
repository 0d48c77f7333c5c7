"""What is written in threads, what goes with it, and up to where a person has read."""

from typing import Any

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Base, Created, Identified, enum_column, foreign_key
from app.documents.models import Document
from app.messages.enums import Audience, SubjectKind
from app.organisations.models import Organisation

ONE_SUBJECT = f"num_nonnulls({', '.join(f'{kind}_id' for kind in SubjectKind)}) = 1"


class OfSubject:
    """Hangs on one subject. Subjects stand in higher domains and are known here by their key."""

    introduction_id: Mapped[int | None] = foreign_key("introduction", nullable=True, index=False)
    meeting_id: Mapped[int | None] = foreign_key("meeting", nullable=True, index=False)
    project_id: Mapped[int | None] = foreign_key("project", nullable=True, index=False)

    @property
    def kind(self) -> SubjectKind:
        """The kind of its subject."""
        return next(kind for kind in SubjectKind if getattr(self, f"{kind}_id") is not None)

    @property
    def subject_id(self) -> int:
        """The key of its subject."""
        key: int = getattr(self, f"{self.kind}_id")
        return key


def subject_column(model: Any, kind: SubjectKind) -> Any:
    """The column of a model that names a subject of the kind."""
    return getattr(model, f"{kind}_id")


class Message(OfSubject, Identified, Created, Base):
    """A word to an audience; without one a question of an introduction, or its answer, which are steps of its workflow.

    `organisation` is the one for which it was written; an official has none.
    """

    __tablename__ = "message"

    organisation_id: Mapped[int | None] = foreign_key("organisation", nullable=True, index=False)
    audience: Mapped[Audience | None] = enum_column(Audience, "audience", nullable=True)
    written_by_id: Mapped[int] = foreign_key("person", index=False)
    text: Mapped[str] = mapped_column(Text)

    organisation: Mapped[Organisation | None] = relationship()
    written_by: Mapped[Person] = relationship()

    __table_args__ = (
        CheckConstraint(ONE_SUBJECT, name="one_subject"),
        CheckConstraint("audience IS NOT NULL OR introduction_id IS NOT NULL", name="question_of_introduction"),
        CheckConstraint("organisation_id IS NOT NULL OR coalesce(audience, '') = 'with_officers'", name="organisation_unless_officers"),
        *(Index(f"ix_message_{kind}", f"{kind}_id", "id", postgresql_where=text(f"{kind}_id IS NOT NULL")) for kind in SubjectKind),
    )


class MessageAttachment(Identified, Base):
    """A document that goes with a message, for the same readers."""

    __tablename__ = "message_attachment"

    message_id: Mapped[int] = foreign_key("message")
    document_id: Mapped[int] = foreign_key("document", unique=True, index=False)

    message: Mapped[Message] = relationship()
    document: Mapped[Document] = relationship()


class MessageReading(OfSubject, Identified, Base):
    """Up to which message a person has read those of a subject."""

    __tablename__ = "message_reading"

    person_id: Mapped[int] = foreign_key("person", index=False)
    message_id: Mapped[int] = foreign_key("message")

    __table_args__ = (
        CheckConstraint(ONE_SUBJECT, name="one_subject"),
        UniqueConstraint("person_id", *(f"{kind}_id" for kind in SubjectKind), name="uq_message_reading", postgresql_nulls_not_distinct=True),
    )
