"""What waits for the people of a consortium (`workflows.md`, "No state waits for ever").

What waits for the authorities and the secretariat has its table in `approvals.waiting`.
"""

from collections.abc import Iterable
from typing import Any

from app.core import waiting
from app.core.db import now
from app.core.waiting import ESCALATE, RENEW, Wait, always, due_at
from app.projects import queries
from app.projects.enums import PartnerState, ProjectState
from app.projects.models import Project
from app.projects.turn import whose_turn
from app.projects.workflow import invited_people, officials


def owners(project: Project) -> Iterable[Any]:
    """Whose turn it is."""
    turn = whose_turn(project)
    return queries.people_of([each.id for each in turn.organisations], *turn.roles) if turn is not None else ()


def after_draft(project: Project) -> str:
    """The closing of its call ends a draft that was never submitted; any other one may go on."""
    bound = project.call is not None and project.call.closes_at > now() and project.submitted_version is None
    return "pass_deadline" if bound else RENEW


WAITS: dict[ProjectState, Wait] = {
    ProjectState.DRAFT: Wait(owners, due_at, after_draft),
    ProjectState.AWAITING_COMMITMENT: Wait(owners, due_at, always("pass_deadline")),
    ProjectState.INFO_REQUESTED: Wait(owners, due_at, always("time_out_information")),
    ProjectState.CHANGES_REQUESTED: Wait(owners, due_at, always(ESCALATE), officials),
}
PARTNER_WAITS: dict[PartnerState, Wait] = {PartnerState.INVITED: Wait(invited_people, due_at, always("lapse"))}

waiting.define("project")
