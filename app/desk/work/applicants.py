"""What waits for the people of organisations, and for reviewers."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import exists, not_, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.enums import Role
from app.approvals.enums import ReviewState
from app.approvals.models import Review
from app.core.i18n import LazyText, _l
from app.desk.work.entry import Entry, of_organisation, of_project, rows
from app.organisations.enums import OrganisationState
from app.organisations.models import Organisation
from app.organisations.waiting import stands
from app.projects.enums import CommitmentState, PartnerRole, PartnerState, ProjectState
from app.projects.models import IN_CONSORTIUM, Commitment, InfoRequest, Partner, Project
from app.projects.policy import COMMITTING_STATES, EDITABLE_STATES, SPEAKERS
from app.projects.queries import owes_part

ORGANISATION_STEPS: dict[OrganisationState, LazyText] = {
    OrganisationState.INVITED: _l("Accept the invitation and begin the registration"),
    OrganisationState.DRAFT: _l("Complete and declare your organisation"),
    OrganisationState.UPDATE_NEEDED: _l("Correct what the authority asked for"),
    OrganisationState.REJECTED: _l("Read why your organisation was rejected; you may appeal"),
    OrganisationState.VERIFICATION_EXPIRED: _l("Renew the verification of your organisation"),
}
LEAD_STEPS: dict[ProjectState, LazyText] = {
    ProjectState.DRAFT: _l("Complete the draft and lock it for commitment"),
    ProjectState.CHANGES_REQUESTED: _l("Revise the project as both countries asked"),
    ProjectState.INFO_REQUESTED: _l("Answer the question of the authorities"),
}
REVIEW_STEPS: dict[ReviewState, LazyText] = {
    ReviewState.INVITED: _l("Answer the invitation to review"), ReviewState.ACCEPTED: _l("Write the review"),
}


def own_organisations(by: Any) -> Iterator[Entry]:
    """Organisations of which the person is a representative, where the next step is theirs."""
    mine = by.organisations(Role.REPRESENTATIVE)
    statement = select(Organisation).where(Organisation.id.in_(mine), Organisation.state.in_(ORGANISATION_STEPS))
    for organisation in rows(statement.order_by(Organisation.state_since, Organisation.id)):
        if not stands(organisation):
            yield of_organisation(organisation, ORGANISATION_STEPS[organisation.state])


def invitations(by: Any) -> Iterator[Entry]:
    """Invitations into consortia that wait for an answer."""
    mine = by.organisations(*SPEAKERS)
    statement = select(Partner).where(Partner.organisation_id.in_(mine), Partner.state == PartnerState.INVITED)
    for partner in rows(statement.options(joinedload(Partner.project)).order_by(Partner.due_at, Partner.id)):
        yield of_project(
            partner.project, _l("Answer the invitation into the consortium"), "projects.show", partner.state_since, partner.due_at
        )


def led_projects(by: Any) -> Iterator[Entry]:
    """Projects that the person's organisation leads and that wait for it; a question only until its answer is written."""
    mine = by.organisations(Role.REPRESENTATIVE)
    leads = exists().where(
        Partner.project_id == Project.id, Partner.role == PartnerRole.LEAD, Partner.state.in_(IN_CONSORTIUM), Partner.organisation_id.in_(mine)
    )
    asked = exists().where(InfoRequest.project_id == Project.id, InfoRequest.closed_at.is_(None))
    statement = select(Project).where(
        Project.state.in_(LEAD_STEPS), leads, or_(Project.state != ProjectState.INFO_REQUESTED, asked)
    )
    for project in rows(statement.order_by(Project.due_at, Project.state_since, Project.id)):
        yield of_project(project, LEAD_STEPS[project.state], "projects.show")


def own_parts(by: Any) -> Iterator[Entry]:
    """Tasks and budget that a partner has not written; the lead has its own entry."""
    mine = by.organisations(Role.REPRESENTATIVE)
    statement = select(Partner).join(Partner.project).where(
        Partner.organisation_id.in_(mine), Partner.role != PartnerRole.LEAD, owes_part(), Project.state.in_(EDITABLE_STATES)
    )
    for partner in rows(statement.options(joinedload(Partner.project)).order_by(Partner.state_since, Partner.id)):
        yield of_project(partner.project, _l("Write your tasks and budget"), "projects.show", partner.state_since)


def commitments(by: Any) -> Iterator[Entry]:
    """Frozen versions that wait for the person's signature; an answered question freezes one anew."""
    mine = by.organisations(Role.SIGNATORY)
    stands = exists().where(
        Commitment.version_id == Project.current_version_id, Commitment.partner_id == Partner.id,
        Commitment.state != CommitmentState.STALE,
    )
    owed = exists().where(
        Partner.project_id == Project.id, Partner.state == PartnerState.ACCEPTED, Partner.organisation_id.in_(mine), not_(stands)
    )
    statement = select(Project).where(Project.state.in_(COMMITTING_STATES), owed)
    for project in rows(statement.order_by(Project.due_at, Project.id)):
        yield of_project(project, _l("Commit to the project, or object"), "projects.commit")


def reviews(by: Any) -> Iterator[Entry]:
    """Reviews that the person was asked for."""
    statement = select(Review).where(Review.reviewer_id == by.id, Review.state.in_(REVIEW_STEPS))
    for review in rows(statement.options(joinedload(Review.project)).order_by(Review.due_at, Review.id)):
        yield Entry(
            REVIEW_STEPS[review.state], review.project.title, review.project.language, "approvals.review", review.public_id,
            review.state_since, review.due_at,
        )


SOURCES = (own_organisations, invitations, led_projects, own_parts, commitments, reviews)
