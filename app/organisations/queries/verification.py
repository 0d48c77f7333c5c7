"""What waits for the officers of a country: organisations to verify, and claims to represent one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import joinedload

from app.accounts.enums import Role
from app.accounts.models import Membership
from app.accounts.queries import people_with
from app.core.pagination import Page, paginate
from app.extensions import db
from app.organisations.enums import OrganisationState, RecoveryState
from app.organisations.models import Organisation, Recovery
from app.organisations.queries.registry import visible_to


def _member(*roles: Role) -> ColumnElement[bool]:
    return exists().where(
        Membership.organisation_id == Organisation.id, Membership.role.in_(roles), Membership.ended_at.is_(None)
    )


def _own_country(actor: Any) -> ColumnElement[bool]:
    return true() if actor.is_administrator else Organisation.country.in_(sorted(actor.countries))


def _waiting(actor: Any) -> Select[Any]:
    """Declared with somebody who answers for it, or in verification; unclaimed rows of a public register do not wait."""
    waits = or_(
        Organisation.state == OrganisationState.IN_VERIFICATION,
        and_(Organisation.state == OrganisationState.DECLARED, _member(Role.REPRESENTATIVE)),
    )
    return select(Organisation).where(waits, _own_country(actor))


def list_queue(actor: Any, number: int) -> Page:
    """The organisations that wait for verification in the actor's own country, the most urgent first."""
    statement = _waiting(actor).order_by(Organisation.due_at.asc().nulls_last(), Organisation.state_since, Organisation.id)
    return paginate(statement, number)


def list_waiting(until: datetime, *states: OrganisationState) -> Sequence[Organisation]:
    """Organisations in these states that are due by an instant, the oldest first."""
    statement = select(Organisation).where(Organisation.state.in_(states), Organisation.due_at <= until)
    return db.session.scalars(statement.order_by(Organisation.due_at, Organisation.id)).all()


def count_waiting(actor: Any) -> int:
    """How many organisations wait for verification in the actor's own country."""
    return db.session.scalar(select(func.count()).select_from(_waiting(actor).subquery())) or 0


def list_recoveries(actor: Any) -> Sequence[Recovery]:
    """The open claims in the actor's own country, the oldest first."""
    return db.session.scalars(
        select(Recovery)
        .join(Recovery.organisation)
        .where(Recovery.state == RecoveryState.OPEN, _own_country(actor))
        .options(joinedload(Recovery.organisation), joinedload(Recovery.claimant))
        .order_by(Recovery.created_at, Recovery.id)
    ).all()


def get_recovery(actor: Any, *, lock: bool, public_id: str) -> Recovery | None:
    """The open claim on an organisation that the actor sees."""
    statement = (
        select(Recovery)
        .join(Recovery.organisation)
        .where(Organisation.public_id == public_id, Recovery.state == RecoveryState.OPEN, visible_to(actor))
    )
    return db.session.scalar(statement.with_for_update(of=Recovery) if lock else statement)


def open_recovery_of(organisation: Organisation) -> Recovery | None:
    """The claim on an organisation that waits for a decision."""
    return db.session.scalar(
        select(Recovery)
        .where(Recovery.organisation_id == organisation.id, Recovery.state == RecoveryState.OPEN)
        .options(joinedload(Recovery.claimant))
    )


def _has(organisation_id: int, *roles: Role) -> bool:
    statement = select(
        exists().where(
            Membership.organisation_id == organisation_id, Membership.role.in_(roles), Membership.ended_at.is_(None)
        )
    )
    return bool(db.session.scalar(statement))


def has_signatory(organisation_id: int) -> bool:
    """Whether somebody may sign for the organisation."""
    return _has(organisation_id, Role.SIGNATORY)


def has_representative(organisation_id: int) -> bool:
    """Whether somebody represents the organisation or signs for it."""
    return _has(organisation_id, Role.REPRESENTATIVE, Role.SIGNATORY)


def is_represented(organisation_id: int) -> bool:
    """Whether somebody who can still sign in represents the organisation or signs for it."""
    return bool(people_with(Role.REPRESENTATIVE, Role.SIGNATORY, organisation_id=organisation_id))
