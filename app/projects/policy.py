"""Who may do what to a project. The actor comes first; whoever asks has loaded the project whole.

"Leads" means a representative of the lead partner's organisation. Nobody who is linked to a partner organisation acts on
the project as an official.
"""

from typing import Any

from app.accounts.enums import Role
from app.accounts.rights import OFFICIALS
from app.organisations.models import Organisation
from app.projects import queries
from app.projects.enums import CommitmentState, PartnerState, ProjectState, Section
from app.projects.models import Partner, Project

EDITABLE_STATES = frozenset({ProjectState.DRAFT, ProjectState.CHANGES_REQUESTED})
COMMITTING_STATES = frozenset({ProjectState.AWAITING_COMMITMENT, ProjectState.INFO_REQUESTED})
"""States in which a frozen version waits for signatures; in the second, that of an answer."""
SPEAKERS = (Role.REPRESENTATIVE, Role.SIGNATORY)
COPYABLE_STATES = frozenset(
    {ProjectState.NOT_SUBMITTED, ProjectState.WITHDRAWN, ProjectState.REJECTED, ProjectState.INELIGIBLE}
)


def clock(by: Any, _thing: Any) -> bool:
    """Only time itself."""
    return bool(by.is_clock)


def view(_by: Any, _project: Project) -> bool:
    """Whoever was let through to the project reads it."""
    return True


def create(by: Any, _thing: Any) -> bool:
    """A representative of an organisation registers projects."""
    return bool(by.holds(Role.REPRESENTATIVE))


def offer(by: Any, organisation: Organisation) -> bool:
    """Whoever registers projects offers one to another organisation that may take part."""
    return create(by, None) and not by.belongs_to(organisation.id) and organisation.state in queries.REGISTERING_STATES


def leads(by: Any, project: Project) -> bool:
    """A representative of the lead partner."""
    return project.lead is not None and by.holds(Role.REPRESENTATIVE, organisation_id=project.lead.organisation_id)


def speaks_for_lead(by: Any, project: Project) -> bool:
    """A representative or signatory of the lead partner."""
    return project.lead is not None and by.holds(*SPEAKERS, organisation_id=project.lead.organisation_id)


def own_partners(by: Any, project: Project, *roles: Role) -> list[Partner]:
    """The accepted partners for which the actor holds one of the roles."""
    return [partner for partner in project.accepted if by.holds(*roles, organisation_id=partner.organisation_id)]


def speaks_for_partner(by: Any, project: Project) -> bool:
    """A representative or signatory of an accepted partner other than the lead."""
    return any(partner is not project.lead for partner in own_partners(by, project, *SPEAKERS))


def represents(by: Any, partner: Partner) -> bool:
    """A representative or signatory of that partner's organisation."""
    return bool(by.holds(*SPEAKERS, organisation_id=partner.organisation_id))


def answer_invitation(by: Any, partner: Partner) -> bool:
    """Whoever speaks for the invited organisation answers."""
    return partner.state == PartnerState.INVITED and represents(by, partner)


def owes_answer_or_part(partner: Partner) -> bool:
    """The partner is asked for an answer to its invitation, or for its tasks and budget."""
    return partner.state == PartnerState.INVITED or partner.owes_tasks or partner.owes_budget


def only_invited(by: Any, project: Project) -> bool:
    """The actor's organisation is invited and has not joined: it reads what the project is about, not its history."""
    return is_linked(by, project) and not by.belongs_to_any(partner.organisation_id for partner in project.accepted)


def leads_partners_project(by: Any, partner: Partner) -> bool:
    """The lead of the partner's project."""
    return leads(by, partner.project)


def is_linked(by: Any, project: Project) -> bool:
    """The actor belongs to an organisation of the consortium, past partners included."""
    return bool(by.belongs_to_any(partner.organisation_id for partner in project.partners))


def official(by: Any, project: Project) -> bool:
    """An officer or decision maker of one of the two authorities, without a link to a partner."""
    authorities = [party.authority_id for party in project.programme.parties]
    return any(by.holds(*OFFICIALS, organisation_id=authority) for authority in authorities) and not is_linked(by, project)


def officer(by: Any, project: Project) -> bool:
    """An officer of one of the two authorities, without a link to a partner."""
    authorities = [party.authority_id for party in project.programme.parties]
    return any(by.holds(Role.OFFICER, organisation_id=authority) for authority in authorities) and not is_linked(by, project)


def coordinator(by: Any, project: Project) -> bool:
    """A coordinator of the programme's secretariat, without a link to a partner."""
    secretariat = project.programme.secretariat_id
    return secretariat is not None and by.holds(Role.COORDINATOR, organisation_id=secretariat) and not is_linked(by, project)


def officer_or_coordinator(by: Any, project: Project) -> bool:
    """Who checks submissions and asks for information."""
    return officer(by, project) or coordinator(by, project)


def follows_decisions(by: Any, project: Project) -> bool:
    """Officials and coordinators, once there is something to check or decide."""
    return official(by, project) or coordinator(by, project)


def unanswered_partners(project: Project) -> list[Partner]:
    """The accepted partners that have neither committed nor objected to the current version."""
    version = project.current_version
    if version is None:
        return list(project.accepted)
    answered = {c.partner_id for c in version.commitments if c.state != CommitmentState.STALE}
    return [partner for partner in project.accepted if partner.id not in answered]


def signs(by: Any, project: Project) -> bool:
    """An authorised signatory of an accepted partner."""
    return bool(own_partners(by, project, Role.SIGNATORY))


def signs_now(by: Any, project: Project) -> bool:
    """An authorised signatory of a partner that has not answered the current version."""
    return any(by.holds(Role.SIGNATORY, organisation_id=partner.organisation_id) for partner in unanswered_partners(project))


def open_sections(project: Project) -> frozenset[Section]:
    """The sections that may be changed now: all of a draft or a revision, those a question named, else none."""
    if project.state in EDITABLE_STATES:
        return frozenset(Section)
    if project.state == ProjectState.INFO_REQUESTED and project.info_requests:
        return frozenset(Section(name) for name in project.info_requests[-1].sections)
    return frozenset()


def _lead_edits(by: Any, project: Project, section: Section) -> bool:
    return section in open_sections(project) and leads(by, project)


def _partner_edits(by: Any, project: Project, section: Section) -> bool:
    return section in open_sections(project) and bool(own_partners(by, project, Role.REPRESENTATIVE))


def edit_summary(by: Any, project: Project) -> bool:
    """The lead writes the summary."""
    return _lead_edits(by, project, Section.SUMMARY)


def edit_tracks(by: Any, project: Project) -> bool:
    """The lead chooses tracks and readiness."""
    return _lead_edits(by, project, Section.TRACKS)


def edit_consortium(by: Any, project: Project) -> bool:
    """The lead, and each partner its own tasks."""
    return _partner_edits(by, project, Section.CONSORTIUM)


def edit_budget(by: Any, project: Project) -> bool:
    """The lead, and each partner its own budget."""
    return _partner_edits(by, project, Section.BUDGET)


def edit_schedule(by: Any, project: Project) -> bool:
    """The lead plans."""
    return _lead_edits(by, project, Section.SCHEDULE)


def edit_intellectual_property(by: Any, project: Project) -> bool:
    """The lead writes down what was agreed on intellectual property."""
    return _lead_edits(by, project, Section.INTELLECTUAL_PROPERTY)


def edit_sensitive_technology(by: Any, project: Project) -> bool:
    """The lead declares."""
    return _lead_edits(by, project, Section.SENSITIVE_TECHNOLOGY)


EDITORS = {
    Section.SUMMARY: edit_summary,
    Section.TRACKS: edit_tracks,
    Section.CONSORTIUM: edit_consortium,
    Section.BUDGET: edit_budget,
    Section.SCHEDULE: edit_schedule,
    Section.INTELLECTUAL_PROPERTY: edit_intellectual_property,
    Section.SENSITIVE_TECHNOLOGY: edit_sensitive_technology,
}


def edits_partner(by: Any, partner: Partner) -> bool:
    """The lead edits what concerns any partner, a partner what is its own."""
    own = partner.state == PartnerState.ACCEPTED and by.holds(Role.REPRESENTATIVE, organisation_id=partner.organisation_id)
    return own or leads(by, partner.project)


def check(by: Any, project: Project) -> bool:
    """Whoever edits any part sees what is still missing."""
    return project.state in EDITABLE_STATES | {ProjectState.INFO_REQUESTED} and bool(own_partners(by, project, *SPEAKERS))


def invite(by: Any, project: Project) -> bool:
    """The lead invites partners into a draft."""
    return project.state == ProjectState.DRAFT and leads(by, project)


def withdraw(by: Any, project: Project) -> bool:
    """The lead withdraws the project, a partner itself."""
    return speaks_for_lead(by, project) or speaks_for_partner(by, project)


def copy(by: Any, project: Project) -> bool:
    """The lead takes up an ended project anew."""
    return project.state in COPYABLE_STATES and leads(by, project)
