"""Confidential documents of the two sides of an introduction."""

from sqlalchemy.orm import Mapped, relationship

from app.core.db import Base, Created, Identified, enum_column, foreign_key
from app.documents.models import Document
from app.partnering.enums import Side
from app.partnering.models.introduction import Introduction


class IntroductionDocument(Identified, Created, Base):
    """A confidential document of one side; the other opens it once both have confirmed a confidentiality agreement."""

    __tablename__ = "introduction_document"

    introduction_id: Mapped[int] = foreign_key("introduction")
    document_id: Mapped[int] = foreign_key("document", unique=True, index=False)
    side: Mapped[Side] = enum_column(Side, "side")

    introduction: Mapped[Introduction] = relationship()
    document: Mapped[Document] = relationship()
