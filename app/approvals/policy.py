"""Who may take which step of an approval. The actor comes first.

Nobody linked to an organisation of the consortium takes any (`conflicts`), nobody acts for both countries, and nobody who
withdrew from the case comes back to it.
"""

from typing import Any

from app.accounts.enums import Role
from app.accounts.rights import OFFICIALS
from app.approvals import conflicts, queries
from app.approvals.models import NationalDecision, Review, SubmissionCheck
from app.programmes.models import Party
from app.projects import queries as projects
from app.projects.models import Project


def clock(by: Any, _thing: Any) -> bool:
    """Only time itself."""
    return bool(by.is_clock)


def free_to_act(by: Any, project: Project) -> bool:
    """Without a link to the consortium, and not withdrawn from the case."""
    return not conflicts.links_to(by, project) and by.id not in queries.recused_people(project)


def acts_for(by: Any, party: Party | None, project: Project, *roles: Role) -> bool:
    """Holds one of the roles in the party's authority, for this country alone, and is free to act."""
    if party is None or not by.holds(*roles, organisation_id=party.authority_id):
        return False
    side = queries.side_of(by, project)
    return side is not None and side.id == party.id and free_to_act(by, project)


# --- pages ---


def look(by: Any, _thing: Any) -> bool:
    """Officials and coordinators have a queue."""
    return bool(by.is_official or by.holds(Role.COORDINATOR))


def _holds(by: Any, project: Project, *roles: Role) -> bool:
    return any(by.holds(*roles, organisation_id=party.authority_id) for party in project.programme.parties)


def handles(by: Any, project: Project) -> bool:
    """An official of one of the authorities or a coordinator; the page tells of links, with their reasons."""
    return queries.coordinates(by, project) or _holds(by, project, *OFFICIALS)


def as_coordinator(by: Any, project: Project) -> bool:
    """A coordinator of the secretariat; the step itself refuses the linked, with their reasons."""
    return queries.coordinates(by, project)


def as_officer(by: Any, project: Project) -> bool:
    """An officer of one of the authorities; the step itself refuses the linked, with their reasons."""
    return _holds(by, project, Role.OFFICER)


def as_officer_or_coordinator(by: Any, project: Project) -> bool:
    """An officer or a coordinator; the step itself refuses the linked, with their reasons."""
    return as_officer(by, project) or as_coordinator(by, project)


def as_decision_maker(by: Any, project: Project) -> bool:
    """A decision maker of one of the authorities; the step itself refuses the linked, with their reasons."""
    return _holds(by, project, Role.DECISION_MAKER)


def as_official(by: Any, project: Project) -> bool:
    """An officer or decision maker of one of the authorities; the step itself refuses the linked, with their reasons."""
    return _holds(by, project, *OFFICIALS)


def applies(by: Any, project: Project) -> bool:
    """Belongs to an organisation of the consortium."""
    return projects.is_member(by, project)


def coordinate(by: Any, project: Project) -> bool:
    """A coordinator of the secretariat, free to act."""
    return queries.coordinates(by, project) and free_to_act(by, project)


def officer_for(by: Any, project: Project) -> bool:
    """An officer of one of the countries, free to act."""
    return acts_for(by, queries.side_of(by, project), project, Role.OFFICER)


def ask_information(by: Any, project: Project) -> bool:
    """An officer of one of the countries, or the secretariat."""
    return officer_for(by, project) or coordinate(by, project)


# --- checks ---


def check_submission(by: Any, check: SubmissionCheck) -> bool:
    """The secretariat checks completeness, an officer the eligibility of the own country."""
    if check.party is None:
        return coordinate(by, check.project)
    return acts_for(by, check.party, check.project, Role.OFFICER)


def officer_checks(by: Any, check: SubmissionCheck) -> bool:
    """An officer of the country that the check concerns."""
    return acts_for(by, check.party, check.project, Role.OFFICER)


def official_checks(by: Any, check: SubmissionCheck) -> bool:
    """An officer or decision maker of the country that the check concerns."""
    return acts_for(by, check.party, check.project, *OFFICIALS)


# --- decisions ---


def recommend(by: Any, decision: NationalDecision) -> bool:
    """An officer of the party's authority."""
    return acts_for(by, decision.party, decision.project, Role.OFFICER)


def decide(by: Any, decision: NationalDecision) -> bool:
    """A decision maker of the party's authority."""
    return acts_for(by, decision.party, decision.project, Role.DECISION_MAKER)


def take_part(by: Any, decision: NationalDecision) -> bool:
    """An officer or decision maker of the party's authority."""
    return acts_for(by, decision.party, decision.project, *OFFICIALS)


def withdraw_from(by: Any, decision: NationalDecision) -> bool:
    """An officer or decision maker of the party's authority, linked or not: whoever has a conflict may say so."""
    side = queries.side_of(by, decision.project)
    return side is not None and side.id == decision.party_id and by.id not in queries.recused_people(decision.project)


# --- reviews ---


def invite_reviewer(by: Any, review: Review) -> bool:
    """An officer for the own country, or the secretariat."""
    return acts_for(by, review.party, review.project, Role.OFFICER) or coordinate(by, review.project)


def reopen_review(by: Any, review: Review) -> bool:
    """An officer or a coordinator of the case; the step itself refuses the linked, with their reasons."""
    return as_officer_or_coordinator(by, review.project)


def invite_for_case(by: Any, project: Project) -> bool:
    """An officer of one of the countries, or the secretariat."""
    return officer_for(by, project) or coordinate(by, project)


def reviews(by: Any, review: Review) -> bool:
    """The reviewer who was asked."""
    return by.id is not None and review.reviewer_id == by.id and is_reviewer(by, review)


def is_reviewer(by: Any, _thing: Any) -> bool:
    """Reviews projects."""
    return bool(by.holds(Role.REVIEWER))


def reviews_unlinked(by: Any, review: Review) -> bool:
    """The reviewer who was asked, without a link to the consortium."""
    return reviews(by, review) and not conflicts.links_to(by, review.project)
