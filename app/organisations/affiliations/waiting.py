"""What waits between economic organisations and their members, and for whom."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from app.accounts.enums import Role
from app.accounts.queries import people_with
from app.core import waiting
from app.core.waiting import RENEW, Wait, always, due_at
from app.organisations.affiliations.enums import AffiliationState, VouchState
from app.organisations.affiliations.models import Affiliation, Vouch
from app.organisations.affiliations.queries import UNREGISTERED_STATES

BEFORE_END = timedelta(days=30)
"""How long before its end a vouch is spoken of."""


def member_editors(affiliation: Affiliation) -> Iterable[Any]:
    """The representatives of the member."""
    return people_with(Role.REPRESENTATIVE, organisation_id=affiliation.member_id)


def economic_editors(affiliation: Affiliation) -> Iterable[Any]:
    """The representatives of the economic organisation."""
    return people_with(Role.REPRESENTATIVE, organisation_id=affiliation.economic_id)


def voucher_editors(vouch: Vouch) -> Iterable[Any]:
    """The same of a vouch."""
    return economic_editors(vouch.affiliation)


def unless_unregistered(affiliation: Affiliation) -> str:
    """An invitation lapses; to an organisation that is being registered it goes on waiting."""
    return RENEW if affiliation.member.state in UNREGISTERED_STATES else "lapse"


def expires_at(vouch: Vouch) -> datetime:
    """When a vouch ends."""
    return vouch.expires_at


WAITS: dict[AffiliationState, Wait] = {
    AffiliationState.INVITED: Wait(member_editors, due_at, unless_unregistered),
    AffiliationState.REQUESTED: Wait(economic_editors, due_at, always("lapse")),
}
VOUCH_WAITS: dict[VouchState, Wait] = {VouchState.IN_FORCE: Wait(voucher_editors, expires_at, always("expire"), ahead=BEFORE_END)}

waiting.define("affiliation")
waiting.define("vouch")
