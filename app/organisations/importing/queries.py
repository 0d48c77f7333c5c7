"""Reads of imports."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, false, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.organisations.importing.policy import countries_of, import_organisations
from app.organisations.models import ImportProblem, RegistryImport
from app.programmes.models import Party, Programme


def visible_to(actor: Any) -> Select[RegistryImport]:
    """The imports that the actor may see: administrators all, officials and coordinators those that they began."""
    statement = select(RegistryImport).options(joinedload(RegistryImport.by), joinedload(RegistryImport.programme))
    if actor.is_administrator:
        return statement
    if not import_organisations(actor, None):
        return statement.where(false())
    return statement.where(RegistryImport.by_id == actor.id)


def list_imports(actor: Any) -> Select[RegistryImport]:
    """The same, newest first."""
    return visible_to(actor).order_by(RegistryImport.created_at.desc(), RegistryImport.id.desc())


def get_import(actor: Any, *, lock: bool, public_id: str) -> RegistryImport | None:
    """One import, for who may see it."""
    statement = visible_to(actor).where(RegistryImport.public_id == public_id)
    if lock:
        statement = statement.with_for_update(of=RegistryImport)
    return db.session.scalars(statement).first()


def list_problems(record: RegistryImport) -> Select[ImportProblem]:
    """What was wrong, by row."""
    return select(ImportProblem).where(ImportProblem.import_id == record.id).order_by(ImportProblem.row, ImportProblem.id)


def all_problems(record: RegistryImport) -> Sequence[ImportProblem]:
    """The same, read at once."""
    return db.session.scalars(list_problems(record)).all()


def get_programme(code: str | None) -> Programme | None:
    """The programme of this code; without one, the first."""
    statement = select(Programme).order_by(Programme.position, Programme.id)
    return db.session.scalars(statement.where(Programme.code == code) if code else statement).first()


def list_programmes_for(actor: Any) -> list[Programme]:
    """The programmes of the countries whose organisations the actor may import."""
    allowed = countries_of(actor)
    parties = select(Party.programme_id).where(Party.country.in_(allowed))
    return list(db.session.scalars(select(Programme).where(Programme.id.in_(parties)).order_by(Programme.position, Programme.id)))


def list_programmes() -> list[Programme]:
    """The programmes whose tracks an import can use."""
    return list(db.session.scalars(select(Programme).order_by(Programme.position, Programme.id)))
