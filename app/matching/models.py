"""The search index, kept by the worker."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, foreign_key, now
from app.organisations.models import Organisation


class SearchDocument(Base):
    """What an organisation is found by."""

    __tablename__ = "search_document"

    organisation_id: Mapped[int] = foreign_key("organisation", primary_key=True, index=False, ondelete="CASCADE")
    tokens: Mapped[str] = mapped_column(TSVECTOR)
    indexed_at: Mapped[datetime] = mapped_column(default=now)

    organisation: Mapped[Organisation] = relationship()

    __table_args__ = (Index("ix_search_document_tokens", "tokens", postgresql_using="gin"),)
