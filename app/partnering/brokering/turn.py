"""Whose turn it is with a suggested profile: the member's, until somebody looks at it or dismisses it."""

from app.core.i18n import _l
from app.core.turn import Turn
from app.partnering.brokering import policy
from app.partnering.enums import SuggestionState
from app.partnering.models import ProfileSuggestion


def whose_turn(suggestion: ProfileSuggestion) -> Turn | None:
    """Who must act next; nobody where nothing waits."""
    if suggestion.state != SuggestionState.OPEN:
        return None
    return Turn(suggestion, _l("Representatives of your organisation"), policy.answers, suggestion.state_since, suggestion.due_at)
