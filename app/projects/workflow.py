"""The state tables of `workflows.md` § 4, up to both countries' decisions, as data.

Rows marked internal are fired by another act: the clock, the last commitment, or the packages above (checks, reviews and
the joint result are theirs). Facts that belong to a new state go along as `changes`: whoever fires `ask_information`
gives `returns_to` and `due_at`; whoever leads out of it gives `returns_to=None`.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from app.accounts.enums import Role
from app.accounts.rights import OFFICIALS
from app.core.db import now
from app.core.errors import Problem
from app.core.i18n import _l, isolated_name
from app.core.workflow import Workflow, itself, transition
from app.projects import eligibility, policy, queries
from app.projects.enums import PartnerRole, PartnerState, ProjectState, Section
from app.projects.models import Partner, Project

S = ProjectState
IN_REVIEW = frozenset({S.SUBMITTED, S.INFO_REQUESTED, S.UNDER_REVIEW, S.AWAITING_DECISIONS, S.CHANGES_REQUESTED, S.ON_HOLD})
RUNNING = IN_REVIEW | {S.DRAFT, S.AWAITING_COMMITMENT}


def facts(project: Project) -> eligibility.Facts:
    """What the eligibility rules need besides the project, as of now."""
    at = now()
    organisations = [partner.organisation_id for partner in project.consortium]
    return eligibility.Facts(
        at=at, rates=queries.rates_on(project.programme, at.date()), signing=queries.signing_organisations(organisations),
        submitted_before=project.submitted_version is not None, submitted_partners=project.submitted_partners,
    )


def complete(project: Project, _by: Any) -> Sequence[Problem]:
    """Nothing is missing."""
    return eligibility.missing(project, facts(project))


def call_open(project: Project, _by: Any) -> Sequence[Problem]:
    """The call takes submissions at this instant, unless the project was submitted before."""
    if project.call is None or project.call.is_open(now()) or project.submitted_version is not None:
        return ()
    return [Problem(str(Section.SUMMARY), _l("The call has closed. The project can be copied into a new one."))]


def every_partner_committed(project: Project, _by: Any) -> Sequence[Problem]:
    """Every accepted partner committed to the current version, and the call is still open.

    A partner is verified at the first submission that it takes part in; a verification that ends later stops nothing.
    """
    version = project.current_version
    submitted = project.submitted_partners
    problems = list(call_open(project, _by))
    if version is None or not version.is_committed:
        problems.append(Problem("version", _l("Not every partner has committed to this version.")))
    problems.extend(
        Problem(
            str(Section.CONSORTIUM),
            _l("%(name)s must be verified by the authority of its country.", name=isolated_name(partner.organisation.display_name)),
        )
        for partner in project.accepted
        if not partner.organisation.is_verified and partner.public_id not in submitted
    )
    return problems


def accepting(partner: Partner, _by: Any) -> Sequence[Problem]:
    """The project takes partners, and the organisation is fit to join."""
    problems = []
    if partner.project.state != S.DRAFT:
        problems.append(Problem("state", _l("The project takes no partners at present.")))
    if partner.organisation.state not in queries.REGISTERING_STATES:
        problems.append(Problem("organisation", _l("Declare the organisation in the registry first.")))
    return problems


def removable(partner: Partner, _by: Any) -> Sequence[Problem]:
    """A partner other than the lead, while the project is a draft."""
    problems = []
    if partner.project.state != S.DRAFT:
        problems.append(Problem("state", _l("Partners can be removed only while the project is a draft.")))
    if partner.role == PartnerRole.LEAD:
        problems.append(Problem("role", _l("The lead partner cannot be removed.")))
    return problems


def lead_people(project: Project) -> Iterable[Any]:
    """Who speaks for the lead."""
    return queries.people_of([project.lead.organisation_id], *policy.SPEAKERS) if project.lead else ()


def consortium_people(project: Project) -> Iterable[Any]:
    """Who speaks for any partner."""
    return queries.people_of([partner.organisation_id for partner in project.accepted], *policy.SPEAKERS)


def signatories(project: Project) -> Iterable[Any]:
    """The signatories of all partners."""
    return queries.people_of([partner.organisation_id for partner in project.accepted], Role.SIGNATORY)


def officials(project: Project) -> Iterable[Any]:
    """Officers and decision makers of both authorities, and the secretariat."""
    programme = project.programme
    found = list(queries.people_of([party.authority_id for party in programme.parties], *OFFICIALS))
    return [*found, *queries.people_of([programme.secretariat_id or 0], Role.COORDINATOR)]


def everyone(project: Project) -> Iterable[Any]:
    """The consortium, and the officials if the project was submitted."""
    told = list(consortium_people(project))
    return [*told, *officials(project)] if project.submitted_version is not None else told


def lead_and_officials(project: Project) -> Iterable[Any]:
    """Who speaks for the lead, and the officials."""
    return [*lead_people(project), *officials(project)]


def invited_people(partner: Partner) -> Iterable[Any]:
    """Who speaks for the partner."""
    return queries.people_of([partner.organisation_id], *policy.SPEAKERS)


def partners_lead(partner: Partner) -> Iterable[Any]:
    """Who speaks for the lead of the partner's project."""
    return lead_people(partner.project)


REP, SIG, OFF, DEC, COORD, SYS = "representative", "signatory", "officer", "decision_maker", "coordinator", "system"

PROJECT = Workflow("project", ProjectState, S.DRAFT, (
    transition("create", (), S.DRAFT, may=policy.leads, roles=(REP,),
               label=_l("Register a project"), done=_l("registered the project")),
    transition("invite_partner", {S.DRAFT}, S.DRAFT, may=policy.leads, roles=(REP,),
               label=_l("Invite a partner"), done=_l("invited a partner")),
    transition("lock", {S.DRAFT}, S.AWAITING_COMMITMENT, may=policy.leads, roles=(REP,), guard=complete, tell=signatories,
               label=_l("Lock for commitment"), done=_l("locked the project and asked the partners to commit")),
    transition("commit", {S.AWAITING_COMMITMENT}, S.AWAITING_COMMITMENT, may=policy.signs_now, roles=(SIG,), guard=call_open,
               tell=lead_people, label=_l("Commit to this version"), done=_l("committed to the version")),
    transition("object", {S.AWAITING_COMMITMENT}, S.DRAFT, may=policy.signs, roles=(SIG,), comment_required=True,
               tell=consortium_people, label=_l("Object to this version"), done=_l("objected to the version")),
    transition("all_committed", {S.AWAITING_COMMITMENT}, S.SUBMITTED, may=policy.clock, roles=(SYS,), guard=every_partner_committed,
               tell=everyone, internal=True, label=_l("Submit"), done=_l("Every partner committed: the project was submitted")),
    transition("pass_deadline", {S.DRAFT, S.AWAITING_COMMITMENT}, S.NOT_SUBMITTED, may=policy.clock, roles=(SYS,),
               tell=consortium_people, internal=True, label=_l("Pass the deadline"),
               done=_l("The deadline passed before the project was submitted")),
    transition("confirm_eligible", {S.SUBMITTED}, S.UNDER_REVIEW, may=policy.officer_or_coordinator, roles=(COORD, OFF),
               tell=everyone, internal=True, label=_l("Confirm complete and eligible"), done=_l("found the project complete and eligible")),
    transition("reject_ineligible", {S.SUBMITTED}, S.INELIGIBLE, may=policy.officer, roles=(OFF,), comment_required=True,
               tell=everyone, internal=True, label=_l("Confirm not eligible"), done=_l("confirmed that the project is not eligible")),
    transition("ask_information", {S.SUBMITTED, S.UNDER_REVIEW}, S.INFO_REQUESTED, may=policy.officer_or_coordinator,
               roles=(OFF, COORD), comment_required=True, tell=lead_people,
               label=_l("Ask for information"), done=_l("asked for information")),
    transition("prepare_answer", {S.INFO_REQUESTED}, S.INFO_REQUESTED, may=policy.leads, roles=(REP,), internal=True,
               tell=signatories, label=_l("Ask the partners to commit to the changed version"),
               done=_l("wrote the answer and asked the partners to commit to the changed version")),
    transition("recommit", {S.INFO_REQUESTED}, S.INFO_REQUESTED, may=policy.signs_now, roles=(SIG,), internal=True,
               tell=lead_people, label=_l("Commit to the changed version"), done=_l("committed to the changed version")),
    transition("answer_information", {S.INFO_REQUESTED}, (S.SUBMITTED, S.UNDER_REVIEW), may=policy.leads, roles=(REP,),
               tell=officials, label=_l("Answer"), done=_l("answered the request for information")),
    transition("complete_answer", {S.INFO_REQUESTED}, (S.SUBMITTED, S.UNDER_REVIEW), may=policy.clock, roles=(SYS,), internal=True,
               guard=every_partner_committed, tell=lead_and_officials, label=_l("Hand in the answer"),
               done=_l("Every partner committed to the changed version: the answer was handed in")),
    transition("time_out_information", {S.INFO_REQUESTED}, (S.SUBMITTED, S.UNDER_REVIEW), may=policy.clock, roles=(SYS,),
               internal=True, tell=lead_and_officials, label=_l("Let the time for the answer run out"),
               done=_l("The time for the answer ran out; the project goes on as it was submitted")),
    transition("close_reviews", {S.UNDER_REVIEW}, S.AWAITING_DECISIONS, may=policy.coordinator, roles=(COORD,),
               tell=officials, internal=True, label=_l("Close the reviews"), done=_l("closed the reviews")),
    transition("approve", {S.AWAITING_DECISIONS, S.ON_HOLD}, S.APPROVED, may=policy.clock, roles=(SYS,), internal=True,
               tell=everyone, label=_l("Approve"), done=_l("Both countries approved the project")),
    transition("decide_rejected", {S.AWAITING_DECISIONS, S.ON_HOLD}, S.REJECTED, may=policy.clock, roles=(SYS,), internal=True,
               tell=everyone, label=_l("Reject"), done=_l("The project was rejected")),
    transition("request_changes", {S.AWAITING_DECISIONS, S.ON_HOLD}, S.CHANGES_REQUESTED, may=policy.clock, roles=(SYS,),
               internal=True, tell=everyone, label=_l("Ask for changes"), done=_l("Changes were asked for")),
    transition("hold", {S.AWAITING_DECISIONS}, S.ON_HOLD, may=policy.clock, roles=(SYS,), internal=True, tell=everyone,
               label=_l("Put on hold"), done=_l("The decision was deferred")),
    transition("resume_decisions", {S.ON_HOLD}, S.AWAITING_DECISIONS, may=policy.clock, roles=(SYS,), internal=True,
               tell=officials, label=_l("Take up the decision again"), done=_l("The decision was taken up again")),
    transition("revise", {S.CHANGES_REQUESTED}, S.AWAITING_COMMITMENT, may=policy.leads, roles=(REP,), guard=complete,
               tell=signatories, label=_l("Lock the revised version"), done=_l("locked the revised version")),
    transition("withdraw", RUNNING, S.WITHDRAWN, may=policy.speaks_for_lead, roles=(REP, SIG), comment_required=True,
               tell=everyone, label=_l("Withdraw the project"), done=_l("withdrew the project")),
    transition("withdraw_partner", RUNNING, S.DRAFT, may=policy.speaks_for_partner, roles=(REP, SIG), comment_required=True,
               tell=everyone, label=_l("Leave the consortium"), done=_l("left the consortium; the project is a draft again")),
))


def project_of(partner: Partner) -> Project:
    """The project to whose history the partner's events belong."""
    return partner.project


P = PartnerState

PARTNER = Workflow("partner", PartnerState, P.INVITED, (
    transition("invite", (), P.INVITED, may=policy.leads_partners_project, roles=(REP,), tell=invited_people,
               label=_l("Invite"), done=_l("sent an invitation into the consortium")),
    transition("lead", (), P.ACCEPTED, may=policy.leads_partners_project, roles=(REP,), internal=True,
               label=_l("Lead the project"), done=_l("took the lead")),
    transition("accept", {P.INVITED}, P.ACCEPTED, may=policy.represents, roles=(REP, SIG), guard=accepting, tell=partners_lead,
               label=_l("Accept"), done=_l("accepted the invitation")),
    transition("decline", {P.INVITED}, P.DECLINED, may=policy.represents, roles=(REP, SIG), tell=partners_lead,
               label=_l("Decline"), done=_l("declined the invitation")),
    transition("lapse", {P.INVITED}, P.LAPSED, may=policy.clock, roles=(SYS,), internal=True, tell=partners_lead,
               label=_l("Lapse"), done=_l("An invitation into the consortium lapsed")),
    transition("remove", {P.INVITED, P.ACCEPTED}, P.REMOVED, may=policy.leads_partners_project, roles=(REP,), guard=removable,
               tell=invited_people, about=itself, label=_l("Remove"), done=_l("removed a partner from the consortium")),
    transition("leave", {P.ACCEPTED}, P.REMOVED, may=policy.represents, roles=(REP, SIG), internal=True,
               tell=invited_people, about=itself, label=_l("Leave"), done=_l("left the consortium")),
), subject=project_of)
