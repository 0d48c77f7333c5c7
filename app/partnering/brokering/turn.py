"""Whose turn it is with a suggested profile: the member's, until somebody looks at it or dismisses it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.i18n import LazyText, _l
from app.core.workflow import due_is_past
from app.partnering.brokering import policy
from app.partnering.enums import SuggestionState
from app.partnering.models import ProfileSuggestion


@dataclass(frozen=True)
class Turn:
    """Who must act, since when, and until when."""

    suggestion: ProfileSuggestion
    who: LazyText
    since: datetime
    due: datetime | None

    @property
    def late(self) -> bool:
        """The due instant has gone by."""
        return due_is_past(self.due)

    def is_mine(self, by: Any) -> bool:
        """Whether the actor is one of them."""
        return policy.answers(by, self.suggestion)


def whose_turn(suggestion: ProfileSuggestion) -> Turn | None:
    """Who must act next; nobody where nothing waits."""
    if suggestion.state != SuggestionState.OPEN:
        return None
    return Turn(suggestion, _l("Representatives of your organisation"), suggestion.state_since, suggestion.due_at)
