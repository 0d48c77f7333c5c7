"""What waits for a person, over all domains: each entry says what to do, since when, and until when.

A fixed number of statements, each narrowed to the person's own seats and cut at `LIMIT`; the queues show the rest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, not_, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.enums import Role
from app.accounts.models import Membership
from app.approvals.enums import CheckKind, CheckState, DecisionState, ReviewState
from app.approvals.models import NationalDecision, Review, SubmissionCheck
from app.core.db import now
from app.core.i18n import LazyText, _l
from app.extensions import db
from app.organisations.enums import OrganisationState
from app.organisations.models import Organisation
from app.programmes.models import Party, Programme
from app.projects.enums import CommitmentState, PartnerRole, PartnerState, ProjectState
from app.projects.models import IN_CONSORTIUM, Commitment, Partner, Project
from app.projects.policy import COMMITTING_STATES

LIMIT = 30

ORGANISATION_STEPS: dict[OrganisationState, LazyText] = {
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
VERIFICATION_STEPS: dict[OrganisationState, LazyText] = {
    OrganisationState.DECLARED: _l("Take up the verification"),
    OrganisationState.IN_VERIFICATION: _l("Finish the verification"),
}


@dataclass(frozen=True)
class Entry:
    """One thing to do: about what, where, since when and until when."""

    step: LazyText
    subject: str
    language: str | None
    endpoint: str
    public_id: str
    since: datetime
    due: datetime | None

    @property
    def late(self) -> bool:
        """The due instant has gone by."""
        return self.due is not None and self.due < now()


def entries(by: Any) -> list[Entry]:
    """What waits for the person: late first, then by due date, then the oldest."""
    found = [entry for source in SOURCES for entry in source(by)]
    far = datetime.max.replace(tzinfo=now().tzinfo)
    return sorted(found, key=lambda entry: (entry.due or far, entry.since))


def _rows(statement: Select[Any]) -> Iterable[Any]:
    return db.session.scalars(statement.limit(LIMIT)).unique().all()


def _of_project(project: Project, step: LazyText, endpoint: str, since: datetime | None = None, due: datetime | None = None) -> Entry:
    return Entry(step, project.title, project.language, endpoint, project.public_id, since or project.state_since, due or project.due_at)


def _of_organisation(organisation: Organisation, step: LazyText) -> Entry:
    return Entry(
        step, organisation.name, None, "organisations.show", organisation.public_id, organisation.state_since, organisation.due_at
    )


def own_organisations(by: Any) -> Iterator[Entry]:
    """Organisations of which the person is a representative, where the next step is theirs."""
    mine = by.organisations(Role.REPRESENTATIVE, Role.SIGNATORY)
    statement = select(Organisation).where(Organisation.id.in_(mine), Organisation.state.in_(ORGANISATION_STEPS))
    for organisation in _rows(statement.order_by(Organisation.state_since, Organisation.id)):
        yield _of_organisation(organisation, ORGANISATION_STEPS[organisation.state])


def invitations(by: Any) -> Iterator[Entry]:
    """Invitations into consortia that wait for an answer."""
    mine = by.organisations(Role.REPRESENTATIVE, Role.SIGNATORY)
    statement = select(Partner).where(Partner.organisation_id.in_(mine), Partner.state == PartnerState.INVITED)
    for partner in _rows(statement.options(joinedload(Partner.project)).order_by(Partner.due_at, Partner.id)):
        yield _of_project(
            partner.project, _l("Answer the invitation into the consortium"), "projects.show", partner.state_since, partner.due_at
        )


def led_projects(by: Any) -> Iterator[Entry]:
    """Projects that the person's organisation leads and that wait for it."""
    mine = by.organisations(Role.REPRESENTATIVE, Role.SIGNATORY)
    leads = exists().where(
        Partner.project_id == Project.id, Partner.role == PartnerRole.LEAD, Partner.state.in_(IN_CONSORTIUM), Partner.organisation_id.in_(mine)
    )
    statement = select(Project).where(Project.state.in_(LEAD_STEPS), leads)
    for project in _rows(statement.order_by(Project.due_at, Project.state_since, Project.id)):
        yield _of_project(project, LEAD_STEPS[project.state], "projects.show")


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
    for project in _rows(statement.order_by(Project.due_at, Project.id)):
        yield _of_project(project, _l("Commit to the project, or object"), "projects.commit")


def verifications(by: Any) -> Iterator[Entry]:
    """Organisations of the official's country that wait for verification and have somebody behind them."""
    has_member = exists().where(Membership.organisation_id == Organisation.id, Membership.ended_at.is_(None))
    countries = [g.country for g in by.active_grants if g.role == Role.OFFICER and g.country]
    statement = select(Organisation).where(
        Organisation.country.in_(countries), Organisation.state.in_(VERIFICATION_STEPS), has_member
    )
    for organisation in _rows(statement.order_by(Organisation.due_at, Organisation.state_since, Organisation.id)):
        yield _of_organisation(organisation, VERIFICATION_STEPS[organisation.state])


def checks(by: Any) -> Iterator[Entry]:
    """Submissions that wait for the person's check: eligibility of the own country, or completeness."""
    authorities, secretariats = by.organisations(Role.OFFICER), by.organisations(Role.COORDINATOR)
    checked = SubmissionCheck.version_id == Project.current_version_id, SubmissionCheck.state != CheckState.OVERRULED
    eligibility = exists().where(
        Party.programme_id == Project.programme_id, Party.authority_id.in_(authorities),
        not_(exists().where(*checked, SubmissionCheck.party_id == Party.id)),
    )
    completeness = and_(
        exists().where(Programme.id == Project.programme_id, Programme.secretariat_id.in_(secretariats)),
        not_(exists().where(*checked, SubmissionCheck.kind == CheckKind.COMPLETENESS)),
    )
    statement = select(Project).where(Project.state == ProjectState.SUBMITTED, or_(eligibility, completeness))
    for project in _rows(statement.order_by(Project.due_at, Project.id)):
        yield _of_project(project, _l("Check the submission"), "approvals.show")


def open_reviews(by: Any) -> Iterator[Entry]:
    """Projects under review that the secretariat can take to the decisions."""
    secretariats = by.organisations(Role.COORDINATOR)
    statement = select(Project).join(Project.programme).where(
        Project.state == ProjectState.UNDER_REVIEW, Programme.secretariat_id.in_(secretariats)
    )
    for project in _rows(statement.order_by(Project.state_since, Project.id)):
        yield _of_project(project, _l("Close the reviews when they are in"), "approvals.show")


def decisions(by: Any) -> Iterator[Entry]:
    """National decisions that wait for the person's recommendation or decision."""
    recommend = and_(
        NationalDecision.state == DecisionState.PENDING, Party.authority_id.in_(by.organisations(Role.OFFICER))
    )
    decide = and_(
        NationalDecision.state == DecisionState.RECOMMENDED, Party.authority_id.in_(by.organisations(Role.DECISION_MAKER)),
        NationalDecision.recommender_id != by.id,
    )
    statement = (
        select(NationalDecision)
        .join(NationalDecision.party)
        .join(NationalDecision.project)
        .where(
            Project.state.in_({ProjectState.AWAITING_DECISIONS, ProjectState.ON_HOLD}),
            NationalDecision.version_id == Project.current_version_id, or_(recommend, decide),
        )
        .options(joinedload(NationalDecision.project))
        .order_by(NationalDecision.due_at, NationalDecision.id)
    )
    for decision in _rows(statement):
        pending = decision.state == DecisionState.PENDING
        step = _l("Recommend for your country") if pending else _l("Decide for your country")
        yield _of_project(decision.project, step, "approvals.show", decision.state_since, decision.due_at)


def reviews(by: Any) -> Iterator[Entry]:
    """Reviews that the person was asked for."""
    steps = {ReviewState.INVITED: _l("Answer the invitation to review"), ReviewState.ACCEPTED: _l("Write the review")}
    statement = select(Review).where(Review.reviewer_id == by.id, Review.state.in_(steps))
    for review in _rows(statement.options(joinedload(Review.project)).order_by(Review.due_at, Review.id)):
        yield Entry(
            steps[review.state], review.project.title, review.project.language, "approvals.review", review.public_id,
            review.state_since, review.due_at,
        )


SOURCES = (
    own_organisations, invitations, led_projects, commitments, verifications, checks, open_reviews, decisions, reviews,
)
