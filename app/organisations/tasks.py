"""The clock of the registry: what happens when a date passes, and who is reminded."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select

from app.accounts.enums import Role
from app.accounts.models import Person
from app.accounts.queries import people_with
from app.core import outbox, transaction
from app.core.db import now
from app.extensions import db
from app.organisations import services
from app.organisations.enums import OrganisationState, RecoveryState
from app.organisations.models import Organisation, Recovery
from app.organisations.workflow import OWNERS, recovery_due

AT_ONCE = 500
NOTICE_DAYS = (7, 30, 60)


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
    """Owe the notices before a verification ends, and one reminder for each wait that is overdue.

    Gives how many were looked at; what was owed before is not owed again.
    """
    with transaction.unit():
        return _expiry_notices() + _reminders() + _recovery_reminders()


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


def _reminders() -> int:
    waiting = [state for state in OWNERS if state != OrganisationState.INVITED]
    statement = select(Organisation).where(Organisation.state.in_(waiting), Organisation.due_at <= now())
    organisations = db.session.scalars(statement.order_by(Organisation.id)).all()
    for organisation in organisations:
        owner = OWNERS[organisation.state]
        if owner == Role.OFFICER:
            people = people_with(owner, country=organisation.country)
        else:
            people = people_with(owner, organisation_id=organisation.id)
        _owe("organisation.reminder", organisation, f"{organisation.due_at:%Y%m%d%H%M%S}", people, {"state": organisation.state})
    return len(organisations)


def _recovery_reminders() -> int:
    claims = db.session.scalars(select(Recovery).where(Recovery.state == RecoveryState.OPEN).order_by(Recovery.id)).all()
    overdue = [claim for claim in claims if recovery_due(claim) <= now()]
    for claim in overdue:
        people = people_with(Role.OFFICER, country=claim.organisation.country)
        _owe("organisation.recovery_reminder", claim.organisation, f"{claim.id}", people, {})
    return len(overdue)


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
