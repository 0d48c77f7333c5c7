"""Counterparts of a text that is typed or pasted: found in any language, kept in the form, and nowhere else."""

import logging

import pytest
from sqlalchemy import event, select, text

from app.matching import meaning
from app.matching.models import SetAside, TextVector
from app.organisations.enums import OrganisationKind
from app.partnering.enums import ProfileKind, ProfileState

PAGE = "/counterparts"


@pytest.fixture
def programme(make):
    return make.programme()


@pytest.fixture
def harvest(make, programme, index):
    made = make.organisation(country="IL", name_latin="Sample Harvest Ltd", tracks=(programme.tracks[1],), description="Harvest robots with adaptive grippers.")
    index()
    return made


def asked(tester, said, **more):
    answer = tester.send(PAGE, {"text": said, "organisation": "", **more})
    assert answer.status_code == 200
    return answer.text.split("<main")[1]


def test_a_text_finds_organisations_with_reasons_and_stays_in_the_form(client, make, harvest):
    page = asked(client(make.person()), "We build adaptive grippers\nfor orchards.")
    assert "We build adaptive grippers\nfor orchards.</textarea>" in page
    assert "Sample Harvest Ltd" in page
    assert "Words in common" in page
    assert 'role="status">1 organisation</p>' in page


@pytest.mark.parametrize("language", ["en", "he", "ja"])
def test_the_page_stands_in_each_language(client, make, harvest, language):
    tester = client(make.person())
    assert tester.get(f"{PAGE}?lang={language}").status_code == 200
    assert "Sample Harvest Ltd" in asked(tester, "Adaptive grippers.")


def test_a_search_leads_here_with_its_words(client, make, harvest):
    tester = client(make.person())
    assert 'href="/counterparts?q=gripper+orchard"' in tester.get("/organisations?q=gripper+orchard").text
    page = tester.get(f"{PAGE}?q=gripper+orchard").text.split("<main")[1]
    assert "gripper orchard</textarea>" in page
    assert "Sample Harvest Ltd" not in page
    assert f'href="{PAGE}"' in tester.get(f"/organisations/{harvest.public_id}/counterparts").text


def test_it_asks_for_signing_in(client, harvest):
    assert client().get(PAGE).status_code == 302
    assert client().send(PAGE, {"text": "Grippers."}).status_code == 403


@pytest.mark.parametrize(("data", "said"), [
    ({"text": "  "}, "Type or paste a text."),
    ({"text": "x" * 10_001}, "Shorten this to 10000 characters."),
    ({"text": "Grippers.", "countries": ["XX"]}, "Choose one of the options offered"),
    ({"text": "Grippers.", "kinds": ["nonsense"]}, "Choose one of the options offered"),
    ({"text": "Grippers.", "organisation": "nonsense"}, "Choose one of the options offered"),
])
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, make, harvest, data, said):
    answer = client(make.person()).send(PAGE, {"organisation": "", **data})
    assert answer.status_code == 422
    assert said in answer.text
    assert data["text"].strip() in answer.text
    assert "Sample Harvest Ltd" not in answer.text


def test_an_expired_token_keeps_the_text(client, make, harvest):
    answer = client(make.person()).post(PAGE, data={"csrf_token": "old", "text": "Grippers.", "organisation": ""})
    assert answer.status_code == 422
    assert "Grippers.</textarea>" in answer.text


@pytest.mark.parametrize("nonsense", ["' %26 | ! ( ) :* <->", "<script>alert(1)</script>", "the of and", "12345", "\U0001f600" * 50, "x" * 10_000])
def test_nonsense_is_answered(client, make, harvest, nonsense):
    page = asked(client(make.person()), nonsense)
    assert "<script>alert(1)" not in page
    assert "No counterpart found" in page


def test_country_kind_and_track_are_wishes(client, make, programme, harvest, index):
    make.organisation(
        country="JP", name_latin="Sample Institute", kind=OrganisationKind.RESEARCH_INSTITUTE, tracks=(programme.tracks[0],), description="Grippers and orchards.",
    )
    index()
    tester = client(make.person())
    both = ("Sample Harvest Ltd", "Sample Institute")

    def found(**wishes):
        page = asked(tester, "Grippers.", **wishes)
        return [name for name in sorted(both, key=page.find) if f"{name}</bdi>" in page]

    assert set(found()) == set(both)
    assert found(countries=["JP"]) == ["Sample Institute"]
    assert found(kinds=["company"]) == ["Sample Harvest Ltd"]
    for track, first in ((programme.tracks[1], "Sample Harvest Ltd"), (programme.tracks[0], "Sample Institute")):
        assert found(tracks=[f"{programme.code}.{track.code}"])[0] == first
        assert len(found(tracks=[f"{programme.code}.{track.code}"])) == 2


def test_for_an_organisation_its_own_is_left_out_and_so_is_what_it_set_aside(client, make, session, programme, harvest, index):
    ours = make.organisation(country="JP", name_latin="Sample Grippers KK", description="Grippers.")
    index()
    person = make.speaker(ours)
    tester = client(person)
    page = tester.get(PAGE).text
    assert f'<option selected value="{ours.public_id}">' in page
    assert 'value="IL"' in page
    page = asked(tester, "Grippers.", organisation=ours.public_id)
    assert "Sample Grippers KK</bdi></a>" not in page
    assert f"/organisations/{ours.public_id}/counterparts/{harvest.public_id}/set-aside" in page
    assert "set-aside" not in asked(tester, "Grippers.")
    session.add(SetAside(organisation=ours, counterpart=harvest, reason="known", by=person))
    session.flush()
    page = asked(tester, "Grippers.", organisation=ours.public_id)
    assert "1 organisation that your side set aside is not shown." in page
    assert "Sample Harvest Ltd</bdi></a>" not in page
    assert "Sample Harvest Ltd" in asked(tester, "Grippers.")


def test_nobody_asks_for_an_organisation_of_others(client, make, harvest):
    answer = client(make.person()).send(PAGE, {"text": "Grippers.", "organisation": harvest.public_id})
    assert answer.status_code == 422


def test_the_next_page_is_asked_for_with_all_that_was_typed(client, make, programme, index):
    for number in range(21):
        make.organisation(country="IL", name_latin=f"Paged Works {number}", tracks=(programme.tracks[1],))
    index()
    tester = client(make.person())
    wishes = {"countries": ["IL"], "tracks": [f"{programme.code}.{programme.tracks[1].code}"]}
    first = asked(tester, "Grippers & <things>.", **wishes)
    assert '<textarea name="text" hidden>Grippers &amp; &lt;things&gt;.</textarea>' in first
    assert '<input type="hidden" name="countries" value="IL">' in first
    assert 'name="page" value="2"' in first
    second = asked(tester, "Grippers & <things>.", **wishes, page="2")
    assert second.count("<article") == 1
    assert 'name="page" value="1"' in second


def test_open_profiles_that_are_close_are_named(client, make, index):
    programme = make.sample_programme()
    theirs = make.organisation(country="IL", description="Grippers.")
    make.profile(ProfileState.PUBLISHED, ProfileKind.REQUEST, theirs, title="Picker wanted", programme=programme)
    index()
    page = asked(client(make.person()), "Grippers.", tracks=[f"{programme.code}.{programme.tracks[0].code}"])
    assert "It looks for partners now: 1 open profile" in page


def test_meaning_finds_across_languages(client, make, programme, index):
    make.organisation(country="IL", name_latin="Sample Basket Ltd", description="אנו בונים מכונות שקוטפות פירות מהעצים בעדינות.", description_language="he")
    make.organisation(country="IL", name_latin="Sample Ledger Ltd", description="ייעוץ מס והנהלת חשבונות לעסקים קטנים.", description_language="he")
    index()
    meaning.fill()
    page = asked(client(make.person()), "果樹園で働く収穫ロボットの手を作っています。")
    assert "Sample Basket Ltd" in page
    assert "Sample Ledger Ltd" not in page


def test_the_text_is_neither_logged_nor_stored(client, make, session, harvest, caplog, capfd):
    tester, secret = client(make.person()), "Zebrafinch grippers of ours"
    session.commit()
    before = session.scalars(select(TextVector.digest)).all()
    with caplog.at_level(logging.DEBUG):
        asked(tester, secret)
    assert session.scalars(select(TextVector.digest)).all() == before
    assert session.scalar(text("SELECT count(*) FROM event WHERE data::text LIKE '%Zebrafinch%'")) == 0
    seen = capfd.readouterr()
    assert "Zebrafinch" not in caplog.text + seen.out + seen.err


@pytest.mark.parametrize("said", ["We look into vision for farms: Robotics Topic 1, tried out.", "ロボティクス小分野1に取り組んでいます。", "אנו עוסקים בתחום נושא רובוטיקה 1 במיוחד"])
def test_a_subtopic_that_the_text_names_in_any_language_counts(client, make, programme, index, said):
    topic = programme.tracks[1].subtopics[0]
    topic.names = {"en": "Robotics topic 1", "ja": "ロボティクス小分野1", "he": "נושא רובוטיקה 1"}
    make.organisation(country="IL", name_latin="Sample Topic Works", description=None).subtopics = [topic]
    index()
    page = asked(client(make.person()), said)
    assert "Subtopics named in the text:" in page
    assert "Works on \u2068Robotics topic 1\u2069" in page
    assert "Sample Topic Works" in page
    assert "Subtopics named in the text:" not in asked(client(make.person()), "Robotics in general, and a topic.")


def test_a_long_text_takes_no_further_statements(client, make, session, programme, harvest):
    tester, sent = client(make.person()), []

    def statements(said):
        sent.clear()
        asked(tester, said)
        return len(sent)

    event.listen(session.connection(), "before_cursor_execute", lambda *arguments: sent.append(arguments[2]))
    statements("Grippers.")
    long = "収穫ロボットの手を作っています。" * 300 + "Grippers for orchards. " * 200
    assert statements(long) == statements("Grippers and orchards. " * 200)
