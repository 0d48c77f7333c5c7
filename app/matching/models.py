"""The search index, kept by the worker: documents, their chunks with vectors, and the vectors of every text seen.

And what people say of the counterparts that they are shown.
"""

from datetime import datetime
from typing import Any

from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Base, Created, Identified, LanguageCode, PublicId, enum_column, foreign_key, now
from app.matching.enums import AsideReason, Audience, WeightSource
from app.organisations.models import Organisation
from app.partnering.models import Profile
from app.programmes.models import Call
from app.projects.models import Project

DIMENSIONS = 384


class SearchDocument(Identified, Base):
    """What an organisation, a call, a project or an open profile is found by. Who may find it is decided when somebody asks.

    Of a project there is one for each audience. `title`, tracks and levels are kept for projects and calls, whose readers
    see different versions; of an organisation they are read where they stand.
    """

    __tablename__ = "search_document"

    organisation_id: Mapped[int | None] = foreign_key("organisation", nullable=True, index=False, ondelete="CASCADE")
    call_id: Mapped[int | None] = foreign_key("call", nullable=True, index=False, ondelete="CASCADE")
    project_id: Mapped[int | None] = foreign_key("project", nullable=True, index=False, ondelete="CASCADE")
    profile_id: Mapped[int | None] = foreign_key("profile", nullable=True, index=False, ondelete="CASCADE")
    audience: Mapped[Audience] = enum_column(Audience, "audience", default=Audience.EVERYONE, server_default="everyone")
    tokens: Mapped[str] = mapped_column(TSVECTOR)
    title: Mapped[str | None] = mapped_column(Text)
    language: Mapped[LanguageCode | None]
    track_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), default=list, server_default="{}")
    subtopic_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), default=list, server_default="{}")
    trl_from: Mapped[int | None]
    trl_to: Mapped[int | None]
    automation_level: Mapped[int | None]
    indexed_at: Mapped[datetime] = mapped_column(default=now)

    organisation: Mapped[Organisation | None] = relationship()
    call: Mapped[Call | None] = relationship()
    project: Mapped[Project | None] = relationship()
    profile: Mapped[Profile | None] = relationship()
    chunks: Mapped[list["SearchChunk"]] = relationship(back_populates="document", order_by="SearchChunk.number", passive_deletes=True)

    __table_args__ = (
        UniqueConstraint("organisation_id"),
        UniqueConstraint("call_id"),
        UniqueConstraint("profile_id"),
        UniqueConstraint("project_id", "audience"),
        CheckConstraint("num_nonnulls(organisation_id, call_id, project_id, profile_id) = 1", name="one_subject"),
        CheckConstraint("audience = 'everyone' OR project_id IS NOT NULL", name="audience_of_projects"),
        Index("ix_search_document_tokens", "tokens", postgresql_using="gin"),
    )


class SearchChunk(Identified, Base):
    """A stretch of a document. Its vector, with the mean of its language taken out, follows when the worker gets to it.

    `mean_version` says which mean was taken out; an older one stays in use until the worker has replaced it.
    """

    __tablename__ = "search_chunk"

    document_id: Mapped[int] = foreign_key("search_document", index=False, ondelete="CASCADE")
    number: Mapped[int]
    passage: Mapped[str] = mapped_column(Text)
    language: Mapped[LanguageCode]
    digest: Mapped[bytes] = mapped_column(LargeBinary(16))
    vector: Mapped[Any | None] = mapped_column(HALFVEC(DIMENSIONS))
    mean_version: Mapped[int | None]

    document: Mapped[SearchDocument] = relationship(back_populates="chunks")

    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        CheckConstraint("(vector IS NULL) = (mean_version IS NULL)", name="mean_if_vector"),
        Index(
            "ix_search_chunk_vector", "vector", postgresql_using="hnsw", postgresql_ops={"vector": "halfvec_cosine_ops"},
        ),
        Index("ix_search_chunk_waiting", "id", postgresql_where=text("vector IS NULL")),
    )


class TextVector(Base):
    """The vector of a text as a model makes it, so that no text is worked on twice."""

    __tablename__ = "text_vector"

    model: Mapped[str] = mapped_column(String(200), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    language: Mapped[LanguageCode]
    vector: Mapped[Any] = mapped_column(HALFVEC(DIMENSIONS))


class LanguageMean(Base):
    """The mean of the vectors of a language; the version rises when it is computed anew."""

    __tablename__ = "language_mean"

    model: Mapped[str] = mapped_column(String(200), primary_key=True)
    language: Mapped[LanguageCode] = mapped_column(primary_key=True)
    vector: Mapped[Any] = mapped_column(HALFVEC(DIMENSIONS))
    texts: Mapped[int]
    version: Mapped[int]
    computed_at: Mapped[datetime] = mapped_column(default=now)


class IndexPosition(Base):
    """How far the worker has followed the events, and how far a rebuild has come."""

    __tablename__ = "index_position"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[int] = mapped_column(BigInteger)


class WordShare(Base):
    """How large a share of the organisations hold a word of the index; rare words are left out."""

    __tablename__ = "word_share"

    word: Mapped[str] = mapped_column(Text, primary_key=True)
    share: Mapped[float]

    __table_args__ = (CheckConstraint("share > 0 AND share <= 1", name="share_range"),)


class SetAside(Identified, PublicId, Created, Base):
    """A counterpart that the people of an organisation, or of a project, do not want to be shown, and why.

    Private to their own side. It holds until it is taken back.
    """

    __tablename__ = "set_aside"

    organisation_id: Mapped[int | None] = foreign_key("organisation", nullable=True)
    project_id: Mapped[int | None] = foreign_key("project", nullable=True)
    counterpart_id: Mapped[int] = foreign_key("organisation")
    reason: Mapped[AsideReason] = enum_column(AsideReason, "reason")
    note: Mapped[str | None] = mapped_column(Text)
    by_id: Mapped[int] = foreign_key("person", index=False)
    taken_back_at: Mapped[datetime | None]
    taken_back_by_id: Mapped[int | None] = foreign_key("person", nullable=True, index=False)

    organisation: Mapped[Organisation | None] = relationship(foreign_keys=[organisation_id])
    project: Mapped[Project | None] = relationship()
    counterpart: Mapped[Organisation] = relationship(foreign_keys=[counterpart_id])
    by: Mapped[Person] = relationship(foreign_keys=[by_id])

    __table_args__ = (
        CheckConstraint("num_nonnulls(organisation_id, project_id) = 1", name="one_subject"),
        CheckConstraint("counterpart_id <> organisation_id", name="not_itself"),
        CheckConstraint("reason <> 'other' OR note IS NOT NULL", name="note_if_other"),
        CheckConstraint("(taken_back_at IS NULL) = (taken_back_by_id IS NULL)", name="person_if_taken_back"),
        Index(
            "uq_set_aside_open", "organisation_id", "project_id", "counterpart_id", unique=True,
            postgresql_where=text("taken_back_at IS NULL"), postgresql_nulls_not_distinct=True,
        ),
    )

    @property
    def subject(self) -> Organisation | Project:
        """The organisation or the project for which it was set aside."""
        subject = self.organisation or self.project
        assert subject is not None  # noqa: S101 - the database holds exactly one
        return subject


class WeightSet(Identified, Created, Base):
    """Weights of the kinds of evidence that were learned: from what, by what measure, and when they were in use.

    Where none is active the starting weights hold.
    """

    __tablename__ = "weight_set"

    source: Mapped[WeightSource] = enum_column(WeightSource, "source")
    values: Mapped[dict[str, Any]]
    measure: Mapped[str] = mapped_column(Text)
    outcomes: Mapped[int]
    active: Mapped[bool] = mapped_column(default=False)
    activated_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("outcomes >= 0", name="outcomes_not_negative"),
        CheckConstraint("active = (activated_at IS NOT NULL AND ended_at IS NULL)", name="times_if_active"),
        CheckConstraint("ended_at IS NULL OR activated_at IS NOT NULL", name="begun_if_ended"),
        Index("uq_weight_set_active", "active", unique=True, postgresql_where=text("active")),
    )
