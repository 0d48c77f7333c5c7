"""Whether an offer meets a request: the rule, and what it says of candidates."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.scoring.complementarity import Stance, best_answer, levels_of
from app.partnering.enums import ProfileKind

OFFER = Stance(1, "Gripper", ProfileKind.OFFER, frozenset({1}), frozenset({11}), (6, 6), frozenset({"poc_pilot"}))
REQUEST = Stance(2, "Picker wanted", ProfileKind.REQUEST, frozenset({1}), frozenset({11}), (5, 9), frozenset({"poc_pilot"}))
RESEARCH = replace(REQUEST, kind=ProfileKind.RD_REQUEST, levels=(6, 6))


def degree(own, theirs):
    answer = best_answer([own], [theirs])
    return answer.degree if answer else 0


@pytest.mark.parametrize(("own", "theirs", "meet"), [
    (OFFER, REQUEST, True), (REQUEST, OFFER, True), (OFFER, RESEARCH, True), (RESEARCH, OFFER, True),
    (OFFER, OFFER, False), (REQUEST, RESEARCH, False), (REQUEST, REQUEST, False),
])
def test_an_offer_meets_a_request_and_nothing_meets_its_like(own, theirs, meet):
    assert (degree(own, theirs) > 0) is meet


def test_what_does_not_say_which_it_is_meets_either():
    text = Stance(0, "", tracks=frozenset({1}))
    assert degree(text, OFFER) == degree(text, replace(REQUEST, levels=None)) > 0


@pytest.mark.parametrize(("reached", "asked", "suits"), [(6, (5, 9), True), (5, (5, 9), True), (4, (5, 9), False), (9, (5, 9), True), (9, (5, 6), False)])
def test_the_ladder(reached, asked, suits):
    offer, request = replace(OFFER, levels=(reached, reached)), replace(REQUEST, levels=asked)
    answer = best_answer([offer], [request])
    assert answer.levels == ((reached, asked[0]) if suits else None)
    best = best_answer([replace(offer, levels=(asked[0], asked[0]))], [request]).degree
    assert (answer.degree == best) is suits
    assert answer.degree == best_answer([request], [offer]).degree


def test_each_step_of_the_ladder_counts_half():
    degrees = [degree(replace(OFFER, levels=(level, level)), REQUEST) for level in (5, 4, 3)]
    assert degrees[0] - degrees[1] == pytest.approx(2 * (degrees[1] - degrees[2]))


def test_what_the_one_level_of_a_profile_says():
    assert levels_of(ProfileKind.REQUEST, 4) == (4, 9)
    assert levels_of(ProfileKind.RD_REQUEST, 4) == levels_of(ProfileKind.OFFER, 4) == (4, 4)
    assert levels_of(ProfileKind.OFFER, None) is None


def test_cooperation_in_common_counts_for_it_and_another_kind_against():
    common, unsaid, other = (
        degree(OFFER, replace(REQUEST, collaboration=frozenset(kinds))) for kinds in (("poc_pilot", "licence"), (), ("licence",))
    )
    assert common > unsaid > other > 0
    assert best_answer([OFFER], [REQUEST]).collaboration == {"poc_pilot"}


def test_a_track_alone_counts_only_where_a_side_names_no_subtopic():
    elsewhere = replace(REQUEST, subtopics=frozenset({12}))
    assert degree(OFFER, elsewhere) == 0
    assert 0 < degree(OFFER, replace(REQUEST, subtopics=frozenset())) < degree(OFFER, REQUEST)
    assert degree(OFFER, replace(elsewhere, cosine=0.5)) > 0
    assert degree(OFFER, replace(elsewhere, cosine=0.1)) == 0


def test_the_best_pair_is_told():
    weak = replace(REQUEST, key=3, collaboration=frozenset({"licence"}))
    answer = best_answer([OFFER], [weak, REQUEST])
    assert answer.theirs == REQUEST
    assert best_answer([OFFER], []) is None
    assert best_answer([], [REQUEST]) is None


levels = st.none() | st.tuples(st.integers(1, 9), st.integers(1, 9)).map(lambda pair: tuple(sorted(pair)))
stances = st.builds(
    Stance, key=st.integers(1, 99), title=st.just("Sample"), kind=st.none() | st.sampled_from(ProfileKind), tracks=st.frozensets(st.integers(1, 3)),
    subtopics=st.frozensets(st.integers(1, 5)), levels=levels, collaboration=st.frozensets(st.sampled_from(["licence", "poc_pilot"])),
    cosine=st.none() | st.floats(-1, 1),
)


@given(own=st.lists(stances, max_size=3), theirs=st.lists(stances, max_size=3), rest=st.lists(stances, max_size=3))
def test_degrees_lie_within_one_and_a_further_profile_never_takes_anything_off(own, theirs, rest):
    found, more = best_answer(own, theirs), best_answer(own, [*theirs, *rest])
    assert found is None or 0 < found.degree <= 1
    assert (more.degree if more else 0) >= (found.degree if found else 0)
    if found and found.own.kind is not None:
        assert (found.own.kind == ProfileKind.OFFER) != (found.theirs.kind == ProfileKind.OFFER)
