"""The reserved share of places."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core.db import now
from app.matching import queries
from app.matching.scoring.reserve import with_reserved


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
