"""Base of all models, naming of constraints, and the column idioms that every domain uses."""

import secrets
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import BigInteger, DateTime, Enum, ForeignKey, Identity, MetaData, Numeric, String, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, object_session

from app.core.errors import StaleVersion

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

PUBLIC_ID_ALPHABET = "abcdefghjkmnpqrstvwxyz23456789"
PUBLIC_ID_LENGTH = 12

Texts = dict[str, str]
"""One text in several languages: language code → text. English is always there."""

Utc = Annotated[datetime, mapped_column(DateTime(timezone=True))]
Money = Annotated[Any, mapped_column(Numeric(16, 2))]
CountryCode = Annotated[str, mapped_column(String(2))]
CurrencyCode = Annotated[str, mapped_column(String(3))]
LanguageCode = Annotated[str, mapped_column(String(8))]


class Base(DeclarativeBase):
    """Declarative base; its metadata is what the migrations are compared with."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads this name as a plain mapping
        datetime: DateTime(timezone=True),
        Texts: JSONB,
        dict[str, Any]: JSONB,
        list[dict[str, Any]]: JSONB,
        list[str]: JSONB,
        list[int]: JSONB,
    }


def now() -> datetime:
    """The present instant, aware and in UTC."""
    return datetime.now(UTC)


def new_public_id() -> str:
    """A random identifier for URLs: 12 characters of 30, about 59 bits, without look-alikes."""
    return "".join(secrets.choice(PUBLIC_ID_ALPHABET) for _ in range(PUBLIC_ID_LENGTH))


def enum_column(kind: type[StrEnum], name: str, **options: Any) -> Any:
    """A column that stores a `StrEnum` as text under the check constraint `ck_<table>_<name>`."""
    column_type = Enum(
        kind, native_enum=False, create_constraint=True, length=40, name=name, values_callable=lambda e: [m.value for m in e]
    )
    return mapped_column(column_type, **options)


def foreign_key(target: str, **options: Any) -> Any:
    """A foreign key column to `table.id`; `ON DELETE RESTRICT`, since nothing of record is deleted under another."""
    options.setdefault("index", True)
    key = ForeignKey(f"{target}.id", ondelete=options.pop("ondelete", "RESTRICT"), use_alter=options.pop("use_alter", False))
    return mapped_column(BigInteger, key, **options)


class Identified:
    """A numeric key that never leaves the database."""

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)


class PublicId:
    """A key for URLs that cannot be counted through."""

    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), unique=True, default=new_public_id)


class Created:
    """When the row was made."""

    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now, server_default=func.now())


class Versioned:
    """An optimistic lock: the version rises with every change, and a form carries the one it was filled from."""

    version: Mapped[int] = mapped_column(default=1, server_default="1")

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy hands over the class
        return {"version_id_col": cls.version}


def lock(thing: Any, version: int | None = None) -> None:
    """Lock the row until the transaction ends and read it anew.

    :raises StaleVersion: the row is no longer at the version that the person saw.
    """
    session = object_session(thing)
    if session is not None and thing in session and thing.id is not None:
        session.refresh(thing, with_for_update={"of": type(thing)})
    if version is not None and thing.version != version:
        raise StaleVersion(thing)


__all__ = [
    "Base", "CountryCode", "Created", "CurrencyCode", "Identified", "LanguageCode", "Money", "PublicId", "Texts", "Utc",
    "Versioned", "enum_column", "foreign_key", "lock", "new_public_id", "now",
]
