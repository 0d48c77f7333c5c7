"""Background work of projects."""

from app.accounts.rights import CLOCK
from app.core import transaction
from app.core.db import now
from app.core.waiting import AHEAD, attend
from app.projects import queries, services
from app.projects.services.due import draft_due
from app.projects.waiting import PARTNER_WAITS, WAITS


def run_clock() -> int:
    """Do what is due: closed calls, lapsed invitations and answers, late commitments."""
    return services.run_clock()


def remind() -> int:
    """Give drafts their date, remind those whose turn it is, and tell of what is late; gives how many were looked at."""
    with transaction.unit():
        for project in queries.list_drafts_to_date(now()):
            project.due_at = draft_due(project)
    with transaction.unit():
        until = now() + AHEAD
        projects, partners = queries.list_waiting(until, *WAITS), queries.list_invitations_due(until)
        for project in projects:
            attend("project", project, WAITS[project.state], about=project, by=CLOCK)
        for partner in partners:
            attend("project", partner, PARTNER_WAITS[partner.state], about=partner.project, by=CLOCK)
        return len(projects) + len(partners)
