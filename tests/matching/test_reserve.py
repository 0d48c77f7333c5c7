"""The reserved share of places."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.db import now
from app.matching import queries
from app.matching.queries.counterparts import candidates
from app.matching.scoring.reserve import lifted, places_of, with_reserved
from app.projects.enums import ProjectState


def test_small_ones_are_lifted_into_the_first_ten():
    ranked = [(n, n in {12, 15, 30}) for n in range(40)]
    assert with_reserved(ranked, 20)[:10] == [0, 1, 2, 3, 4, 5, 6, 7, 12, 15]
    assert with_reserved(ranked, 0) == list(range(40))


def test_who_stands_high_already_counts():
    ranked = [(n, n in {2, 5, 30}) for n in range(40)]
    assert with_reserved(ranked, 20)[:10] == list(range(10))


@given(marks=st.lists(st.booleans(), max_size=45), percent=st.integers(-5, 120))
def test_nobody_is_lost_and_the_share_is_kept(marks, percent):
    ranked = list(enumerate(marks))
    found = with_reserved(ranked, percent)
    assert sorted(found) == list(range(len(marks)))
    for kind in (True, False):
        same = [one for one in found if marks[one] is kind]
        assert same == sorted(same)
    wanted = -(-10 * min(max(percent, 0), 100) // 100)
    assert sum(marks[one] for one in found[:10]) >= min(wanted, sum(marks), len(found))


def test_a_small_maker_is_shown_among_many_large_ones(client, make, index):
    programme = make.programme()
    robotics = programme.tracks[1]
    ours = make.organisation(country="JP", tracks=(robotics,), description="Adaptive grippers for harvest robots.")
    ours.subtopics = [robotics.subtopics[0]]
    large = [make.organisation(country="IL", tracks=(robotics,), size_band="1001+") for _ in range(25)]
    small = make.organisation(country="IL", tracks=(robotics,), size_band="1-10")
    for one in large:
        one.subtopics = [robotics.subtopics[0]]
        one.created_at = now() - timedelta(days=400)
    index()
    subject, by = queries.of_organisation(ours), make.person()
    plain = [one for one, _ in queries.counterparts(by, subject, 1).page.items]
    reserved = [one for one, _ in queries.counterparts(by, subject, 1, reserved=10).page.items]
    assert small not in plain
    assert small in reserved[:10]
    assert len(reserved) == len(plain)


@given(marks=st.lists(st.booleans(), max_size=45), percent=st.integers(-5, 120))
def test_only_marked_ones_are_said_to_be_lifted(marks, percent):
    placed = with_reserved(list(enumerate(marks)), percent)
    up = lifted(range(len(marks)), placed)
    assert all(marks[one] for one in up)
    assert bool(up) is (placed != sorted(placed))
    assert places_of(percent) in range(11)


@pytest.fixture
def crowd(make, index):
    """Many large ones and one small one, for an organisation, a profile, a project and a text alike."""
    programme = make.sample_programme()
    track = programme.tracks[0]
    ours = make.organisation(country="JP", tracks=(track,), description="Grippers.")
    ours.subtopics = [track.subtopics[0]]
    for number in range(25):
        large = make.organisation(country="IL", tracks=(track,), size_band="1001+", name_latin=f"Large Works {number}")
        large.subtopics = [track.subtopics[0]]
    make.organisation(country="IL", tracks=(track,), size_band="1-10", name_latin="Small Works")
    index()
    project = make.project(state=ProjectState.DRAFT, lead=ours, partners=[], programme=programme)
    project.tracks, project.subtopics = [track], [track.subtopics[0]]
    make.session.flush()
    return ours, make.profile(organisation=ours, programme=programme), project, track


@pytest.mark.parametrize("of", ["organisation", "profile", "project", "text"])
def test_each_list_keeps_places_and_says_so(app, client, make, crowd, monkeypatch, of):
    ours, profile, project, track = crowd
    tester = client(make.speaker(ours))
    paths = {
        "organisation": f"/organisations/{ours.public_id}/counterparts", "profile": f"/profiles/{profile.public_id}/counterparts",
        "project": f"/projects/{project.public_id}/counterparts",
    }

    def shown():
        if of != "text":
            return tester.get(paths[of]).text
        wishes = {"organisation": ours.public_id, "tracks": [f"{track.programme.code}.{track.code}"], "countries": ["IL"]}
        return tester.send("/counterparts", {"text": "Grippers.", **wishes}).text

    page = shown()
    assert "Of each ten places 2 are kept for small and new organisations, where any fit." in page
    place = page.split("<article")
    small = next(at for at, one in enumerate(place) if "Small Works" in one)
    assert small <= 10
    assert ("Stands further up than by its points" in place[small])
    assert page.count("Stands further up than by its points") == 1
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], reserved_percent=0))
    page = shown()
    assert "Of each ten places" not in page
    assert "Stands further up" not in page


@pytest.mark.parametrize(("facts", "is_kept_for"), [
    ({"size_band": "1001+"}, False), ({"size_band": "201-1000"}, False), ({"size_band": "51-200"}, True), ({"size_band": None}, True),
    ({"size_band": None, "source": "imported"}, False), ({"size_band": "1-10", "source": "imported"}, True),
])
def test_what_is_new_to_the_registry_need_not_be_small_or_new(make, index, facts, is_kept_for):
    programme = make.programme()
    ours, theirs = make.organisation(country="JP", tracks=(programme.tracks[1],)), make.organisation(country="IL", tracks=(programme.tracks[1],), **facts)
    index()
    assert candidates(make.person(), queries.of_organisation(ours))[theirs.id].is_small_or_new is is_kept_for
