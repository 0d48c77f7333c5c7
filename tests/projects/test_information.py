"""Requests for information: what they open, and how a project goes back."""

import pytest

from app.accounts.enums import Role
from app.core.errors import NotAllowed, Refused
from app.projects import policy, services
from app.projects.enums import ProjectState as S
from app.projects.enums import Section, SensitiveTechnology


def ask(make, project, *sections, question="Please explain."):
    officer = make.official(project.programme.parties[1], Role.OFFICER)
    services.ask_information(project, sections=sections, question=question, by=officer)


def people(make, project):
    return [make.speaker(partner.organisation) for partner in project.accepted]


@pytest.mark.parametrize("state", [S.SUBMITTED, S.UNDER_REVIEW])
def test_an_answer_leads_back_to_where_it_was_asked(make, state):
    project = make.project(state=state)
    ask(make, project, Section.SCHEDULE)
    assert project.state == S.INFO_REQUESTED
    assert policy.open_sections(project) == {Section.SCHEDULE}
    assert services.answer_information(project, answer="It is as planned.", by=people(make, project)[0])
    assert project.state == state
    assert project.current_version.number == 1
    assert project.info_requests[0].answer == "It is as planned."


def test_an_answer_that_touches_no_commitment_is_handed_in_at_once(make):
    project = make.project(state=S.SUBMITTED)
    ask(make, project, Section.SENSITIVE_TECHNOLOGY)
    lead = people(make, project)[0]
    services.save_sensitive_technology(project, declaration=SensitiveTechnology.UNSURE, details="A lens that may be listed.", by=lead)
    assert services.answer_information(project, answer="See there.", by=lead)
    assert project.state == S.SUBMITTED
    assert project.current_version.number == 2
    assert project.submitted_version is project.current_version


def test_an_answer_that_changes_the_schedule_waits_for_the_partners(make):
    project = make.project(state=S.UNDER_REVIEW)
    ask(make, project, Section.SCHEDULE)
    lead, partner = people(make, project)
    services.save_schedule(project, starts_on=project.starts_on, duration_months=20, milestones=project.milestones, by=lead)
    assert not services.answer_information(project, answer="Shortened.", by=lead)
    assert project.state == S.INFO_REQUESTED
    assert project.submitted_version.number == 1
    for person in (lead, partner):
        services.commit_to_version(project, version_hash=project.current_version.hash, by=person)
    assert project.state == S.UNDER_REVIEW
    assert project.submitted_version.number == project.current_version.number == 2


def test_time_out_goes_back_to_what_was_submitted(make):
    project = make.project(state=S.UNDER_REVIEW)
    ask(make, project, Section.SCHEDULE)
    lead = people(make, project)[0]
    services.save_schedule(project, starts_on=project.starts_on, duration_months=20, milestones=project.milestones, by=lead)
    services.answer_information(project, answer="Shortened.", by=lead)
    services.time_out_information(project)
    assert project.state == S.UNDER_REVIEW
    assert project.current_version.number == 1


def test_an_unanswered_question_is_closed_by_time(make):
    project = make.project(state=S.SUBMITTED)
    ask(make, project, Section.BUDGET)
    services.time_out_information(project)
    assert project.info_requests[0].timed_out
    assert project.info_requests[0].closed_at is not None
    assert project.returns_to is None


def test_only_the_named_sections_can_be_saved(make):
    project = make.project(state=S.SUBMITTED)
    ask(make, project, Section.SCHEDULE)
    lead = people(make, project)[0]
    with pytest.raises(NotAllowed):
        services.save_intellectual_property(project, background_ip="x", foreground_ip="y", by=lead)


def test_an_answer_must_leave_the_opened_sections_complete(make):
    project = make.project(state=S.SUBMITTED)
    ask(make, project, Section.SCHEDULE)
    lead = people(make, project)[0]
    services.save_schedule(project, starts_on=project.starts_on, duration_months=3, milestones=project.milestones, by=lead)
    with pytest.raises(Refused, match="at least 12"):
        services.answer_information(project, answer="Done.", by=lead)


def test_nobody_linked_to_a_partner_asks_as_an_official(make):
    from app.accounts.models import Membership

    project = make.project(state=S.SUBMITTED)
    officer = make.official(project.programme.parties[0], Role.OFFICER)
    officer.memberships.append(Membership(organisation=project.lead.organisation, role=Role.MEMBER))
    make.session.flush()
    with pytest.raises(NotAllowed):
        services.ask_information(project, sections=[Section.BUDGET], question="Why?", by=officer)


def test_a_question_names_sections_and_says_something(make):
    project = make.project(state=S.SUBMITTED)
    officer = make.official(project.programme.parties[0], Role.OFFICER)
    with pytest.raises(Refused):
        services.ask_information(project, sections=[], question="Why?", by=officer)
    with pytest.raises(Refused):
        services.ask_information(project, sections=[Section.BUDGET], question=" ", by=officer)
