"""Background work of meetings."""

from app.accounts.rights import CLOCK
from app.core import transaction
from app.core.db import now
from app.core.waiting import attend
from app.partnering import queries
from app.partnering.meetings.waiting import WAITS
from app.partnering.services import meeting


def run_clock() -> int:
    """Let offers lapse that nobody answered; gives how many meetings moved."""
    return meeting.run_meeting_clock()


def remind() -> int:
    """Move the dates of drafts and of unsettled meetings on, and remind those whose turn it is; gives how many were looked at."""
    with transaction.unit():
        for unsettled in queries.list_meetings_to_date(now()):
            meeting.renew_date(unsettled)
    with transaction.unit():
        found = [thing for state, wait in WAITS.items() for thing in queries.list_meetings_waiting(now() + wait.ahead, state)]
        for one in found:
            attend("meeting", one, WAITS[one.state], about=one, by=CLOCK)
        return len(found)
