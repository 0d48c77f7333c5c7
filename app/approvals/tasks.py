"""What time itself does in approvals, each case in a transaction of its own."""

from collections.abc import Callable, Sequence

from app.accounts.rights import CLOCK
from app.approvals import queries
from app.approvals.services import decisions, reviews
from app.approvals.waiting import CASE_WAITS, DECISION_WAITS, REVIEW_WAITS
from app.approvals.workflow import DECIDING_STATES, DECISION, REVIEW
from app.core import transaction
from app.core.db import lock, now
from app.core.waiting import AHEAD, attend
from app.extensions import db
from app.projects import queries as projects
from app.projects.models import Project


def run_clock() -> int:
    """Let requests for changes take effect, void decisions that were overtaken, let late reviews lapse; gives how many."""
    at = now()
    return (
        _each(queries.due_changes(at), _derive)
        + _each(queries.overtaken_cases(), _void)
        + _each(queries.overtaken_reviews(), reviews.follow_version)
        + _each(queries.late_review_cases(at), _lapse)
    )


def remind() -> int:
    """Remind those whose turn it is, and tell of what is late; gives how many cases, decisions and reviews were looked at."""
    with transaction.unit():
        until = now() + AHEAD
        cases = projects.list_waiting(until, *(state for state in CASE_WAITS if state not in DECIDING_STATES))
        decided, reviewed = queries.list_decisions_due(until), queries.list_reviews_due(until)
        for project in cases:
            attend("case", project, CASE_WAITS[project.state], about=project, by=CLOCK)
        for decision in decided:
            attend("case", decision, DECISION_WAITS[decision.state], about=decision.project, by=CLOCK)
        for review in reviewed:
            attend("review", review, REVIEW_WAITS[review.state], about=review.project, by=CLOCK)
        return len(cases) + len(decided) + len(reviewed)


def _each(keys: Sequence[int], act: Callable[[Project], int]) -> int:
    done = 0
    for key in keys:
        with transaction.unit():
            project = db.session.get(Project, key)
            if project is not None:
                lock(project)
                done += act(project)
    return done


def _derive(project: Project) -> int:
    before = project.state
    decisions.derive(project)
    return int(project.state != before)


def _void(project: Project) -> int:
    """Decisions on an earlier version whose covered sections have changed are void at once, not only when asked for anew."""
    version = project.current_version
    changed = [row for row in queries.earlier_decisions(project) if version and not decisions.unchanged(row, version)]
    for decision in sorted(changed, key=lambda row: row.id):
        DECISION.fire("go_stale", decision, by=CLOCK)
    return len(changed)


def _lapse(project: Project) -> int:
    late = [r for r in queries.reviews_of(project) if r.state in queries.OPEN_REVIEWS and r.due_at and r.due_at <= now()]
    for review in late:
        REVIEW.fire("lapse", review, by=CLOCK)
    return len(late)
