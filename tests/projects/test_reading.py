"""Reads: a fixed number of statements, and nothing for those who may not see."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from app.accounts.enums import Role
from app.accounts.rights import Anonymous
from app.extensions import db
from app.projects import queries
from app.projects.enums import ProjectState as S


@contextmanager
def statements():
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def count(browser, path):
    with statements() as seen:
        assert browser.get(path).status_code == 200
    return len(seen)


def test_the_list_takes_the_same_statements_for_one_and_for_many(make, client):
    lead = make.organisation()
    person = make.speaker(lead)
    make.project(lead=lead, state=S.AWAITING_COMMITMENT)
    one = count(client(person), "/projects")
    for state in (S.DRAFT, S.SUBMITTED, S.CHANGES_REQUESTED, S.UNDER_REVIEW):
        make.project(lead=lead, state=state, partners=[make.organisation(country="IL"), make.organisation(country="IL")])
    make.session.flush()
    assert count(client(person), "/projects") == one


@pytest.mark.parametrize("path", ["", "/check", "/budget", "/consortium"])
def test_a_page_takes_the_same_statements_for_two_partners_and_for_five(make, client, path):
    small, large = make.project(), make.project(partners=[make.organisation(country="IL") for _ in range(4)])
    numbers = []
    for project in (small, large):
        person = make.speaker(project.lead.organisation)
        make.session.commit()
        numbers.append(count(client(person), f"/projects/{project.public_id}{path}"))
    assert numbers[0] == numbers[1]


def test_a_reader_of_another_programme_sees_nothing(make):
    project = make.project(state=S.UNDER_REVIEW)
    other = make.programme(code="other")
    readers = [
        make.official(other.parties[0], Role.OFFICER), make.official(other.parties[1], Role.DECISION_MAKER),
        make.member(other.secretariat, Role.COORDINATOR), make.administrator(), make.person(), Anonymous(),
        make.member(project.lead.organisation, Role.REVIEWER),
    ]
    for reader in readers:
        assert queries.get_project(reader, lock=False, public_id=project.public_id) is None
        assert queries.get_public_project(reader, lock=False, public_id=project.public_id) is None


def test_officials_follow_a_project_that_goes_back_and_read_only_what_was_submitted(make):
    from app.projects import services

    project = make.project(state=S.CHANGES_REQUESTED)
    officer = make.official(project.programme.parties[0], Role.OFFICER)
    lead = make.speaker(project.lead.organisation)
    services.save_schedule(project, starts_on=project.starts_on, duration_months=30, milestones=project.milestones, by=lead)
    services.revise_project(project, by=lead)
    assert project.state == S.AWAITING_COMMITMENT
    seen = queries.get_project(officer, lock=False, public_id=project.public_id)
    assert seen is project
    assert queries.version_for(officer, project).number == 1
    assert queries.version_for(lead, project).number == 2
    assert queries.get_version(officer, lock=False, public_id=project.public_id, number=2) is None
    assert queries.get_version(officer, lock=False, public_id=project.public_id, number=1) is not None


def test_packages_above_can_let_others_see(make, monkeypatch):
    project = make.project(state=S.UNDER_REVIEW)
    reader = make.person()
    monkeypatch.setattr(queries, "_EXTRA", [])
    queries.also_visible(lambda actor: queries.Project.id.in_([project.id] if actor.id == reader.id else []))
    assert queries.get_project(reader, lock=False, public_id=project.public_id) is project
    assert queries.get_project(make.person(), lock=False, public_id=project.public_id) is None
