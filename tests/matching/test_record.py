"""The record of past work: who is found by it, and what holds of every history."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from app.matching.scoring import Evidence, History, Questions, Record
from app.matching.scoring.evidence import RECORD, Weights
from app.matching.scoring.learning import Choice, fit
from app.matching.scoring.texts import counts, nearest, vocabulary


def record(pieces, organisations, ages=None, vectors=None):
    terms = [text.split() for text, _ in pieces]
    columns = vocabulary(terms)
    holders = np.zeros((len(pieces), organisations), np.float32)
    for row, (_, held_by) in enumerate(pieces):
        holders[row, list(held_by)] = 1
    made = History(
        counts(terms, columns), sparse.csr_matrix(holders), np.array(ages or [0] * len(pieces), np.float32), np.arange(organisations), vectors,
    )
    return Record(made), columns


def degrees(asked, lead, pieces, organisations, ages=None):
    made, columns = record(pieces, organisations, ages)
    found = made.evidence(Questions(counts([asked.split()], columns), np.array([lead])))[0]
    return {kind: found[:, at] for at, kind in enumerate(RECORD)}


def test_one_good_piece_is_not_drowned_by_many_others():
    pieces = [("soft gripper fruit", {1}), *[(f"tax law number{n} filing", {1}) for n in range(9)], ("soft chair wood", {2})]
    similar = degrees("soft gripper fruit", -1, pieces, 3)[Evidence.SIMILAR_WORK]
    assert similar[1] > similar[2] > 0
    assert similar[0] == 0


def test_what_is_fresh_counts_more():
    similar = degrees("soft gripper", -1, [("soft gripper", {0}), ("soft gripper", {1})], 2, [0, 8])[Evidence.SIMILAR_WORK]
    assert similar[0] > similar[1] > 0


def test_cooperation_on_the_topic_counts_more_than_on_another():
    found = degrees("soft gripper", 0, [("soft gripper", {0, 1}), ("tax law", {0, 2})], 4)
    assert found[Evidence.COOPERATION][1] == found[Evidence.COOPERATION][2] > 0
    assert found[Evidence.COOPERATION_ON_TOPIC][1] > found[Evidence.COOPERATION_ON_TOPIC][2] == 0
    assert found[Evidence.COOPERATION][3] == 0


def test_partners_of_partners_are_reached():
    found = degrees("x", 0, [("a", {0, 1}), ("b", {1, 2}), ("c", {3, 4})], 5)
    assert found[Evidence.PARTNERS_IN_COMMON][2] > 0
    assert found[Evidence.REACH][1] > found[Evidence.REACH][2] > 0
    assert found[Evidence.REACH][3] == found[Evidence.PARTNERS_IN_COMMON][4] == 0


def test_circles_of_the_network_are_told_apart():
    left = [("fruit gripper", {0, 1}), ("fruit picking", {1, 2}), ("fruit sorting", {0, 2})]
    right = [("tax law", {3, 4}), ("tax filing", {4, 5}), ("tax audit", {3, 5})]
    found = degrees("fruit", 0, [*left, *right], 6)
    for kind in (Evidence.SAME_CIRCLE, Evidence.TOPIC_CIRCLE):
        assert min(found[kind][1:3]) > max(found[kind][3:6])


def test_without_joint_work_there_is_no_circle():
    found = degrees("fruit", 0, [("fruit", {0}), ("fruit", {1})], 3)
    assert not found[Evidence.SAME_CIRCLE].any()
    assert not found[Evidence.TOPIC_CIRCLE].any()


def test_meaning_finds_what_words_do_not():
    vectors = np.eye(2, dtype=np.float32)
    made, columns = record([("ripe", {0}), ("unripe", {1})], 2, vectors=vectors)
    asked = Questions(counts([["other"]], columns), np.array([-1]), vectors[:1])
    similar = made.evidence(asked)[0][:, RECORD.index(Evidence.SIMILAR_WORK)]
    assert similar[0] > similar[1] == 0


words = st.lists(st.sampled_from(["ab", "cd", "ef", "gh", "ij"]), min_size=1, max_size=6).map(" ".join)
histories = st.lists(st.tuples(words, st.sets(st.integers(0, 5), min_size=1, max_size=3)), min_size=1, max_size=8)


@settings(deadline=None)
@given(pieces=histories, asked=words, lead=st.integers(-1, 5))
def test_degrees_are_within_one_and_never_the_askers(pieces, asked, lead):
    for values in degrees(asked, lead, pieces, 6).values():
        assert np.isfinite(values).all()
        assert values.min() >= 0
        assert values.max() <= 1
        assert lead == -1 or values[lead] == 0


@settings(deadline=None)
@given(pieces=histories, asked=words, lead=st.integers(-1, 5), shift=st.integers(0, 5))
def test_the_order_of_organisations_says_nothing(pieces, asked, lead, shift):
    turned = [(text, {(one + shift) % 6 for one in held_by}) for text, held_by in pieces]
    there = degrees(asked, lead, pieces, 6)
    here = degrees(asked, lead if lead < 0 else (lead + shift) % 6, turned, 6)
    for kind in RECORD:
        assert np.roll(there[kind], shift) == pytest.approx(here[kind], abs=1e-4)


def test_only_the_nearest_pieces_are_kept():
    kept = nearest(np.array([[0.1, 0.9, 0.5, -1.0]], np.float32), 2).toarray()
    assert kept.tolist() == [[0, pytest.approx(0.9), 0.5, 0]]


def test_the_learner_finds_what_decided():
    rng = np.random.default_rng(1)
    choices = []
    for _ in range(200):
        evidence = rng.random((10, 3)).astype(np.float32)
        choices.append(Choice(evidence, np.array([int(evidence[:, 1].argmax())])))
    weights = fit(choices, 3)
    assert weights.sum() == pytest.approx(1)
    assert weights[1] > 0.8
    assert (weights >= 0).all()
    assert fit(choices, 3, without=1)[1] == 0


def test_nothing_is_learned_from_nothing():
    assert fit([], 3).tolist() == [0, 0, 0]
    assert fit([Choice(np.ones((2, 3), np.float32), np.array([0, 1]))], 3).tolist() == [0, 0, 0]


def test_weights_come_back_as_they_were_written():
    weights = Weights({Evidence.REACH: 0.25, Evidence.MOMENTUM: 0.75}, "2026-11-28", "a measure")
    assert Weights.read(weights.written()) == weights
