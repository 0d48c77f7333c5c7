"""Claims to represent an organisation whose representatives are lost, or that never had one."""

from sqlalchemy import select

from app.accounts import services as accounts
from app.accounts.enums import Role
from app.accounts.models import Membership, Person
from app.core import events
from app.core.db import lock, now
from app.core.errors import Refused
from app.core.i18n import _l
from app.extensions import db
from app.organisations import queries
from app.organisations.enums import OrganisationState, RecoveryState
from app.organisations.models import Organisation, Recovery
from app.organisations.services.entries import touch
from app.organisations.services.moves import promise_index
from app.organisations.workflow import ORGANISATION, RECOVERY, due_at, recovery_due

LONGEST_REASON = 4000
RESTORED = (Role.REPRESENTATIVE, Role.SIGNATORY)


def open_recovery(organisation: Organisation, *, by: Person, reason: str) -> Recovery:
    """Claim an organisation; an officer of its country decides. One claim at a time.

    :raises Refused: no reason is given, or a claim waits already.
    """
    lock(organisation)
    if not reason.strip():
        raise Refused.because("reason", _l("Say why you may represent the organisation."))
    if len(reason) > LONGEST_REASON:
        raise Refused.because("reason", _l("Shorten the text to 4,000 characters."))
    waiting = queries.open_recovery_of(organisation)
    if waiting is not None and waiting.claimant_id == by.id:
        return waiting
    if waiting is not None:
        raise Refused.because("", _l("A claim on this organisation is being looked at already. Try again when it has been decided."))
    claim = Recovery(
        organisation=organisation, claimant=by, reason=reason.strip(), state=RecoveryState.OPEN, due_at=recovery_due(organisation)
    )
    db.session.add(claim)
    RECOVERY.begin("open_recovery", claim, by=by, comment=reason)
    if organisation.state == OrganisationState.VERIFIED:
        ORGANISATION.fire("lose_representative", organisation, by=by)
    return claim


def grant_recovery(claim: Recovery, *, by: Person, comment: str = "", end_others: bool = False, version: int | None = None) -> None:
    """Make the claimant representative and signatory; `end_others` ends those roles of everyone else."""
    RECOVERY.fire("grant", claim, by=by, comment=comment, version=version, changes={"decided_by_id": by.id, "decided_at": now()})
    organisation = claim.organisation
    held = db.session.scalars(
        select(Membership).where(
            Membership.organisation_id == organisation.id, Membership.role.in_(RESTORED), Membership.ended_at.is_(None)
        )
    ).all()
    own = {membership.role for membership in held if membership.person_id == claim.claimant_id}
    for membership in held:
        if end_others and membership.person_id != claim.claimant_id:
            membership.ended_at = now()
            data = {"role": membership.role, "person": membership.person_id}
            events.record("role.end", organisation, by=by, data=data)
    for role in RESTORED:
        if role not in own:
            accounts.give_role(claim.claimant, role, organisation, by=by)
    if organisation.state == OrganisationState.DECLARED and organisation.due_at is None:
        organisation.due_at = due_at(organisation.country, organisation.state)
    touch(organisation)
    promise_index(organisation)


def refuse_recovery(claim: Recovery, *, by: Person, comment: str, version: int | None = None) -> None:
    """Refuse a claim with a reason."""
    RECOVERY.fire("refuse", claim, by=by, comment=comment, version=version, changes={"decided_by_id": by.id, "decided_at": now()})
