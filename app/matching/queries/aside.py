"""Counterparts that were set aside. Whoever reads them belongs to the side that set them aside; nobody reads of the own organisation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager, joinedload

from app.core.db import lock as lock_row
from app.core.pagination import Page, paginate
from app.extensions import db
from app.matching.enums import AsideReason
from app.matching.models import SetAside
from app.matching.queries.subjects import Subject
from app.organisations.models import Organisation
from app.organisations.queries import get_organisation, visible_to
from app.projects.models import Project
from app.projects.queries import get_project

LEARNED_FROM = 50
"""How many of those set aside as off topic, the latest first, correct the rest of the list."""


@dataclass(frozen=True)
class Pair:
    """Who looks for counterparts, and one that is shown to it."""

    subject: Organisation | Project
    counterpart: Organisation


@dataclass(frozen=True)
class Aside:
    """One that is set aside: its key, and why."""

    key: int
    reason: AsideReason


def get_pair(actor: Any, *, lock: bool, public_id: str, counterpart: str) -> Pair | None:
    """An organisation, and a counterpart that the actor sees."""
    return _pair(actor, get_organisation(actor, lock=lock, public_id=public_id), counterpart)


def get_project_pair(actor: Any, *, lock: bool, public_id: str, counterpart: str) -> Pair | None:
    """A project, and a counterpart that the actor sees."""
    return _pair(actor, get_project(actor, lock=lock, public_id=public_id), counterpart)


def _pair(actor: Any, subject: Organisation | Project | None, counterpart: str) -> Pair | None:
    other = get_organisation(actor, lock=False, public_id=counterpart)
    return Pair(subject, other) if subject is not None and other is not None and other is not subject else None


def get_aside(actor: Any, *, lock: bool, public_id: str, aside: str) -> SetAside | None:
    """What was set aside for an organisation, with the row locked."""
    return _one(actor, get_organisation(actor, lock=False, public_id=public_id), aside, lock=lock)


def get_project_aside(actor: Any, *, lock: bool, public_id: str, aside: str) -> SetAside | None:
    """What was set aside for a project, with the row locked."""
    return _one(actor, get_project(actor, lock=False, public_id=public_id), aside, lock=lock)


def _one(actor: Any, subject: Organisation | Project | None, aside: str, *, lock: bool) -> SetAside | None:
    if subject is None:
        return None
    statement = select(SetAside).where(_of(subject), _not_of_own(actor), SetAside.public_id == aside)
    found = db.session.scalars(statement.options(joinedload(SetAside.counterpart))).first()
    if found is not None and lock:
        lock_row(found)
    return found


def list_aside(actor: Any, subject: Organisation | Project, page: int) -> Page:
    """What is set aside now, the latest first, as far as the actor sees the organisations."""
    statement = (
        select(SetAside).join(SetAside.counterpart)
        .where(_of(subject), SetAside.taken_back_at.is_(None), _not_of_own(actor), visible_to(actor))
        .options(contains_eager(SetAside.counterpart), joinedload(SetAside.by))
        .order_by(SetAside.created_at.desc(), SetAside.id.desc())
    )
    return paginate(statement, page)


def open_aside(actor: Any, subject: Organisation | Project) -> list[Aside]:
    """All that is set aside now, the latest first, without the actor's own organisations."""
    statement = select(SetAside.counterpart_id, SetAside.reason).where(_of(subject), SetAside.taken_back_at.is_(None), _not_of_own(actor))
    rows = db.session.execute(statement.order_by(SetAside.created_at.desc(), SetAside.id.desc()))
    return [Aside(row.counterpart_id, row.reason) for row in rows]


def standing(subject: Organisation | Project, counterpart: Organisation) -> SetAside | None:
    """The row by which a counterpart is set aside now."""
    statement = select(SetAside).where(_of(subject), SetAside.counterpart_id == counterpart.id, SetAside.taken_back_at.is_(None))
    return db.session.scalars(statement).first()


def without(subject: Subject, aside: Sequence[Aside]) -> Subject:
    """The subject, looking for others than those set aside, and for less like those that are off topic."""
    off_topic = [one.key for one in aside if one.reason == AsideReason.OFF_TOPIC][:LEARNED_FROM]
    return replace(subject, excluded=[*subject.excluded, *(one.key for one in aside)], off_topic=off_topic)


def _of(subject: Organisation | Project) -> ColumnElement[bool]:
    column = SetAside.organisation_id if isinstance(subject, Organisation) else SetAside.project_id
    return column == subject.id


def _not_of_own(actor: Any) -> ColumnElement[bool]:
    return SetAside.counterpart_id.not_in(actor.organisations())
