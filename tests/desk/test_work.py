"""My work: each person sees the steps that are theirs, the most urgent first, in a fixed number of statements."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from app.accounts.enums import Role
from app.core.db import now
from app.desk.work import entries
from app.extensions import db
from app.organisations import services as organisations
from app.organisations.enums import OrganisationState
from app.projects import services
from app.projects.enums import ProjectState, Section


def steps(person):
    return [(str(entry.step), entry.endpoint) for entry in entries(person)]


def statements(client):
    seen = []
    connection = db.session.connection()

    def note(*arguments):
        seen.append(arguments[2])

    event.listen(connection, "before_cursor_execute", note)
    try:
        assert client.get("/work").status_code == 200
    finally:
        event.remove(connection, "before_cursor_execute", note)
    return len(seen)


def test_nothing_waits_for_a_newcomer_and_the_page_says_what_to_do_first(client, make):
    page = client(make.person()).get("/work").text
    assert "Nothing waits for you" in page
    assert "Register your organisation" in page


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (ProjectState.DRAFT, "Complete the draft and lock it for commitment"),
        (ProjectState.AWAITING_COMMITMENT, "Commit to the project, or object"),
        (ProjectState.INFO_REQUESTED, "Answer the question of the authorities"),
        (ProjectState.CHANGES_REQUESTED, "Revise the project as both countries asked"),
    ],
)
def test_the_lead_sees_what_the_project_waits_for(make, state, step):
    project = make.project(state=state)
    assert step in [text for text, _endpoint in steps(make.speaker(project.lead.organisation))]


def test_a_partner_is_asked_for_its_tasks_and_budget_until_they_are_written(make):
    project = make.project()
    partner = project.accepted[1]
    by, asked = make.speaker(partner.organisation), ("Write your tasks and budget", "projects.show")
    assert asked not in steps(by)
    partner.funding_requested = None
    db.session.flush()
    assert asked in steps(by)
    assert asked not in steps(make.speaker(project.lead.organisation))


def test_signatories_are_asked_again_for_an_answer_that_changes_what_they_signed(make):
    project = make.project(state=ProjectState.SUBMITTED)
    services.ask_information(
        project, sections=[Section.SCHEDULE], question="Is it right?", by=make.official(project.programme.parties[0], Role.OFFICER)
    )
    lead, partner = (make.speaker(each.organisation) for each in project.accepted)
    asked = ("Commit to the project, or object", "projects.commit")
    assert asked not in steps(partner)
    services.save_schedule(project, starts_on=project.starts_on, duration_months=20, milestones=project.milestones, by=lead)
    services.answer_information(project, answer="Shortened.", by=lead)
    assert asked in steps(partner)
    services.commit_to_version(project, version_hash=project.current_version.hash, by=partner)
    assert asked not in steps(partner)


def test_officials_see_what_waits_for_their_own_country(make):
    project = make.case()
    officers = [make.officer(party) for party in project.programme.parties]
    deciders = [make.decider(party) for party in project.programme.parties]
    make.recommended(project, 0, by=officers[0])
    recommend, decide = ("Recommend for your country", "approvals.show"), ("Decide for your country", "approvals.show")
    assert [recommend in steps(officer) for officer in officers] == [False, True]
    assert [decide in steps(decider) for decider in deciders] == [True, False]


def test_an_organisation_to_verify_waits_for_its_own_country(make):
    organisation = make.organisation(country="JP", state=OrganisationState.DECLARED)
    make.member(organisation, Role.REPRESENTATIVE)
    own, other = (make.official(party, Role.OFFICER) for party in make.programme().parties)
    assert steps(own) == [("Take up the verification", "organisations.show")]
    assert steps(other) == []


def test_what_is_late_comes_first_and_says_so(client, make):
    lead = make.organisation(country="JP")
    later = make.project(state=ProjectState.AWAITING_COMMITMENT, lead=lead, title="Later")
    late = make.project(state=ProjectState.AWAITING_COMMITMENT, lead=lead, title="Overdue")
    later.due_at, late.due_at = now() + timedelta(days=9), now() - timedelta(days=1)
    page = client(make.speaker(lead)).get("/work").text
    assert page.index("Overdue") < page.index("Later")
    assert page.count(">Late<") == 1


def test_the_number_of_statements_is_the_same_for_one_and_for_many(client, make):
    lead = make.organisation(country="JP")
    make.project(lead=lead)
    tester = client(make.speaker(lead))
    tester.get("/work")
    few = statements(tester)
    for number in range(4):
        make.project(lead=lead, title=f"Joint project {number}")
        make.project(lead=lead, state=ProjectState.AWAITING_COMMITMENT, title=f"Locked project {number}")
    assert statements(tester) == few


def test_ones_own_organisations_stand_below_with_their_state(client, make):
    organisation = make.organisation(country="JP")
    text = client(make.speaker(organisation)).get("/work").text
    assert "Your organisations" in text
    assert f'href="/organisations/{organisation.public_id}"' in text
    assert "Register your organisation" not in client(make.reviewer()).get("/work").text


def test_the_number_of_statements_of_officials_is_the_same_for_one_and_for_many(client, make):
    def a_round():
        project = make.case()
        make.case(ProjectState.SUBMITTED), make.case(ProjectState.UNDER_REVIEW)
        project.due_at = now() - timedelta(days=1)
        late = make.organisation(country="JP", state=OrganisationState.DECLARED, due_at=now() - timedelta(days=1))
        make.member(late, Role.REPRESENTATIVE)
        organisations.open_recovery(make.listed(state=OrganisationState.DECLARED), by=make.person(), reason="Sample reason.")
        return project.programme

    programme = a_round()
    tester = client(make.member(programme.parties[0].authority, Role.OFFICER, Role.DECISION_MAKER, email="many@jp-authority.example"))
    tester.get("/work")
    few = statements(tester)
    for _ in range(3):
        a_round()
    assert statements(tester) == few
