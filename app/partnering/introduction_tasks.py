"""Background work of introductions."""

from app.accounts.rights import CLOCK
from app.core import transaction
from app.core.db import now
from app.core.waiting import attend
from app.partnering import queries
from app.partnering.enums import StepState
from app.partnering.introductions.waiting import STEP_WAITS, WAITS
from app.partnering.services import introducing
from app.partnering.services.due import draft_due


def run_clock() -> int:
    """Let introductions lapse or become dormant, and proposed steps lapse; gives how many moved."""
    return introducing.run_introduction_clock()


def remind() -> int:
    """Move the dates of drafts on, remind those whose turn it is, and tell of what is late; gives how many were looked at."""
    with transaction.unit():
        for draft in queries.list_introduction_drafts_to_date(now()):
            draft.due_at = draft_due(draft.organisation.country)
    with transaction.unit():
        found = [thing for state, wait in WAITS.items() for thing in queries.list_introductions_waiting(now() + wait.ahead, state)]
        for introduction in found:
            attend("introduction", introduction, WAITS[introduction.state], about=introduction, by=CLOCK)
        step_wait = STEP_WAITS[StepState.PROPOSED]
        steps = queries.list_steps_waiting(now() + step_wait.ahead)
        for step in steps:
            attend("introduction", step, step_wait, about=step.introduction, by=CLOCK)
        return len(found) + len(steps)
