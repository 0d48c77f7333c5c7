"""What the two sides of an introduction hand to each other."""

from sqlalchemy.orm import Mapped, relationship

from app.core.db import Base, Created, Identified, enum_column, foreign_key
from app.documents.models import Document
from app.partnering.enums import Side
from app.partnering.models.introduction import Introduction, IntroductionMessage


class IntroductionDocument(Identified, Created, Base):
    """A confidential document of one side; the other opens it once both have confirmed a confidentiality agreement."""

    __tablename__ = "introduction_document"

    introduction_id: Mapped[int] = foreign_key("introduction")
    document_id: Mapped[int] = foreign_key("document", unique=True, index=False)
    side: Mapped[Side] = enum_column(Side, "side")

    introduction: Mapped[Introduction] = relationship()
    document: Mapped[Document] = relationship()


class IntroductionAttachment(Identified, Base):
    """A document that goes with a message, for the same readers."""

    __tablename__ = "introduction_attachment"

    message_id: Mapped[int] = foreign_key("introduction_message")
    document_id: Mapped[int] = foreign_key("document", unique=True, index=False)

    message: Mapped[IntroductionMessage] = relationship()
    document: Mapped[Document] = relationship()


class IntroductionReading(Base):
    """Up to which message a person has read those of an introduction."""

    __tablename__ = "introduction_reading"

    introduction_id: Mapped[int] = foreign_key("introduction", primary_key=True, index=False)
    person_id: Mapped[int] = foreign_key("person", primary_key=True)
    message_id: Mapped[int] = foreign_key("introduction_message")
