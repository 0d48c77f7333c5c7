"""What waits in the registry, and for whom (`workflows.md`, "No state waits for ever")."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from app.accounts.enums import Role
from app.accounts.models import Person
from app.accounts.queries import people_with
from app.core import waiting
from app.core.db import now
from app.core.waiting import ESCALATE, RENEW, STANDS, Wait, always, due_at
from app.organisations import queries
from app.organisations.enums import LISTED_STATES, RecoveryState
from app.organisations.enums import OrganisationState as S
from app.organisations.models import Organisation, Recovery
from app.organisations.workflow import OWNERS

NOTICE_DAYS = (7, 30, 60)
"""How long before its end a verification is spoken of."""


def owners(organisation: Organisation) -> Iterable[Person]:
    """The representatives, or the officers of the country who have no part in the organisation."""
    role = OWNERS[organisation.state]
    if role != Role.OFFICER:
        return people_with(role, organisation_id=organisation.id)
    if not queries.has_representative(organisation.id) and organisation.due_at is None:
        return ()
    return people_with(role, country=organisation.country)


def _own_people(organisation: Organisation) -> Iterable[Person]:
    return people_with(Role.REPRESENTATIVE, Role.SIGNATORY, organisation_id=organisation.id)


def _valid_until(organisation: Organisation) -> datetime | None:
    return organisation.valid_until


def overseers(organisation: Organisation) -> list[Person]:
    """All officials of the country; and the secretariat, where the record is one that it sees."""
    found = people_with(Role.OFFICER, Role.DECISION_MAKER, country=organisation.country)
    if organisation.state in LISTED_STATES | {S.INVITED}:
        found += [person for key in queries.secretariats_of(organisation.country) for person in people_with(Role.COORDINATOR, organisation_id=key)]
    return list({person.id: person for person in found}.values())


def _claim_owners(claim: Recovery) -> Iterable[Person]:
    return [p for p in people_with(Role.OFFICER, country=claim.organisation.country) if p.id != claim.claimant_id]


def _claim_overseers(claim: Recovery) -> Iterable[Person]:
    return [person for person in overseers(claim.organisation) if person.id != claim.claimant_id]


_late = Wait(owners, due_at, always(ESCALATE), overseers)

WAITS: dict[S, Wait] = {
    S.INVITED: Wait(owners, due_at, always("lapse"), overseers, timedelta(days=7)),
    S.DRAFT: Wait(owners, due_at, always(RENEW)),
    S.DECLARED: _late,
    S.IN_VERIFICATION: _late,
    S.UPDATE_NEEDED: _late,
    S.SUSPENDED: _late,
    S.VERIFICATION_EXPIRED: _late,
    S.REJECTED: Wait(owners, due_at, always(STANDS)),
    S.VERIFIED: Wait(_own_people, _valid_until, always("pass_date"), ahead=timedelta(days=max(NOTICE_DAYS))),
}
RECOVERY_WAITS: dict[RecoveryState, Wait] = {
    RecoveryState.OPEN: Wait(_claim_owners, due_at, always(ESCALATE), _claim_overseers),
}

waiting.define("organisation")
waiting.define("recovery")


def stands(organisation: Any) -> bool:
    """The state's date has passed, and nobody is expected to act any more."""
    wait = WAITS.get(organisation.state)
    due = wait.due(organisation) if wait else None
    return wait is not None and wait.follows(organisation) == STANDS and (due is None or due <= now())
