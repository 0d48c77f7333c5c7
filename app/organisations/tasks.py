"""The clock of the registry: what happens when a date passes, and who is reminded."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.enums import Role
from app.accounts.models import Person
from app.accounts.queries import people_with
from app.accounts.rights import CLOCK
from app.core import outbox, transaction
from app.core.db import now
from app.core.waiting import attend
from app.extensions import db
from app.organisations import queries, services
from app.organisations.enums import OrganisationState, RecoveryState
from app.organisations.models import Organisation, Recovery
from app.organisations.waiting import NOTICE_DAYS, RECOVERY_WAITS, WAITS
from app.organisations.workflow import WORKING_DAYS, due_at, recovery_due

AT_ONCE = 500
FURTHEST = max(wait.ahead for state, wait in WAITS.items() if state != OrganisationState.VERIFIED)


def run_clock() -> int:
    """Let unanswered invitations lapse and end verifications whose date has passed; gives how many."""
    moment = now()
    lapsed = _each(services.lapse, Organisation.state == OrganisationState.INVITED, Organisation.due_at <= moment)
    ended = _each(services.pass_date, Organisation.state == OrganisationState.VERIFIED, Organisation.valid_until <= moment)
    return lapsed + ended


def _each(service: Callable[[Organisation], None], *conditions: ColumnElement[bool]) -> int:
    """Call the service on each, one transaction at a time, so that one fault does not hold up the others."""
    done = 0
    statement = select(Organisation).where(*conditions).order_by(Organisation.id).limit(1).with_for_update(skip_locked=True)
    while done < AT_ONCE:
        with transaction.unit():
            organisation = db.session.scalar(statement)
            if organisation is None:
                break
            service(organisation)
            done += 1
    return done


def remind() -> int:
    """Owe the notices before a verification ends, and what each wait calls for before its date and once that has passed.

    Gives how many were looked at; what was owed before is not owed again.
    """
    with transaction.unit():
        _set_dates()
    with transaction.unit():
        return _expiry_notices() + _waits() + _claims()


def _expiry_notices() -> int:
    moment = now()
    statement = select(Organisation).where(
        Organisation.state == OrganisationState.VERIFIED, Organisation.valid_until > moment,
        Organisation.valid_until <= moment + timedelta(days=max(NOTICE_DAYS)),
    )
    organisations = db.session.scalars(statement.order_by(Organisation.id)).all()
    for organisation in organisations:
        left = _valid_until(organisation) - moment
        days = next(days for days in NOTICE_DAYS if left <= timedelta(days=days))
        people = people_with(Role.REPRESENTATIVE, Role.SIGNATORY, organisation_id=organisation.id)
        key = f"{days}:{_valid_until(organisation):%Y%m%d}"
        _owe("organisation.expiry_notice", organisation, key, people, {"days": days})
    return len(organisations)


def _valid_until(organisation: Organisation) -> datetime:
    if organisation.valid_until is None:
        raise ValueError("a verified organisation without an end of its verification")
    return organisation.valid_until


def _waits() -> int:
    organisations = queries.list_waiting(now() + FURTHEST, *(state for state in WAITS if state != OrganisationState.VERIFIED))
    for organisation in organisations:
        attend("organisation", organisation, WAITS[organisation.state], about=organisation, by=CLOCK)
    return len(organisations)


def _claims() -> int:
    open_claims = select(Recovery).where(Recovery.state == RecoveryState.OPEN).options(joinedload(Recovery.organisation))
    claims = db.session.scalars(open_claims.order_by(Recovery.id)).all()
    for claim in claims:
        attend("recovery", claim, RECOVERY_WAITS[claim.state], about=claim.organisation, by=CLOCK)
    return len(claims)


def _set_dates() -> None:
    """Move the date of a draft on, and give one to what waits without; a row of a public register waits for nobody."""
    states = [state for state in WORKING_DAYS if state != OrganisationState.DECLARED]
    late_draft = and_(Organisation.state == OrganisationState.DRAFT, Organisation.due_at <= now())
    statement = select(Organisation).where(Organisation.state.in_(states), or_(Organisation.due_at.is_(None), late_draft))
    for organisation in db.session.scalars(statement.order_by(Organisation.id).limit(AT_ONCE).with_for_update(skip_locked=True)):
        organisation.due_at = due_at(organisation.country, organisation.state)
    undated = select(Recovery).where(Recovery.state == RecoveryState.OPEN, Recovery.due_at.is_(None))
    for claim in db.session.scalars(undated.order_by(Recovery.id)):
        claim.due_at = recovery_due(claim.organisation)


def _owe(kind: str, organisation: Organisation, key: str, people: Iterable[Person], data: dict[str, Any]) -> None:
    outbox.owe_many(
        "mail",
        [
            (
                f"{kind}:{organisation.id}:{key}:{person.id}",
                {"kind": kind, "subject": "organisation", "subject_id": organisation.id, "person_id": person.id, "data": data},
            )
            for person in people
        ],
    )
