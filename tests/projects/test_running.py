"""A project that was submitted goes on though a partner's verification ends; nothing new is submitted without one."""

from datetime import timedelta

import pytest

from app.accounts.enums import Role
from app.core.db import now
from app.core.errors import Refused
from app.organisations import services as organisations
from app.organisations.enums import OrganisationState as O
from app.projects import services
from app.projects.enums import PartnerRole, PartnerState, Section
from app.projects.enums import ProjectState as S
from app.projects.models import Partner


def people(make, project):
    return [make.speaker(partner.organisation) for partner in project.accepted]


def end_verification(organisation, state=O.VERIFICATION_EXPIRED):
    organisation.state, organisation.valid_until = state, now() - timedelta(days=1)


def shorten(project, lead):
    services.save_schedule(project, starts_on=project.starts_on, duration_months=20, milestones=project.milestones, by=lead)


def sign(project, persons):
    for person in persons:
        services.commit_to_version(project, version_hash=project.current_version.hash, by=person)


@pytest.mark.parametrize("state", [O.VERIFICATION_EXPIRED, O.SUSPENDED, O.UPDATE_NEEDED])
def test_a_revision_goes_on(make, state):
    project = make.project(state=S.CHANGES_REQUESTED)
    end_verification(project.partners[1].organisation, state)
    lead, partner = people(make, project)
    shorten(project, lead)
    services.revise_project(project, by=lead)
    sign(project, (lead, partner))
    assert project.state == S.SUBMITTED


def test_an_answer_goes_on(make):
    project = make.project(state=S.SUBMITTED)
    lead, partner = people(make, project)
    officer = make.official(project.programme.parties[1], Role.OFFICER)
    services.ask_information(project, sections=[Section.SCHEDULE], question="How long?", by=officer)
    end_verification(project.partners[1].organisation)
    shorten(project, lead)
    services.answer_information(project, answer="Shorter.", by=lead)
    sign(project, (lead, partner))
    assert (project.state, project.current_version.number) == (S.SUBMITTED, 2)


def test_a_partner_that_joins_a_submitted_project_is_verified_first(make, session):
    project = make.project(state=S.SUBMITTED, partners=[make.organisation(country="IL"), make.organisation(country="IL")])
    lead, _partner, leaving = people(make, project)
    services.withdraw_partner(project, by=leaving, comment="We cannot take part.")
    end_verification(project.lead.organisation)
    added = Partner(
        project=project, organisation=make.organisation(country="IL", state=O.DECLARED), role=PartnerRole.SUBCONTRACTOR,
        state=PartnerState.ACCEPTED, currency="ILS", tasks="Helps.", budget=[],
    )
    session.add(added)
    session.flush()
    session.expire(project, ["partners"])
    with pytest.raises(Refused) as refusal:
        services.lock_project(project, by=lead)
    unverified = [str(problem) for problem in refusal.value.problems if "must be verified" in str(problem)]
    assert unverified == [f"\u2068{added.organisation.name}\u2069 must be verified by the authority of its country."]


def test_a_verification_that_ends_before_the_first_submission_stops_it(make):
    project = make.project(state=S.AWAITING_COMMITMENT)
    lead, partner = people(make, project)
    sign(project, (lead,))
    end_verification(project.lead.organisation)
    with pytest.raises(Refused, match="must be verified"):
        sign(project, (partner,))


def test_what_was_verified_stays_in_force_while_better_entries_are_asked_for(make):
    programme = make.sample_programme()
    organisation, person = make.in_state(programme, O.VERIFIED)
    officer = make.official(programme.parties[0], Role.OFFICER)
    organisations.change_legal_data(organisation, {"name_latin": "Renamed Works"}, by=person)
    organisations.ask_for_data(organisation, by=officer, reasons={"name_latin": "Which register says so?"})
    assert organisation.state == O.UPDATE_NEEDED
    assert organisation.is_verified
    organisation.valid_until = now() - timedelta(seconds=1)
    assert not organisation.is_verified
