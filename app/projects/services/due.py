"""Due dates of projects: working days of the country that has to act, jointly where both have."""

from datetime import datetime

from app.core.calendar import WorkingCalendar, joint
from app.core.db import now
from app.programmes.models import Party, Programme
from app.projects.models import Project

INVITATION_WORKING_DAYS = 15
"""For an invited partner to answer, as in introductions (`workflows.md` § 3)."""
DRAFT_WORKING_DAYS = 60
"""For the lead to go on with a draft: about three months. Nothing ends then; the lead is reminded."""


def calendar_of(party: Party) -> WorkingCalendar:
    """The working days of a party."""
    return WorkingCalendar(party.country, frozenset(party.weekend), party.time_zone)


def in_working_days(programme: Programme, country: str, days: int) -> datetime:
    """The end of the `days`-th working day of a country from now; of both countries where it is neither's."""
    party = programme.party_of(country)
    if party is None:
        return in_joint_working_days(programme, days)
    return calendar_of(party).due(now(), days)


def in_joint_working_days(programme: Programme, days: int) -> datetime:
    """The end of the `days`-th day from now on which both countries work."""
    first, second = (calendar_of(party) for party in programme.parties)
    return joint(first, second).due(now(), days)


def draft_due(project: Project) -> datetime:
    """Until when a draft should be taken on: the closing of its call, else a while after its last change."""
    if project.call is not None and project.call.closes_at > now() and project.submitted_version is None:
        return project.call.closes_at
    return in_working_days(project.programme, project.lead.organisation.country if project.lead else "", DRAFT_WORKING_DAYS)


def commitment_due(project: Project) -> datetime:
    """When the last partner must have committed; for a first submission to a call, not after its closing."""
    programme = project.programme
    countries = {partner.organisation.country for partner in project.accepted}
    due = max(in_working_days(programme, country, programme.commitment_working_days) for country in countries)
    bound = project.call is not None and project.submitted_version is None
    return min(due, project.call.closes_at) if bound and project.call else due


def answer_due(project: Project) -> datetime:
    """When the lead must have answered a request for information."""
    country = project.lead.organisation.country if project.lead else ""
    return in_working_days(project.programme, country, project.programme.info_request_working_days)


def eligibility_due(project: Project) -> datetime:
    """When both authorities must have checked a submission."""
    return in_joint_working_days(project.programme, project.programme.eligibility_working_days)
