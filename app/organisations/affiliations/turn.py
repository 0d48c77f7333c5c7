"""Whose turn it is with a membership: of the one that was asked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.i18n import LazyText, _l
from app.core.workflow import due_is_past
from app.organisations.affiliations import policy
from app.organisations.affiliations.enums import AffiliationState
from app.organisations.affiliations.models import Affiliation

WAITING: dict[AffiliationState, LazyText] = {
    AffiliationState.INVITED: _l("Representatives of the invited organisation"),
    AffiliationState.REQUESTED: _l("Representatives of the economic organisation"),
}


@dataclass(frozen=True)
class Turn:
    """Who must act, since when, and until when."""

    affiliation: Affiliation
    who: LazyText
    since: datetime
    due: datetime | None

    @property
    def late(self) -> bool:
        """The due instant has gone by."""
        return due_is_past(self.due)

    def is_mine(self, by: Any) -> bool:
        """Whether the actor is one of them."""
        return policy.answers(by, self.affiliation)


def whose_turn(affiliation: Affiliation) -> Turn | None:
    """Who must act next; nobody where nothing waits."""
    who = WAITING.get(affiliation.state)
    return Turn(affiliation, who, affiliation.state_since, affiliation.due_at) if who is not None else None
