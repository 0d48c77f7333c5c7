"""Whose turn it is with a membership: of the one that was asked."""

from app.core.i18n import LazyText, _l
from app.core.turn import Turn
from app.organisations.affiliations import policy
from app.organisations.affiliations.enums import AffiliationState
from app.organisations.affiliations.models import Affiliation

WAITING: dict[AffiliationState, LazyText] = {
    AffiliationState.INVITED: _l("Representatives of the invited organisation"),
    AffiliationState.REQUESTED: _l("Representatives of the economic organisation"),
}


def whose_turn(affiliation: Affiliation) -> Turn | None:
    """Who must act next; nobody where nothing waits."""
    who = WAITING.get(affiliation.state)
    return Turn(affiliation, who, policy.answers, affiliation.state_since, affiliation.due_at) if who is not None else None
