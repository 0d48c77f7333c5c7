"""Background work of trials."""

from app.accounts.rights import CLOCK
from app.core import transaction
from app.core.db import now
from app.core.waiting import attend
from app.partnering import queries
from app.partnering.services import trial
from app.partnering.trials.waiting import WAITS


def run_clock() -> int:
    """Let proposals lapse and trials come to their end; gives how many moved."""
    return trial.run_trial_clock()


def remind() -> int:
    """Move the dates of decisions that were not taken on, and remind those whose turn it is; gives how many were looked at."""
    with transaction.unit():
        for undecided in queries.list_trials_undecided(now()):
            trial.renew_date(undecided)
    with transaction.unit():
        found = [thing for state, wait in WAITS.items() for thing in queries.list_trials_waiting(now() + wait.ahead, state)]
        for one in found:
            attend("trial", one, WAITS[one.state], about=one, by=CLOCK)
        return len(found)
