"""Words count by their rarity in the whole registry, and reasons say their facts."""

import pytest

from app.matching import queries, rarity, wording
from app.matching.models import WordShare
from app.matching.scoring import Evidence, Profile, Reason, rank
from app.matching.words import words_of
from app.projects.enums import ProjectState


@pytest.fixture
def programme(make):
    return make.programme()


def words_shown(fits):
    return {fit.key: reason.words for fit in fits for reason in fit.reasons if reason.evidence == Evidence.COMMON_WORDS}


def test_a_word_of_the_whole_registry_is_no_reason_though_few_candidates_have_it():
    subject = Profile(words=words_of(["robot gripper"]))
    candidates = {1: Profile(words=words_of(["gripper"])), 2: Profile(words=words_of(["gripper"])), 3: Profile(words=words_of(["robot"]))}
    assert rank(subject, candidates)[0].key == 3
    ranked = rank(subject, candidates, shares={"robot": 0.05, "gripper": 0.0005})
    assert words_shown(ranked) == {1: ("gripper",), 2: ("gripper",)}


def test_a_word_that_names_a_topic_tells_something_however_common():
    subject = Profile(labels=words_of(["Robotics"]))
    (fit,) = rank(subject, {1: Profile(words=words_of(["robotics"]))}, shares={"robot": 0.5})
    assert fit.score > 0


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Joint projects of both countries", "We seek joint projects in other countries"),
        ("שותפים משותף", "מחפשים שותפים לפרויקט משותף"),
        ("共同研究とパートナー", "パートナーとの共同研究"),
    ],
)
def test_words_of_cooperation_are_no_reason(ours, theirs):
    assert rank(Profile(words=words_of([ours])), {1: Profile(words=words_of([theirs]))}) == []


def test_shares_are_counted_over_the_registry(session, make, index, monkeypatch):
    monkeypatch.setattr(rarity, "FEWEST_DOCUMENTS", 4)
    assert rarity.shares_of({"lidar"}) is None
    for said in ("Lidar.", "Lidar and sonar.", "農業機械の点検", "農業用点検機"):
        make.organisation(description=said)
    index()
    assert rarity.refresh() > 0
    shares = rarity.shares_of({"lidar", "sonar", "農業", "農業機械", "unheard"})
    assert shares["lidar"] == 0.5
    assert shares["sonar"] == 0.25
    assert shares["農業"] == 0.5
    assert shares["農業機械"] == 0.25
    assert shares["unheard"] == 0


def test_a_small_registry_is_not_counted(session, make, index):
    session.add(WordShare(word="old", share=0.5))
    make.organisation()
    index()
    assert rarity.refresh() == 0
    assert rarity.shares_of({"old"}) is None


def test_pages_go_by_the_registry(client, session, make, programme, index):
    ours = make.organisation(country="JP", description="Makers of drones and grippers.")
    make.organisation(country="IL", name_latin="Drone Works", description="Drones.")
    make.organisation(country="IL", name_latin="Gripper Works", description="Grippers.")
    index()
    page = client(make.person()).get(f"/organisations/{ours.public_id}/counterparts").text
    assert "Drone Works" in page
    session.add(WordShare(word="drone", share=0.03))
    session.flush()
    page = client(make.person()).get(f"/organisations/{ours.public_id}/counterparts").text
    assert "Drone Works" not in page
    assert "Gripper Works" in page


def test_reasons_say_their_facts(client, make, programme, index):
    track = programme.tracks[1]
    ours, theirs, third = (make.organisation(country=country, name_latin=name, tracks=(track,)) for country, name in (("JP", "Ours"), ("IL", "Theirs"), ("JP", "Third")))
    ours.description, ours.description_language = "Adaptive grippers for harvest.", "en"
    fourth = make.organisation(country="IL", name_latin="Fourth")
    for lead, partners, title in (
        (ours, [theirs], "Adaptive grippers one"), (third, [theirs], "Adaptive grippers two"), (ours, [fourth, third], "Adaptive grippers three"),
        (third, [theirs], "Adaptive grippers four"), (third, [theirs], "Adaptive grippers five"),
    ):
        make.project(state=ProjectState.APPROVED, lead=lead, partners=partners, programme=programme).title = title
    index()
    page = client(make.person()).get(f"/organisations/{ours.public_id}/counterparts").text
    assert "4 of its approved projects are about like things, first of all: " in page
    assert "Earlier joint projects of both: \u2068Adaptive grippers one\u2069" in page
    assert "Both worked with \u2068Third\u2069" in page


def test_a_language_in_common_is_one_point_and_no_ground(make, programme, index):
    subject = Profile(tracks=frozenset({1}), languages=frozenset({"en"}))
    fits = rank(subject, {1: Profile(languages=frozenset({"en"})), 2: Profile(tracks=frozenset({1}), languages=frozenset({"en", "ja"}))})
    assert [fit.key for fit in fits] == [2]
    (reason,) = [reason for reason in fits[0].reasons if reason.evidence == Evidence.COMMON_LANGUAGE]
    assert reason.words == ("en",)
    assert reason.share <= 0.01
    ours, theirs = (make.organisation(country=country, tracks=(programme.tracks[1],), description_language="en") for country in ("JP", "IL"))
    index()
    found = queries.counterparts(make.person(), queries.of_organisation(ours), 1).page.items
    fit = next(fit for one, fit in found if one == theirs)
    assert Evidence.COMMON_LANGUAGE in {one.evidence for one in fit.reasons}


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (Reason(Evidence.MOMENTUM, 0.1, count=2), "2 of its approved projects are of the last four years"),
        (Reason(Evidence.MOMENTUM, 0.1), "Nothing in its record is old"),
        (Reason(Evidence.SIMILAR_WORK, 0.1, words=("One",), count=1), "1 of its approved projects is about like things: \u2068One\u2069"),
        (Reason(Evidence.COOPERATION, 0.1, words=("One",), count=9), "9 earlier joint projects of both, among them: \u2068One\u2069"),
        (Reason(Evidence.COMMON_LANGUAGE, 0.01, words=("en", "ja")), "Both write in \u2068English\u2069 and \u2068Japanese\u2069"),
        (Reason(Evidence.PARTNERS_IN_COMMON, 0.1, ids=(7,)), "Both worked with the same partners"),
    ],
)
def test_each_sentence_fits_its_facts(app, reason, said):
    with app.test_request_context():
        assert wording.sentence(reason, {}, for_project=False) == said
