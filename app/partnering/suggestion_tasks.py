"""Background work of suggested profiles."""

from app.accounts.rights import CLOCK
from app.core import transaction
from app.core.db import now
from app.core.waiting import attend
from app.partnering import queries
from app.partnering.brokering.waiting import WAITS
from app.partnering.services import brokering


def run_clock() -> int:
    """Let suggestions lapse; gives how many did."""
    return brokering.run_suggestion_clock()


def remind() -> int:
    """Remind the members of those that nobody has looked at; gives how many were looked through."""
    with transaction.unit():
        found = queries.list_suggestions_waiting(now() + max(wait.ahead for wait in WAITS.values()))
        for suggestion in found:
            attend("suggestion", suggestion, WAITS[suggestion.state], about=suggestion, by=CLOCK)
        return len(found)
