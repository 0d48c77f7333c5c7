"""Scoring: what is a reason, what it weighs, and what it rests on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.scoring import Evidence, Profile, rank, starting_weights
from app.matching.words import words_of

WEIGHTS = starting_weights().values


def evidence(fit):
    return {reason.evidence for reason in fit.reasons}


def test_weights_are_shares_of_one():
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    assert WEIGHTS.keys() == set(Evidence)


def test_shared_subtopics_and_tracks_are_named():
    subject = Profile(tracks=frozenset({1, 2}), subtopics=frozenset({10, 11}))
    (fit,) = rank(subject, {7: Profile(tracks=frozenset({2, 3}), subtopics=frozenset({11}))})
    assert {reason.evidence: reason.ids for reason in fit.reasons} == {Evidence.SHARED_SUBTOPICS: (11,), Evidence.SHARED_TRACKS: (2,)}
    assert fit.score == pytest.approx(WEIGHTS[Evidence.SHARED_SUBTOPICS] / 2 + WEIGHTS[Evidence.SHARED_TRACKS] / 2)


def test_more_shared_subtopics_fit_better():
    subject = Profile(subtopics=frozenset({1, 2, 3}))
    fits = rank(subject, {1: Profile(subtopics=frozenset({1})), 2: Profile(subtopics=frozenset({1, 2})), 3: Profile(subtopics=frozenset({9}))})
    assert [fit.key for fit in fits] == [2, 1]


@pytest.mark.parametrize(
    ("ours", "theirs", "words"),
    [
        ("We grip fragile fruits.", "A gripper company; fragile things.", ("fragile",)),
        ("機械学習と画像認識", "医用画像認識装置のメーカー", ("画像認識",)),
        ("ロボットハンドの製造", "産業用ロボットハンド", ("ロボットハンド",)),
        ("רובוטיקה רפואית", "החברה עוסקת ברובוטיקה", ("ברובוטיקה",)),
        ("LiDAR for AI", "自動運転向けＬｉＤＡＲとAI", ("LiDAR", "AI")),
    ],
)
def test_words_in_common_are_shown_as_the_candidate_writes_them(ours, theirs, words):
    (fit,) = rank(Profile(words=words_of([ours])), {1: Profile(words=words_of([theirs]))})
    assert evidence(fit) == {Evidence.COMMON_WORDS}
    assert set(fit.reasons[0].words) == set(words)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("A global company that provides innovative solutions", "Company providing global solutions for customers"),
        ("機械学習", "電気機械"), ("株式会社サービス", "株式会社サービス"), ("2020 12", "2020 12"), ("חברה של פתרונות", "החברה של פתרונות"), ("", ""),
    ],
)
def test_what_every_text_holds_is_no_common_ground(ours, theirs):
    assert rank(Profile(words=words_of([ours])), {1: Profile(words=words_of([theirs]))}) == []


def test_a_rare_word_weighs_more_than_a_common_one():
    subject = Profile(words=words_of(["gripper lidar"]))
    candidates = {n: Profile(words=words_of(["gripper"])) for n in range(1, 6)} | {9: Profile(words=words_of(["lidar"]))}
    assert rank(subject, candidates)[0].key == 9


def test_size_and_verification_alone_are_no_fit():
    assert rank(Profile(size=0), {1: Profile(size=4, verified=True)}) == []


def test_size_and_verification_add_to_common_ground():
    subject = Profile(tracks=frozenset({1}), size=0)
    candidates = {
        1: Profile(tracks=frozenset({1}), size=1), 2: Profile(tracks=frozenset({1}), size=2), 3: Profile(tracks=frozenset({1}), size=2, verified=True),
    }
    fits = rank(subject, candidates)
    assert [fit.key for fit in fits] == [3, 2, 1]
    assert evidence(fits[0]) == {Evidence.SHARED_TRACKS, Evidence.COMPLEMENTARY_SIZE, Evidence.VERIFIED}


def test_a_name_counts_only_where_it_names_a_topic():
    subject = Profile(words=words_of(["post boxes"]), labels=words_of(["Robotics", "ロボティクス"]))
    candidates = {1: Profile(names=words_of(["Sample Post"])), 2: Profile(names=words_of(["Sample Robotics"])), 3: Profile(names=words_of(["架空ロボティクス"]))}
    assert [fit.key for fit in rank(subject, candidates)] == [2, 3]


some_words = st.text(alphabet="ab 工場ロボ", max_size=12).map(lambda text: words_of([text]))
profiles = st.builds(
    Profile, tracks=st.frozensets(st.integers(1, 4)), subtopics=st.frozensets(st.integers(1, 6)), words=some_words, labels=some_words, names=some_words,
    size=st.none() | st.integers(0, 4), verified=st.booleans(),
)


@given(subject=profiles, candidates=st.dictionaries(st.integers(1, 50), profiles, max_size=8))
def test_scores_are_sums_of_reasons_within_one(subject, candidates):
    fits = rank(subject, candidates)
    assert [fit.score for fit in fits] == sorted((fit.score for fit in fits), reverse=True)
    for fit in fits:
        assert 0 < fit.score <= 1
        assert evidence(fit) & {Evidence.SHARED_SUBTOPICS, Evidence.SHARED_TRACKS, Evidence.COMMON_WORDS}
        assert all(reason.share > 0 for reason in fit.reasons)
        assert len(evidence(fit)) == len(fit.reasons)
