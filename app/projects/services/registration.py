"""A project begins, is copied, or is withdrawn."""

import secrets
from typing import Any

from app.accounts.enums import Role
from app.accounts.queries import people_with
from app.core import outbox
from app.core.db import PUBLIC_ID_ALPHABET, lock, now
from app.core.errors import NotAllowed, Problem, Refused
from app.core.i18n import _l
from app.extensions import db
from app.organisations.models import Organisation
from app.programmes.models import Call, Party, Programme
from app.projects import policy, queries
from app.projects.enums import PartnerRole, PartnerState, ProjectState
from app.projects.models import BudgetLine, Partner, Project
from app.projects.services.due import INVITATION_WORKING_DAYS, draft_due, in_working_days
from app.projects.workflow import PARTNER, PROJECT

CODE_LENGTH = 5
COPIED_FIELDS = (
    "title", "summary", "innovation", "market", "language", "trl_from", "trl_to", "automation_level", "starts_on", "duration_months",
    "milestones", "background_ip", "foreground_ip", "sensitive_technology", "sensitive_technology_details",
)


def new_reference(programme: Programme) -> str:
    """A reference that can be read out: initials of the programme, year, five random characters (about 24 million)."""
    initials = "".join(part[0] for part in programme.code.split("-") if part).upper()
    while True:
        code = "".join(secrets.choice(PUBLIC_ID_ALPHABET) for _ in range(CODE_LENGTH)).upper()
        reference = f"{initials}-{now().year}-{code}"
        if not queries.reference_exists(reference):
            return reference


def create_project(
    *, organisation: Organisation, programme: Programme, title: str, by: Any, call: Call | None = None, language: str = "en"
) -> Project:
    """Register a draft led by `organisation`, for a call or at any time.

    :raises Refused: the organisation is not declared, its country is no party, or the call is not open.
    """
    party = _joining_party(organisation, programme)
    if call is not None and (call.programme_id != programme.id or not call.is_open(now())):
        raise Refused.because("call", _l("This call does not take submissions now. Choose another one, or none."))
    project = Project(
        programme=programme, call=call, title=title, language=language, created_by=by, state=ProjectState.DRAFT,
        reference=new_reference(programme),
    )
    _add_lead(project, organisation, party)
    _begin(project, by)
    return project


def _joining_party(organisation: Organisation, programme: Programme) -> Party:
    problems = []
    if organisation.state not in queries.REGISTERING_STATES:
        problems.append(Problem("organisation", _l("Declare the organisation in the registry first.")))
    party = programme.party_of(organisation.country)
    if party is None:
        problems.append(Problem("programme", _l("The country of the organisation is not a party of this programme.")))
    if problems or party is None:
        raise Refused(problems)
    return party


def _add_lead(project: Project, organisation: Organisation, party: Party) -> Partner:
    lead = Partner(
        organisation=organisation, organisation_id=organisation.id, role=PartnerRole.LEAD, state=PartnerState.ACCEPTED, currency=party.currency
    )
    project.partners.append(lead)
    return lead


def _begin(project: Project, by: Any) -> None:
    lead = project.lead
    if lead is None:
        raise NotAllowed
    db.session.add(project)
    project.due_at = draft_due(project)
    PROJECT.begin("create", project, by=by)
    PARTNER.begin("lead", lead, by=by)


def copy_project(project: Project, *, by: Any) -> Project:
    """Take up an ended project as a new draft; its other partners are invited again with their tasks and budgets.

    :raises NotAllowed: the actor does not lead it, or it has not ended.
    """
    lead = project.lead
    if not policy.copy(by, project) or lead is None:
        raise NotAllowed
    party = _joining_party(lead.organisation, project.programme)
    fresh = Project(
        programme=project.programme, created_by=by, state=ProjectState.DRAFT, reference=new_reference(project.programme),
        copied_from_id=project.id, **{name: getattr(project, name) for name in COPIED_FIELDS},
    )
    fresh.tracks = [track for track in project.tracks if track.retired_at is None]
    fresh.subtopics = [subtopic for subtopic in project.subtopics if subtopic.retired_at is None]
    _copy_terms(lead, _add_lead(fresh, lead.organisation, party))
    _begin(fresh, by)
    for partner in project.accepted:
        if partner is not lead and partner.organisation.state in queries.REGISTERING_STATES:
            _invite_again(partner, fresh, by)
    return fresh


def _copy_terms(partner: Partner, fresh: Partner) -> None:
    fresh.tasks, fresh.currency = partner.tasks, partner.currency
    fresh.total_cost, fresh.funding_requested = partner.total_cost, partner.funding_requested
    fresh.budget = [BudgetLine(category=line.category, amount=line.amount) for line in partner.budget]


def _invite_again(partner: Partner, project: Project, by: Any) -> None:
    fresh = Partner(
        organisation=partner.organisation, organisation_id=partner.organisation_id, role=partner.role, state=PartnerState.INVITED,
        currency=partner.currency,
        invited_by_id=by.id, due_at=in_working_days(project.programme, partner.organisation.country, INVITATION_WORKING_DAYS),
    )
    _copy_terms(partner, fresh)
    project.partners.append(fresh)
    PARTNER.begin("invite", fresh, by=by, comment=partner.organisation.name)
    tell_authority_if_unrepresented(fresh)


def tell_authority_if_unrepresented(partner: Partner) -> None:
    """Tell the officers of its country where an organisation was invited that nobody speaks for: they know how to reach it."""
    organisation, lead = partner.organisation, partner.project.lead
    if lead is None or not queries.unrepresented([organisation.id]):
        return
    data = {"inviter": lead.organisation.name}
    outbox.owe_many(
        "mail",
        [
            (
                f"organisation.unrepresented:{partner.id}:{person.id}",
                {"kind": "organisation.unrepresented", "subject": "organisation", "subject_id": organisation.id, "person_id": person.id,
                 "data": data},
            )
            for person in people_with(Role.OFFICER, country=organisation.country)
        ],
    )


def withdraw_project(project: Project, *, by: Any, comment: str, version: int | None = None) -> None:
    """The lead withdraws the project, at any time before the decisions are in."""
    lock(project, version)
    PROJECT.fire("withdraw", project, by=by, comment=comment, changes={"returns_to": None, "due_at": None})
    close_request(project)


def close_request(project: Project, *, timed_out: bool = False) -> None:
    """Close the question that is still open, if there is one."""
    for request in project.info_requests:
        if request.closed_at is None:
            request.closed_at, request.timed_out = now(), timed_out
    db.session.flush()
