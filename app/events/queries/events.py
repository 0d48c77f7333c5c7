"""Which events an actor sees and organises, and lists of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.enums import Role
from app.core.db import now
from app.core.pagination import Page, paginate
from app.events.enums import EventState
from app.events.models import EventAgreement, ProgrammeEvent
from app.extensions import db
from app.programmes.models import Party, Programme

AT_ONCE = 500
WHOLE = (
    joinedload(ProgrammeEvent.programme).selectinload(Programme.parties), joinedload(ProgrammeEvent.party),
    selectinload(ProgrammeEvent.days), selectinload(ProgrammeEvent.agreements), joinedload(ProgrammeEvent.created_by),
)


def organised_by(actor: Any) -> ColumnElement[bool]:
    """Events of the programmes whose secretariat the actor coordinates, and of the party whose officer the actor is."""
    coordinated = exists().where(
        Programme.id == ProgrammeEvent.programme_id, Programme.secretariat_id.in_(actor.organisations(Role.COORDINATOR))
    )
    own = exists().where(
        Party.programme_id == ProgrammeEvent.programme_id, Party.authority_id.in_(actor.organisations(Role.OFFICER)),
        or_(ProgrammeEvent.party_id.is_(None), ProgrammeEvent.party_id == Party.id),
    )
    return or_(coordinated, own)


def visible_to(actor: Any) -> ColumnElement[bool]:
    """Events that were published, and those that the actor organises."""
    return or_(ProgrammeEvent.published_at.is_not(None), organised_by(actor))


def get_event(actor: Any, *, lock: bool, public_id: str) -> ProgrammeEvent | None:
    """An event that the actor sees."""
    statement = select(ProgrammeEvent).where(ProgrammeEvent.public_id == public_id, visible_to(actor)).options(*WHOLE)
    if lock:
        statement = statement.with_for_update(of=ProgrammeEvent).execution_options(populate_existing=True)
    return db.session.scalars(statement).first()


def list_events(actor: Any, number: int, *, past: bool) -> Page:
    """Events that are still to come, the next first; or those that are over, the last first."""
    at = now()
    off = ProgrammeEvent.state.in_((EventState.CANCELLED, EventState.ARCHIVED, EventState.ENDED))
    over = or_(ProgrammeEvent.last_at <= at, off)
    statement = select(ProgrammeEvent).where(visible_to(actor)).options(joinedload(ProgrammeEvent.programme))
    if past:
        ordered = statement.where(over).order_by(ProgrammeEvent.first_at.desc(), ProgrammeEvent.id.desc())
    else:
        ordered = statement.where(~over).order_by(ProgrammeEvent.first_at, ProgrammeEvent.id)
    return paginate(ordered, number)


def list_organised_programmes(actor: Any) -> Sequence[Programme]:
    """Programmes in which the actor may hold an event."""
    officer = exists().where(Party.programme_id == Programme.id, Party.authority_id.in_(actor.organisations(Role.OFFICER)))
    coordinated = Programme.secretariat_id.in_(actor.organisations(Role.COORDINATOR))
    statement = select(Programme).where(or_(officer, coordinated)).options(selectinload(Programme.parties))
    return db.session.scalars(statement.order_by(Programme.position, Programme.id)).all()


def to_agree(actor: Any) -> ColumnElement[bool]:
    """Joint events to which a party whose officer the actor is has not agreed."""
    agreed = exists().where(EventAgreement.event_id == ProgrammeEvent.id, EventAgreement.party_id == Party.id)
    missing = exists().where(
        Party.programme_id == ProgrammeEvent.programme_id, Party.authority_id.in_(actor.organisations(Role.OFFICER)), ~agreed
    )
    return and_(ProgrammeEvent.state == EventState.AWAITING_BOTH, missing)


def list_events_due(at: datetime, *states: EventState) -> Sequence[int]:
    """Keys of events in these states whose date has passed."""
    statement = select(ProgrammeEvent.id).where(ProgrammeEvent.state.in_(states), ProgrammeEvent.due_at <= at)
    return db.session.scalars(statement.order_by(ProgrammeEvent.due_at, ProgrammeEvent.id).limit(AT_ONCE)).all()
