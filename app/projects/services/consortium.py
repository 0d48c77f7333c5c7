"""Partners are invited, answer, are removed, and leave."""

from typing import Any

from app.core.db import lock
from app.core.errors import Problem, Refused
from app.core.i18n import _l
from app.extensions import db
from app.organisations.models import Organisation
from app.projects import policy, queries
from app.projects.enums import CommitmentState, PartnerRole, PartnerState
from app.projects.models import Partner, Project
from app.projects.services.due import INVITATION_WORKING_DAYS, draft_due, in_working_days
from app.projects.services.registration import close_request, tell_authority_if_unrepresented
from app.projects.services.touch import touch
from app.projects.workflow import PARTNER, PROJECT


def invite_partner(
    project: Project, *, organisation: Organisation, role: PartnerRole, by: Any, message: str = ""
) -> Partner:
    """Invite an organisation into the consortium; it answers within 15 working days of its country.

    Where nobody speaks for it yet, the officers of its country are told.

    :raises Refused: it is in already, not declared, or of a country that is no party; or the role is the lead's.
    """
    lock(project)
    problems = []
    party = project.programme.party_of(organisation.country)
    if any(partner.organisation_id == organisation.id for partner in project.consortium):
        problems.append(Problem("organisation", _l("This organisation is in the consortium already.")))
    if organisation.state not in queries.REGISTERING_STATES:
        problems.append(Problem("organisation", _l("This organisation is not declared in the registry.")))
    if party is None:
        problems.append(Problem("organisation", _l("The country of the organisation is not a party of this programme.")))
    if role == PartnerRole.LEAD:
        problems.append(Problem("role", _l("A project has one lead. Choose another role.")))
    if problems or party is None:
        raise Refused(problems)
    touch(project)
    PROJECT.fire("invite_partner", project, by=by, comment=organisation.name)
    partner = Partner(
        project=project, organisation=organisation, organisation_id=organisation.id, role=role, state=PartnerState.INVITED, currency=party.currency,
        message=message or None, invited_by_id=by.id,
        due_at=in_working_days(project.programme, organisation.country, INVITATION_WORKING_DAYS),
    )
    db.session.add(partner)
    PARTNER.begin("invite", partner, by=by, comment=organisation.name)
    tell_authority_if_unrepresented(partner)
    return partner


def answer_invitation(partner: Partner, *, accept: bool, by: Any, comment: str = "", version: int | None = None) -> None:
    """The invited organisation accepts or declines; the same answer given twice is given once."""
    lock(partner.project)
    lock(partner)
    if partner.state == (PartnerState.ACCEPTED if accept else PartnerState.DECLINED):
        return
    PARTNER.fire(
        "accept" if accept else "decline", partner, by=by, comment=comment, version=version, changes={"due_at": None}
    )
    db.session.expire(partner.project, ["partners"])


def remove_partner(partner: Partner, *, by: Any, version: int | None = None) -> None:
    """The lead takes a partner out of a draft."""
    lock(partner.project)
    PARTNER.fire("remove", partner, by=by, comment=partner.organisation.name, version=version, changes={"due_at": None})
    db.session.expire(partner.project, ["partners"])


def withdraw_partner(project: Project, *, by: Any, comment: str, version: int | None = None) -> None:
    """A partner leaves before the decisions are in: the project becomes a draft again, its commitments go stale."""
    lock(project, version)
    leaving = [partner for partner in policy.own_partners(by, project, *policy.SPEAKERS) if partner is not project.lead]
    PROJECT.fire("withdraw_partner", project, by=by, comment=comment, changes={"returns_to": None, "due_at": draft_due(project)})
    close_request(project)
    for partner in leaving:
        PARTNER.fire("leave", partner, by=by, comment=partner.organisation.name)
    for commitment in (commitment for version in project.versions for commitment in version.commitments):
        if commitment.state == CommitmentState.COMMITTED:
            commitment.state = CommitmentState.STALE
    db.session.flush()
    db.session.expire(project, ["partners"])
