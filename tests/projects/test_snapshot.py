"""Frozen snapshots: the same content has the same hash, wherever and whenever it is made."""

import json

from app.projects import services, snapshot
from app.projects.enums import Section


def test_the_hash_depends_on_content_alone(make, session):
    project = make.project()
    first = snapshot.build(project)
    session.expire_all()
    again = json.loads(json.dumps(snapshot.build(project), ensure_ascii=False))
    assert snapshot.digest(first) == snapshot.digest(again)
    shuffled = {key: first[key] for key in reversed(first)}
    assert snapshot.digest(shuffled) == snapshot.digest(first)


def test_a_known_value_keeps_its_hash():
    # printf '{"summary":{"level":4,"title":"…"}}' | sha256sum
    content = {"summary": {"title": "共同研究 מחקר", "level": 4}}
    assert snapshot.digest(content) == "8dc8446b64690ab9ee1565d50b1d51ff17935ca1adfe458b55c4f0be6102ac46"


def test_the_stored_version_holds_its_own_hash(make, session):
    from app.projects.enums import ProjectState

    project = make.project(state=ProjectState.AWAITING_COMMITMENT)
    session.expire_all()
    version = project.current_version
    assert snapshot.digest(version.snapshot) == version.hash
    assert snapshot.section_hashes(version.snapshot) == version.section_hashes
    assert set(version.snapshot) == {str(section) for section in Section}


def test_only_the_changed_section_differs(make):
    project = make.project()
    before = snapshot.section_hashes(snapshot.build(project))
    lead = make.speaker(project.lead.organisation)
    services.save_schedule(project, starts_on=project.starts_on, duration_months=30, milestones=project.milestones, by=lead)
    after = snapshot.section_hashes(snapshot.build(project))
    assert snapshot.changed_sections(before, after) == {Section.SCHEDULE}


def test_names_are_those_of_the_day(make, session):
    from app.projects.enums import ProjectState

    project = make.project(state=ProjectState.SUBMITTED)
    old = project.lead.organisation.name_latin
    project.lead.organisation.name_latin = "Renamed Works"
    session.flush()
    assert project.current_version.snapshot["consortium"]["partners"][0]["name_latin"] == old
