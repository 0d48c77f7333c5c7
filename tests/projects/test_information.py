"""Requests for information: what they open, and how a project goes back."""

from decimal import Decimal

import pytest

from app.accounts.enums import Role
from app.core.db import now
from app.core.errors import NotAllowed, Refused
from app.projects import policy, services, snapshot
from app.projects.enums import CommitmentState as C
from app.projects.enums import CostCategory, Section, SensitiveTechnology
from app.projects.enums import ProjectState as S
from app.projects.models import Project
from app.projects.turn import whose_turn


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


def shorten(project, lead, months=20):
    services.save_schedule(project, starts_on=project.starts_on, duration_months=months, milestones=project.milestones, by=lead)


def test_what_was_changed_but_not_handed_in_in_time_is_put_back(make):
    project = make.project(state=S.SUBMITTED)
    submitted, (lead, partner) = project.current_version, people(make, project)
    ask(make, project, *Section)
    shorten(project, lead)
    services.save_summary(project, title="Another title", summary=None, innovation="x", market="y", language="ja", by=lead)
    services.save_tracks(
        project, tracks=project.programme.tracks, subtopics=project.programme.tracks[1].subtopics, trl_from=1, trl_to=2,
        automation_level=3, by=lead,
    )
    key = project.partners[1].public_id
    services.save_consortium(project, tasks={key: services.TasksEntry(None, "Other tasks.")}, independent=False, by=lead)
    entry = services.BudgetEntry(None, "USD", Decimal(7), Decimal(3), {CostCategory.TRAVEL: Decimal(5), CostCategory.LABOUR: Decimal(2)})
    services.save_budget(project, budgets={key: entry}, by=partner)
    services.save_intellectual_property(project, background_ip="x", foreground_ip=None, by=lead)
    services.save_sensitive_technology(project, declaration=SensitiveTechnology.CONTROLLED, details="z", by=lead)
    assert snapshot.changed_sections(submitted.section_hashes, snapshot.section_hashes(snapshot.build(project))) == set(Section)
    services.time_out_information(project)
    project = make.session.get_one(Project, project.id, populate_existing=True)
    make.session.expire_all()
    assert snapshot.build(project) == submitted.snapshot


def test_a_subtopic_that_was_merged_meanwhile_comes_back_as_its_successor(make):
    project = make.project(state=S.SUBMITTED)
    ask(make, project, Section.TRACKS)
    old, successor = project.programme.tracks[0].subtopics
    lead = people(make, project)[0]
    services.save_tracks(project, tracks=project.tracks, subtopics=[], trl_from=4, trl_to=7, automation_level=None, by=lead)
    old.retired_at, old.merged_into_id = now(), successor.id
    services.time_out_information(project)
    assert project.subtopics == [successor]


def test_an_answer_takes_up_the_named_sections_alone(make):
    project = make.project(state=S.SUBMITTED)
    lead = people(make, project)[0]
    ask(make, project, Section.SCHEDULE)
    shorten(project, lead)
    services.time_out_information(project)
    project.milestones = "Changed past every service."
    project.lead.organisation.name_latin = "Renamed Works"
    ask(make, project, Section.SENSITIVE_TECHNOLOGY)
    services.save_sensitive_technology(project, declaration=SensitiveTechnology.UNSURE, details="A lens.", by=lead)
    assert services.answer_information(project, answer="See there.", by=lead)
    first, second = project.versions
    assert snapshot.changed_sections(first.section_hashes, second.section_hashes) == {Section.SENSITIVE_TECHNOLOGY}
    assert second.hash == snapshot.digest(second.snapshot)


def test_what_was_changed_after_the_answer_was_prepared_is_not_part_of_it(make):
    project = make.project(state=S.SUBMITTED)
    lead, partner = people(make, project)
    ask(make, project, Section.SCHEDULE)
    shorten(project, lead)
    services.answer_information(project, answer="Shortened.", by=lead)
    shorten(project, lead, months=36)
    for person in (lead, partner):
        services.commit_to_version(project, version_hash=project.current_version.hash, by=person)
    assert (project.state, project.duration_months) == (S.SUBMITTED, 20)


def test_time_out_leaves_the_commitments_to_the_submitted_version_in_force(make):
    project = make.project(state=S.SUBMITTED)
    lead = people(make, project)[0]
    ask(make, project, Section.SCHEDULE)
    shorten(project, lead)
    services.answer_information(project, answer="Shortened.", by=lead)
    services.commit_to_version(project, version_hash=project.current_version.hash, by=lead)
    services.time_out_information(project)
    first, second = project.versions
    assert project.current_version is first
    assert [c.state for c in first.commitments] == [C.COMMITTED, C.COMMITTED]
    assert [c.state for c in second.commitments] == [C.STALE]
    ask(make, project, Section.SCHEDULE)
    assert services.answer_information(project, answer="It stays as it was.", by=lead)
    assert (project.state, project.current_version.number) == (S.SUBMITTED, 1)


def test_a_version_after_one_that_was_dropped_rests_on_the_submitted_one(make):
    project = make.project(state=S.SUBMITTED)
    lead = people(make, project)[0]
    ask(make, project, Section.SCHEDULE)
    shorten(project, lead)
    services.answer_information(project, answer="Shortened.", by=lead)
    services.time_out_information(project)
    ask(make, project, Section.SENSITIVE_TECHNOLOGY)
    services.save_sensitive_technology(project, declaration=SensitiveTechnology.UNSURE, details="A lens.", by=lead)
    assert services.answer_information(project, answer="See there.", by=lead)
    assert (project.current_version.number, project.state) == (3, S.SUBMITTED)
    assert [c.carried_from_id for c in project.current_version.commitments] == [c.id for c in project.versions[0].commitments]


def test_an_answer_that_takes_its_own_change_back_is_handed_in_at_once(make):
    project = make.project(state=S.SUBMITTED)
    lead = people(make, project)[0]
    ask(make, project, Section.SCHEDULE)
    shorten(project, lead)
    assert not services.answer_information(project, answer="Shortened.", by=lead)
    assert whose_turn(project).roles == (Role.SIGNATORY,)
    shorten(project, lead, months=24)
    assert services.answer_information(project, answer="As it was after all.", by=lead)
    assert (project.current_version.number, project.state) == (1, S.SUBMITTED)


def test_with_the_changed_version_the_old_commitments_go_stale(make):
    project = make.project(state=S.SUBMITTED)
    lead, partner = people(make, project)
    ask(make, project, Section.SCHEDULE)
    shorten(project, lead)
    services.answer_information(project, answer="Shortened.", by=lead)
    for person in (lead, partner):
        services.commit_to_version(project, version_hash=project.current_version.hash, by=person)
    assert [c.state for c in project.versions[0].commitments] == [C.STALE, C.STALE]
    assert [c.state for c in project.versions[1].commitments] == [C.COMMITTED, C.COMMITTED]
