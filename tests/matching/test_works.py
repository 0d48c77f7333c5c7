"""Projects and calls: found by words, levels and meaning, each reader in the version that they may read."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from app.accounts.enums import Role
from app.accounts.rights import Anonymous
from app.core.db import now
from app.matching import indexing, meaning, queries, question, taxonomy
from app.matching.queries import Sought
from app.programmes.models import Call
from app.projects import queries as projects
from app.projects.enums import ProjectState
from app.projects.models import Project

VISITOR = Anonymous()


@pytest.fixture
def index(session):
    def index(*, vectors=False):
        session.flush()
        indexing.index("project", session.scalars(select(Project.id)))
        indexing.index("call", session.scalars(select(Call.id)))
        if vectors:
            meaning.fill()

    return index


@pytest.fixture
def find(session):
    def find(text="", by=VISITOR, **choices):
        return queries.search_works(by, Sought(text, **choices), taxonomy.load(), 1)

    return find


def titles(found):
    return {document.title for document in found.page.items}


@pytest.mark.parametrize(
    ("text", "rest", "levels"),
    [("robot TRL 4-6", "robot", ((4, 6), None)), ("trl6", "", ((6, 6), None)), ("TRL 7〜5", "", ((5, 7), None)), ("J3016 level 4 shuttle", "shuttle", (None, 4)),
     ("自動運転 レベル４", "自動運転", (None, 4)), ("רמה 3", "", (None, 3)), ("level 42", "level 42", (None, None)), ("patrol 4", "patrol 4", (None, None))],
)
def test_levels_of_a_text(text, rest, levels):
    left, found = question.levels_of(text)
    assert left.strip() == rest
    assert (found.readiness, found.automation) == levels


def test_levels_narrow(find, make, index):
    make.project(title="Early sample", trl_from=1, trl_to=3, automation_level=4)
    make.project(title="Late sample", trl_from=6, trl_to=8)
    index()
    by = [make.speaker(one.lead.organisation) for one in make.session.scalars(select(Project).order_by(Project.id))]
    assert titles(find("TRL 2", by[0])) == titles(find("level 4", by[0])) == titles(find("sample", by[0])) == {"Early sample"}
    assert titles(find("TRL 7", by[0])) == titles(find("TRL 5-9 sample", by[0])) == set()
    assert titles(find("TRL 8", by[1])) == {"Late sample"}
    assert find("sample", by[0]).counts["trl"] == {"1": 1, "2": 1, "3": 1}
    assert titles(find(trl=("3",), by=by[0])) == {"Early sample"}
    assert titles(find(trl=("4",), by=by[0])) == set()


def test_each_reader_searches_the_version_that_they_read(find, make, index, session):
    project = make.project(state=ProjectState.SUBMITTED, title="Submitted gripper")
    project.title = "Renamed scalpel"
    index()
    member = make.speaker(project.lead.organisation)
    officer = make.official(project.programme.parties[0], Role.OFFICER)
    assert titles(find("scalpel", member)) == {"Renamed scalpel"}
    assert titles(find("gripper", member)) == set()
    assert titles(find("gripper", officer)) == {"Submitted gripper"}
    assert titles(find("scalpel", officer)) == set()
    for by in (VISITOR, make.person()):
        assert titles(find("gripper", by)) == titles(find("", by)) == set()
        assert not any(find("", by).counts.values())


def test_the_public_finds_the_public_part_of_an_approved_project_alone(find, make, index):
    innovation = "An unheard-of whizzbang, which nobody has ever built before in any of the two countries."
    project = make.project(state=ProjectState.APPROVED, title="Approved gripper", innovation=innovation)
    index()
    assert titles(find("gripper")) == {"Approved gripper"}
    assert titles(find("whizzbang")) == titles(find("TRL 4")) == set()
    assert titles(find("whizzbang", make.speaker(project.lead.organisation))) == {"Approved gripper"}
    assert find("gripper", make.speaker(project.lead.organisation)).page.total == 1


def test_a_call_is_found_while_it_is_open(find, make, index, session):
    call = make.open_call(names={"en": "Care robots call", "ja": "介護ロボット公募"}, summary={"en": "For care.", "he": "רובוטים לסיעוד"})
    index()
    for text in ("care robots", "介護ロボット", "סיעוד"):
        assert titles(find(text)) == {"Care robots call"}, text
    assert find("care").counts["what"] == {"call": 1}
    call.closes_at = now() - timedelta(seconds=1)
    session.flush()
    assert titles(find("care robots")) == set()
    call.opens_at, call.closes_at = now() + timedelta(days=1), now() + timedelta(days=2)
    session.flush()
    assert titles(find("care robots")) == set()


def test_meaning_finds_across_languages_what_may_be_seen(find, make, index):
    make.open_call(names={"en": "Grants for robots that pick fruit"}, summary={"en": "Orchards without pickers."})
    make.project(title="Hidden fruit picker", summary="A robot arm that gently picks strawberries in greenhouses at night. " * 2)
    index(vectors=True)
    found = find("果物の収穫ロボット")
    assert titles(found) == {"Grants for robots that pick fruit"}
    assert found.why[found.page.items[0].id].meant.place == 1


STATES = [ProjectState.DRAFT, ProjectState.SUBMITTED, ProjectState.APPROVED, ProjectState.WITHDRAWN]


@settings(max_examples=8, suppress_health_check=list(HealthCheck), deadline=None)
@given(states=st.lists(st.sampled_from(STATES), min_size=1, max_size=3), role=st.integers(0, 4), text=st.sampled_from(["", "sample", "-absent"]))
def test_what_is_found_is_what_may_be_seen_once(make, states, role, text):
    with make.session.begin_nested() as savepoint:
        made = [make.project(state=state) for state in states]
        indexing.index("project", [one.id for one in made])
        programme = made[0].programme
        by = [
            lambda: VISITOR, make.person, lambda: make.speaker(made[0].lead.organisation),
            lambda: make.official(programme.parties[0], Role.OFFICER), lambda: make.speaker(programme.secretariat, Role.COORDINATOR),
        ][role]()
        found = queries.search_works(by, Sought(text), taxonomy.load(), 1)
        seen = {project.id for project in make.session.scalars(projects.visible_to(by))}
        assert sorted(document.project_id for document in found.page.items) == sorted(seen)
        assert found.counts["what"].get("project", 0) == len(seen)
        savepoint.rollback()


def test_the_number_of_statements_is_fixed(session, find, make, index):
    def statements():
        seen = []
        event.listen(session.connection(), "before_cursor_execute", lambda *arguments: seen.append(arguments[2]))
        session.expire_all()
        for document in find("sample").page.items:
            assert (document.call or document.project).programme.names
        return len([one for one in seen if one.startswith(("SELECT", "WITH"))])

    make.open_call()
    index()
    taxonomy.load()
    first = statements()
    make.open_call()
    make.project(state=ProjectState.APPROVED)
    index()
    assert statements() == first


@pytest.mark.parametrize("language", ["en", "he", "ja"])
def test_the_page(client, make, index, language):
    make.open_call(names={"en": "Care robots <call>"}, summary={"en": "Care for sample people."})
    project = make.project(state=ProjectState.APPROVED, title="Approved sample")
    index()
    page = client().get(f"/projects-and-calls?q=sample&lang={language}").get_data(as_text=True)
    assert "Care robots &lt;call&gt;" in page
    assert "<mark>sample</mark>" in page
    assert f"/projects/{project.public_id}" in page
    assert "<details" in page
    kept = client().get(f"/projects-and-calls?q=sample&what=call&track=AI&trl=3&lang={language}").get_data(as_text=True)
    assert "/projects-and-calls?q=sample&amp;what=call&amp;track=sample.AI" in kept
    assert client().get("/projects-and-calls?sort=x").status_code == 400
    assert client().get("/projects-and-calls?q=%00&trl=77&what=x&page=999").status_code == 200
