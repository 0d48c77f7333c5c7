"""What waits for the authorities, the secretariat and reviewers (`workflows.md`, "No state waits for ever")."""

from collections.abc import Iterable
from datetime import datetime

from app.accounts.enums import Role
from app.accounts.models import Person
from app.accounts.queries import people_with
from app.accounts.rights import OFFICIALS
from app.approvals import conflicts, queries
from app.approvals.enums import CheckState, DecisionState, ReviewState
from app.approvals.models import NationalDecision, Review, SubmissionCheck
from app.approvals.workflow import officials_of
from app.core import waiting
from app.core.waiting import ESCALATE, PARTS, Wait, always, due_at
from app.projects.enums import ProjectState
from app.projects.models import Project


def coordinators(project: Project) -> list[Person]:
    """The secretariat's coordinators who are free to act."""
    if project.programme.secretariat_id is None:
        return []
    away = queries.recused_people(project)
    people = people_with(Role.COORDINATOR, organisation_id=project.programme.secretariat_id)
    return [person for person in people if person.id not in away and not conflicts.links_to(person, project)]


def _people(project: Project, turns: Iterable[queries.Turn]) -> list[Person]:
    found = [
        person
        for turn in turns
        for person in (officials_of(project, turn.party, turn.role) if turn.party else coordinators(project))
        if person.id != turn.but
    ]
    return list({person.id: person for person in found}.values())


def case_owners(project: Project) -> Iterable[Person]:
    """Whose turn it is in a case."""
    turns = queries.turns(
        project, queries.standing_checks(project), queries.current_decisions(project), queries.current_reviews(project)
    )
    return _people(project, turns)


def case_overseers(project: Project) -> Iterable[Person]:
    """The secretariat, and the officials of both authorities."""
    officials = [person for party in project.programme.parties for person in officials_of(project, party, *OFFICIALS)]
    return [*coordinators(project), *officials]


def case_due(project: Project) -> datetime | None:
    """When the next step of a case is due."""
    return queries.due_of(project, queries.current_decisions(project))


def decision_owners(decision: NationalDecision) -> Iterable[Person]:
    """Whose turn it is with the decision of a country."""
    return _people(decision.project, queries.turns_of_decision(decision))


def decision_overseers(decision: NationalDecision) -> Iterable[Person]:
    """The secretariat, and the other officials of that authority."""
    return [*coordinators(decision.project), *officials_of(decision.project, decision.party, *OFFICIALS)]


def check_owners(check: SubmissionCheck) -> Iterable[Person]:
    """The officers of the country but the one who proposed."""
    officers = officials_of(check.project, check.party, Role.OFFICER) if check.party is not None else []
    return [person for person in officers if person.id != check.by_id]


def check_due(check: SubmissionCheck) -> datetime | None:
    """That of the submission: a proposal does not prolong it."""
    return check.project.due_at


def reviewer_of(review: Review) -> Iterable[Person]:
    """The reviewer."""
    return [review.reviewer]


_case = Wait(case_owners, case_due, always(ESCALATE), case_overseers)
_parts = Wait(case_owners, case_due, always(PARTS), case_overseers)
_decision = Wait(decision_owners, due_at, always(ESCALATE), decision_overseers)
_review = Wait(reviewer_of, due_at, always("lapse"))

CASE_WAITS: dict[ProjectState, Wait] = {
    ProjectState.SUBMITTED: _case, ProjectState.UNDER_REVIEW: _case, ProjectState.AWAITING_DECISIONS: _parts, ProjectState.ON_HOLD: _parts,
}
"""Deciding waits for the decisions of both countries, each with a date of its own."""
DECISION_WAITS: dict[DecisionState, Wait] = {
    DecisionState.PENDING: _decision, DecisionState.RECOMMENDED: _decision, DecisionState.RECUSED: _decision,
    DecisionState.DEFERRED: _decision,
}
CHECK_WAITS: dict[CheckState, Wait] = {CheckState.PROPOSED_INELIGIBLE: Wait(check_owners, check_due, always(PARTS))}
"""A proposal waits as long as its submission, which reminds and escalates for it."""
REVIEW_WAITS: dict[ReviewState, Wait] = {ReviewState.INVITED: _review, ReviewState.ACCEPTED: _review}

waiting.define("case")
waiting.define("review")
