"""Tracks and subtopics suggested while a text is written: three languages, by meaning or by words, nothing stored."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from app.accounts.rights import CLOCK
from app.core.db import now
from app.core.events import Event
from app.matching import embeddings
from app.matching.models import TextVector
from app.matching.tracks import store, suggesting
from app.matching.tracks.judging import Text, judge
from app.organisations.bodies import load_programme_file
from app.organisations.importing.evidence import Evidence, TrackWords, synonyms
from app.programmes.models import Subtopic, Track
from app.programmes.suggesting import LEAST, LIKELY, Confidence, in_words

TEXTS = {
    "en": "Collaborative robot arms with grippers that pick tomatoes in greenhouses and inspect them with cameras.",
    "ja": "トマトを収穫する協働ロボットとロボットハンドを開発しています。農業用の収穫ロボットです。",
    "he": "אנו מפתחים את הרובוטים השיתופיים עם תפסנית לקטיף עגבניות בחממות.",
}
MOISTURE = {
    "en": "Battery-free wireless tags that report soil moisture to farmers every hour.",
    "ja": "電池のいらない無線タグで土壌の水分を農家に毎時知らせます。",
    "he": "תגים אלחוטיים ללא סוללה המדווחים על לחות הקרקע לחקלאים בכל שעה.",
}
OTHER = ("Payment cards and loans for small shops.", "法律事務所として税務の助言をしています。", "משרד עורכי דין המייעץ בענייני מס.")


@pytest.fixture
def tracks(session):
    """The tracks of the two programmes that come with the application."""
    load_programme_file("japan-israel", by=CLOCK)
    session.commit()
    return session.scalars(select(Track).order_by(Track.programme_id, Track.position)).all()


@pytest.fixture
def without_vectors(app, monkeypatch):
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], embeddings=False))


def codes(suggested):
    return {each.thing.code: each.confidence for each in suggested}


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_of_each_language_finds_its_track_and_subtopics(tracks, language):
    found = suggesting.suggest(TEXTS[language], tracks)
    assert found.by_meaning
    assert next(iter(codes(found.tracks))) == "RO"
    subtopics = codes(found.subtopics)
    assert subtopics["RO-02"] == subtopics["RO-04"] == Confidence.LIKELY
    assert "RO-11" in subtopics or language == "he"
    assert all(each.reason for each in (*found.tracks, *found.subtopics))


@pytest.mark.parametrize("language", MOISTURE)
def test_meaning_finds_what_no_word_names(tracks, language):
    found = suggesting.suggest(MOISTURE[language], tracks)
    assert codes(found.subtopics)["IO-12"] == Confidence.POSSIBLE
    assert "IO" in codes(found.tracks)
    farming = next(each for each in found.subtopics if each.thing.code == "IO-12")
    assert farming.words == ()
    assert "close in meaning" in farming.reason


@pytest.mark.parametrize("text", OTHER)
def test_nothing_is_suggested_for_a_text_of_another_field(tracks, text):
    found = suggesting.suggest(text, tracks)
    assert (found.tracks, found.subtopics) == ((), ())


@pytest.mark.parametrize("language", TEXTS)
def test_words_and_taxonomy_suffice_where_nothing_makes_vectors(tracks, language, without_vectors):
    found = suggesting.suggest(TEXTS[language], tracks)
    assert not found.by_meaning
    assert "RO" in codes(found.tracks)
    assert {"RO-02", "RO-04"} <= set(codes(found.subtopics))
    assert all(each.words for each in found.subtopics)
    assert suggesting.suggest(MOISTURE["ja"], tracks).subtopics == ()


def test_vectors_of_another_model_are_not_put_to_the_learned_one(tracks, monkeypatch):
    text = "We build machine learning models that read contracts."
    by_both = suggesting.suggest(text, tracks)
    monkeypatch.setattr(store.Learned, "reads", lambda *_: False)
    by_words = suggesting.suggest(text, tracks)
    assert by_both.by_meaning
    assert not by_words.by_meaning
    assert "AI" in codes(by_words.tracks)


def test_what_is_retired_is_not_suggested(session, tracks):
    session.execute(update(Subtopic).where(Subtopic.code == "RO-02").values(retired_at=now()))
    session.commit()
    session.expire_all()
    found = suggesting.suggest(TEXTS["en"], tracks)
    assert "RO-02" not in codes(found.subtopics)
    assert "RO-04" in codes(found.subtopics)


def test_nothing_of_the_text_is_stored(session, tracks):
    counted = [select(func.count()).select_from(table) for table in (TextVector, Event)]
    before = [session.scalar(each) for each in counted]
    suggesting.suggest("A text about drones that nobody saves.", tracks)
    assert not session.new
    assert not session.dirty
    assert [session.scalar(each) for each in counted] == before


def test_names_that_did_not_come_with_the_model_get_vectors_from_the_worker(session, make):
    make.programme("third", names={"en": "Third"})
    made = 0
    while done := suggesting.keep_labels():
        made += done
    assert made == session.scalar(select(func.count()).select_from(TextVector)) > 0
    assert suggesting.keep_labels() == 0


def test_the_worker_makes_no_vectors_of_names_where_nothing_can(session, make, without_vectors):
    make.programme("third")
    assert suggesting.keep_labels() == 0


def test_words_of_a_reason_tell_something():
    text = "Software that lets cars drive by themselves, and that is how the roads become safe by robots."
    for said in judge(store.load(), [Text(text, text)], None)[0].words.values():
        assert not {"by", "that", "the", "software that"} & set(said)


def test_chances_in_words():
    assert [in_words(chance) for chance in (LEAST, LIKELY - 0.01, LIKELY, 1.0)] == [
        Confidence.POSSIBLE, Confidence.POSSIBLE, Confidence.LIKELY, Confidence.LIKELY,
    ]


@pytest.mark.parametrize("word", ["רחפן", "הרחפן", "ורחפן", "שברחפן", "רחפנים", "והרחפנים"])
def test_a_hebrew_word_is_found_behind_its_prefix_letters(word):
    evidence = Evidence([TrackWords(1, "RO-13", ("Drones",))], synonyms())
    assert evidence.found(f"אנו בונים {word} לחקלאים").keys() == {1}
    assert evidence.found("אנו בונים מרחפנות לחקלאים") == {}


def test_every_other_word_belongs_to_a_subtopic_that_exists(tracks):
    known = {topic.code for track in tracks for topic in track.subtopics} | {track.code for track in tracks}
    assert set(synonyms()) <= known
    assert {code for code in known if code.split("-")[0] in {"AI", "RO", "IO", "AD"}} <= set(synonyms())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_text_gets_an_answer_in_order(tracks, without_vectors, text):
    found = suggesting.suggest(text, tracks)
    order = [each.confidence for each in found.subtopics]
    assert order == sorted(order, key=[Confidence.LIKELY, Confidence.POSSIBLE].index)
    assert len({each.thing.id for each in found.tracks}) == len(found.tracks)
    assert len(found.subtopics) <= suggesting.MOST_SUBTOPICS


def test_the_question_is_read_as_one_vector(tracks, monkeypatch):
    asked = []
    real = embeddings.encode_question
    monkeypatch.setattr(embeddings, "encode_question", lambda text: asked.append(text) or real(text))
    suggesting.suggest(TEXTS["en"], tracks)
    assert asked == [TEXTS["en"]]
