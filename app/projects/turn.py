"""Whose turn it is with a project: which organisations must act, and until when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.accounts.enums import Role
from app.core.db import now
from app.organisations.models import Organisation
from app.projects import policy
from app.projects.enums import ProjectState
from app.projects.models import Project

LEADS_TURN = frozenset({ProjectState.DRAFT, ProjectState.CHANGES_REQUESTED, ProjectState.INFO_REQUESTED})
AUTHORITIES_TURN = frozenset({ProjectState.SUBMITTED, ProjectState.AWAITING_DECISIONS, ProjectState.ON_HOLD})


@dataclass(frozen=True)
class Turn:
    """The organisations whose turn it is, in which roles, since when, and until when.

    Without roles where authorities and secretariat have the turn: which of their people, only the case knows.
    """

    organisations: tuple[Organisation, ...]
    roles: tuple[Role, ...]
    since: datetime
    due: datetime | None

    @property
    def late(self) -> bool:
        """The due instant has gone by."""
        return self.due is not None and self.due < now()

    def is_mine(self, by: Any) -> bool:
        """Whether the actor acts for one of them in such a role."""
        return any(by.holds(*self.roles, organisation_id=organisation.id) for organisation in self.organisations)


def whose_turn(project: Project) -> Turn | None:
    """Who must act next; nobody where the project has ended."""
    found = _organisations(project)
    if found is None:
        return None
    organisations, roles = found
    return Turn(tuple(organisations), roles, project.state_since, project.due_at)


def _organisations(project: Project) -> tuple[list[Organisation], tuple[Role, ...]] | None:
    state, programme = project.state, project.programme
    recommitting = state == ProjectState.INFO_REQUESTED and _waits_for_commitments(project)
    if state == ProjectState.AWAITING_COMMITMENT or recommitting:
        return [partner.organisation for partner in policy.unanswered_partners(project)], (Role.SIGNATORY,)
    if state in LEADS_TURN and project.lead is not None:
        return [project.lead.organisation, *_partners_at_work(project)], (Role.REPRESENTATIVE,)
    authorities = [party.authority for party in programme.parties]
    if state in AUTHORITIES_TURN:
        return authorities, ()
    if state == ProjectState.UNDER_REVIEW:
        return [programme.secretariat] if programme.secretariat else authorities, ()
    return None


def _partners_at_work(project: Project) -> list[Organisation]:
    """Besides the lead: who has not answered its invitation, and who has not written its part."""
    if project.state not in policy.EDITABLE_STATES:
        return []
    return [partner.organisation for partner in project.consortium if partner is not project.lead and policy.owes_answer_or_part(partner)]


def _waits_for_commitments(project: Project) -> bool:
    version = project.current_version
    return version is not None and not version.is_committed
