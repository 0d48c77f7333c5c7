"""What waits for officials and the secretariat: verifications and claims, and the cases that they are free to act on."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, not_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.enums import Role
from app.accounts.models import Membership
from app.accounts.rights import OFFICIALS
from app.approvals import conflicts
from app.approvals import queries as approvals
from app.approvals.enums import CheckKind, CheckState, DecisionState
from app.approvals.models import NationalDecision, SubmissionCheck
from app.approvals.waiting import CASE_WAITS
from app.approvals.workflow import DECIDING_STATES
from app.core.db import now
from app.core.i18n import LazyText, _l
from app.desk.work.entry import LATE_STEP, LIMIT, Entry, of_organisation, of_project, rows
from app.extensions import db
from app.organisations.enums import LISTED_STATES, OrganisationState, RecoveryState
from app.organisations.models import Organisation, Recovery
from app.organisations.policy import OWN_ROLES
from app.organisations.waiting import WAITS as ORGANISATION_WAITS
from app.organisations.workflow import WORKING_DAYS
from app.programmes.models import Party, Programme
from app.projects.enums import ProjectState
from app.projects.models import Partner, Project

VERIFICATION_STEPS: dict[OrganisationState, LazyText] = {
    OrganisationState.DECLARED: _l("Take up the verification"),
    OrganisationState.IN_VERIFICATION: _l("Finish the verification"),
    OrganisationState.SUSPENDED: _l("Lift the suspension, or retire the organisation"),
}
DECISION_STEPS: dict[DecisionState, LazyText] = {
    DecisionState.PENDING: _l("Recommend for your country"),
    DecisionState.RECOMMENDED: _l("Decide for your country"),
    DecisionState.RECUSED: _l("Take over the case for your country"),
    DecisionState.DEFERRED: _l("Take up the deferred decision again"),
}
OVERSEEN = (*CASE_WAITS, ProjectState.CHANGES_REQUESTED)
UNSEEN = (OrganisationState.DRAFT, OrganisationState.REJECTED)
"""States whose date ends nothing and that nobody oversees."""
CASE = selectinload(Project.partners).joinedload(Partner.organisation)
"""What the links between a person and a case are read from."""


def _own_country(by: Any) -> ColumnElement[bool]:
    countries = [grant.country for grant in by.active_grants if grant.role == Role.OFFICER and grant.country]
    return and_(Organisation.country.in_(countries), Organisation.id.not_in(by.organisations(*OWN_ROLES)))


def _overseen(by: Any) -> ColumnElement[bool]:
    """Organisations of the official's country, and those of the coordinator's programmes that stand in the registry."""
    coordinated = exists().where(
        Programme.secretariat_id.in_(by.organisations(Role.COORDINATOR)), Party.programme_id == Programme.id,
        Party.country == Organisation.country,
    )
    return or_(Organisation.country.in_(sorted(by.countries)), and_(Organisation.state.in_(LISTED_STATES), coordinated))


def verifications(by: Any) -> Iterator[Entry]:
    """Organisations of the officer's country that wait for verification and have somebody who answers for them."""
    represented = exists().where(
        Membership.organisation_id == Organisation.id, Membership.ended_at.is_(None),
        Membership.role.in_((Role.REPRESENTATIVE, Role.SIGNATORY)),
    )
    statement = select(Organisation).where(_own_country(by), Organisation.state.in_(VERIFICATION_STEPS), represented)
    for organisation in rows(statement.order_by(Organisation.due_at, Organisation.state_since, Organisation.id)):
        yield of_organisation(organisation, VERIFICATION_STEPS[organisation.state])


def claims(by: Any) -> Iterator[Entry]:
    """Claims of others to represent an organisation of the officer's country; once late, for all officials of it."""
    late = and_(Recovery.due_at <= now(), _overseen(by))
    statement = (
        select(Recovery)
        .join(Recovery.organisation)
        .where(Recovery.state == RecoveryState.OPEN, Recovery.claimant_id != by.id, or_(_own_country(by), late))
        .options(joinedload(Recovery.organisation))
    )
    decides = {grant.country for grant in by.active_grants if grant.role == Role.OFFICER}
    for claim in rows(statement.order_by(Recovery.due_at, Recovery.id)):
        organisation, own = claim.organisation, claim.organisation.country in decides
        yield Entry(
            _l("Decide on the claim to represent the organisation") if own else LATE_STEP, organisation.name, None,
            "organisations.recovery" if own else "organisations.show", organisation.public_id, claim.created_at, claim.due_at,
        )


def cases(by: Any) -> list[Entry]:
    """The steps in cases, without those of consortia to which the person is linked, or from which they withdrew."""
    found = [pair for source in CASE_SOURCES for pair in source(by)]
    projects = {project.id: project for project, _entry in found}
    linked = conflicts.links(by, projects.values())
    withdrawn = approvals.cases_withdrawn_from(by, list(projects))
    return [entry for project, entry in found if not linked[project.id] and project.id not in withdrawn]


def _entries(statement: Select[Any], step: LazyText) -> Iterator[tuple[Project, Entry]]:
    for project in rows(statement.options(CASE).order_by(Project.due_at, Project.state_since, Project.id)):
        yield project, of_project(project, step, "approvals.show")


def checks(by: Any) -> Iterator[tuple[Project, Entry]]:
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
    return _entries(statement, _l("Check the submission"))


def proposals(by: Any) -> Iterator[tuple[Project, Entry]]:
    """Submissions that another officer of the own country proposed as not eligible."""
    proposed = exists().where(
        SubmissionCheck.version_id == Project.current_version_id, SubmissionCheck.state == CheckState.PROPOSED_INELIGIBLE,
        SubmissionCheck.by_id != by.id, SubmissionCheck.party_id == Party.id,
        Party.authority_id.in_(by.organisations(Role.OFFICER)),
    )
    statement = select(Project).where(Project.state == ProjectState.SUBMITTED, proposed)
    return _entries(statement, _l("Confirm that the submission is not eligible, or set that aside"))


def open_reviews(by: Any) -> Iterator[tuple[Project, Entry]]:
    """Projects under review that the secretariat can take to the decisions."""
    secretariats = by.organisations(Role.COORDINATOR)
    statement = select(Project).join(Project.programme).where(
        Project.state == ProjectState.UNDER_REVIEW, Programme.secretariat_id.in_(secretariats)
    )
    return _entries(statement, _l("Close the reviews when they are in"))


def wanted_reviews(by: Any) -> Iterator[tuple[Project, Entry]]:
    """Projects under review for which the own country must ask more reviewers."""
    wanting = exists().where(
        Party.programme_id == Project.programme_id, Party.authority_id.in_(by.organisations(Role.OFFICER)),
        approvals.wants_reviews(Party),
    )
    return _entries(select(Project).where(Project.state == ProjectState.UNDER_REVIEW, wanting), _l("Invite reviewers"))


def decisions(by: Any) -> Iterator[tuple[Project, Entry]]:
    """National decisions that wait for the person: to recommend, decide, take over, or take up again."""
    state, authority = NationalDecision.state, Party.authority_id
    recommend = and_(state == DecisionState.PENDING, authority.in_(by.organisations(Role.OFFICER)))
    decide = and_(
        state == DecisionState.RECOMMENDED, authority.in_(by.organisations(Role.DECISION_MAKER)),
        NationalDecision.recommender_id != by.id,
    )
    take = and_(
        state.in_((DecisionState.RECUSED, DecisionState.DEFERRED)), authority.in_(by.organisations(*OFFICIALS)),
    )
    statement = (
        select(NationalDecision)
        .join(NationalDecision.party)
        .join(NationalDecision.project)
        .where(
            Project.state.in_(DECIDING_STATES), NationalDecision.version_id == Project.current_version_id,
            or_(recommend, decide, take),
        )
        .options(joinedload(NationalDecision.project).options(CASE))
        .order_by(NationalDecision.due_at, NationalDecision.id)
    )
    for decision in rows(statement):
        step = DECISION_STEPS[decision.state]
        yield decision.project, of_project(decision.project, step, "approvals.show", decision.state_since, decision.due_at)


def late_cases(by: Any) -> Iterator[tuple[Project, Entry]]:
    """Cases whose date has passed, whoever's turn it is: for the secretariat and the officials of both authorities."""
    due = approvals.due_column()
    seat = or_(
        exists().where(Party.programme_id == Project.programme_id, Party.authority_id.in_(by.organisations(*OFFICIALS))),
        exists().where(Programme.id == Project.programme_id, Programme.secretariat_id.in_(by.organisations(Role.COORDINATOR))),
    )
    statement = select(Project, due).where(Project.state.in_(OVERSEEN), due <= now(), seat).options(CASE)
    for project, since in db.session.execute(statement.order_by(due, Project.id).limit(LIMIT)):
        yield project, of_project(project, LATE_STEP, "approvals.show", due=since)


def late_organisations(by: Any) -> Iterator[Entry]:
    """Organisations whose date has passed: for the officials of their country, and the secretariat where it sees them."""
    states = [state for state in ORGANISATION_WAITS if state in WORKING_DAYS and state not in UNSEEN]
    statement = select(Organisation).where(Organisation.state.in_(states), Organisation.due_at <= now(), _overseen(by))
    for organisation in rows(statement.order_by(Organisation.due_at, Organisation.id)):
        yield of_organisation(organisation, LATE_STEP)


CASE_SOURCES = (checks, proposals, open_reviews, wanted_reviews, decisions, late_cases)
SOURCES = (verifications, claims, cases, late_organisations)
