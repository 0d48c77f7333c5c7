"""A joint project that two organisations agreed on in an introduction: a draft with both of them in it.

Partnering stands below projects, so the last confirmation is given here: it registers the project and ends the introduction.
"""

from typing import Any

from app.core.errors import NotAllowed, Refused
from app.core.i18n import _l
from app.partnering.enums import Side
from app.partnering.introductions import policy as introductions
from app.partnering.models import Introduction
from app.partnering.services import introducing
from app.projects.enums import PartnerRole
from app.projects.models import Project
from app.projects.services.consortium import answer_invitation, invite_partner
from app.projects.services.registration import create_project


def register_introduced(introduction: Introduction, *, by: Any, version: int | None = None) -> Project:
    """Confirm the joint project that the other side proposed; that side leads it, and both are in its consortium.

    :raises Refused: whoever proposed it does not represent the lead any more, or an organisation may not take part.
    """
    if not introductions.confirms_project(by, introduction):
        raise NotAllowed
    step = introducing.take_confirmation(introduction, by=by, version=version)
    asker, owner = introduction.organisation, introduction.profile.organisation
    lead, partner = (asker, owner) if step.side == Side.ASKER else (owner, asker)
    proposer = step.proposed_by
    if not introductions.proposes_step(proposer, step):
        raise Refused.because("step", _l("Whoever proposed the project does not represent the organisation any more. Set the step aside; it can be proposed anew."))
    project = create_project(
        organisation=lead, programme=introduction.programme, title=step.title or "", by=proposer, language=introduction.language
    )
    invited = invite_partner(project, organisation=partner, role=PartnerRole.PARTNER, by=proposer)
    answer_invitation(invited, accept=True, by=by)
    introducing.convert_introduction(introduction, project_id=project.id, by=by)
    return project
