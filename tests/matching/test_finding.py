"""Fields, the taxonomy's other names, names with typing errors, meaning, and all of it under one visibility."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from app.accounts.rights import Anonymous
from app.matching import indexing, meaning, queries, question, taxonomy
from app.matching.criteria import Criteria
from app.matching.models import SearchChunk
from app.organisations.enums import OrganisationState
from app.organisations.models import Organisation

VISITOR = Anonymous()


@pytest.fixture
def programme(make):
    return make.programme()


@pytest.fixture
def index(session):
    def index(*, vectors=False):
        session.flush()
        indexing.index_organisations(session.scalars(select(Organisation.id)))
        if vectors:
            meaning.fill()

    return index


@pytest.fixture
def find(session):
    def find(text, by=VISITOR, **choices):
        return queries.search(by, Criteria(text=text, **choices), taxonomy.load(), 1)

    return find


def names(found):
    return [organisation.name_latin for organisation in found.page.items]


LABELS = question.labels_of([("Machine learning", "機械学習", "למידת מכונה"), ("Artificial intelligence", "人工知能 (AI)")])


@pytest.mark.parametrize("text", ["machine learning", "Machine-Learning".lower().replace("-", " "), "機械学習", "למידת מכונה", "startup machine learning"])
def test_words_of_the_taxonomy_are_searched_in_all_languages(text):
    read = question.read(text, LABELS)
    assert len(read.widened) == 1
    assert {"machin", "機械", "למידת"} <= read.wanted.whole


@pytest.mark.parametrize("text", ['"machine learning"', "learning machine", "machine -learning", "name:machine name:learning", "", "-machine"])
def test_nothing_else_is_widened(text):
    assert question.read(text, LABELS).widened == ()


def test_a_label_is_known_with_and_without_its_brackets():
    assert question.read("人工知能", LABELS).widened[0].others == ("Artificial intelligence",)


@pytest.mark.parametrize(("text", "plain"), [("grip -robot", "grip"), ('"grip"', ""), ("name:grip", ""), ("5070001000715", ""), ("-grip", "")])
def test_what_is_asked_exactly_is_not_searched_by_meaning(text, plain):
    assert question.read(text, {}).plain == plain


def test_a_widened_question_finds_other_languages_and_keeps_its_exclusions(find, make, programme, index):
    make.organisation(country="JP", name_latin="Japan Works", description="ロボティクスの研究。")
    make.organisation(country="IL", name_latin="Israel Works", description="רובוטיקה לבתי חולים")
    make.organisation(country="IL", name_latin="Robotics Works", description="A maker.")
    index()
    found = find("robotics")
    assert set(names(found)) == {"Japan Works", "Israel Works", "Robotics Works"}
    assert found.question.widened[0].said == "robotics"
    assert set(names(find("robotics -בתי"))) == {"Japan Works", "Robotics Works"}
    assert names(find('"robotics"')) == ["Robotics Works"]


def test_fields_narrow_where_a_word_stands(find, make, programme, index):
    make.organisation(name_latin="Lidar Works", description="Makes cheese.", city="Akko")
    make.organisation(name_latin="Cheese Works", description="Looks for lidar.", tracks=(programme.tracks[1],))
    index()
    assert set(names(find("lidar"))) == {"Lidar Works", "Cheese Works"}
    assert names(find("name:lidar")) == names(find('name:"lidar works"')) == names(find("名称：lidar")) == ["Lidar Works"]
    assert names(find("track:robotics")) == names(find("lidar -name:lidar")) == ["Cheese Works"]
    assert names(find("place:akko")) == ["Lidar Works"]


def test_a_number_is_found_in_its_field(find, make, index):
    make.listed(number=("jp.cn", "5070001000715"), name_latin="Numbered Works")
    index()
    assert names(find("number:5-0700-0100-0715")) == names(find("番号:5070001000715")) == ["Numbered Works"]
    assert names(find("number:5070001000716")) == []


@pytest.mark.parametrize("text", ["Kaneku Seeds", "kaneko sedes", "カネコシュビヨウ", "קנקו זרעים"])
def test_names_are_found_with_typing_errors(find, make, index, text):
    make.listed(name_latin="Kaneko Seeds", name_kana="カネコシュビョウ", name_native="קאנקו זרעים", name_native_language="he", country="IL")
    make.listed(name_latin="Quite Another Thing", name_native="別物株式会社", name_native_language="ja")
    index()
    found = find(text)
    assert names(found) == ["Kaneko Seeds"]
    assert found.meant_name
    assert found.why[found.page.items[0].id].named is not None


def test_a_right_name_is_not_corrected(find, make, index):
    make.listed(name_latin="Kaneko Seeds")
    index()
    found = find("Kaneko")
    assert names(found) == ["Kaneko Seeds"]
    assert found.meant_name == ""


@pytest.fixture
def three(make, index, programme):
    made = [
        make.listed(country="JP", name_latin="Fruit Works", description="果物を優しくつかむロボットハンドを開発しています。", description_language="ja"),
        make.listed(country="IL", name_latin="Pay Works", description="תוכנה לאיתור הונאות בתשלומים מקוונים.", description_language="he"),
        make.listed(country="IL", name_latin="Pipe Works", description="Sensors that find leaks in water pipes.", description_language="en"),
    ]
    index(vectors=True)
    return made


@pytest.mark.parametrize(
    ("text", "first"),
    [("soft gripper for strawberries", "Fruit Works"), ("オンライン決済の不正検知", "Pay Works"), ("גילוי נזילות בצנרת", "Pipe Works"), ("payment fraud", "Pay Works")],
)
def test_what_is_meant_is_found_in_any_language(find, three, text, first):
    found = find(text)
    assert names(found)[0] == first
    why = found.why[found.page.items[0].id]
    assert why.meant.place == 1
    assert why.by_words is None
    assert found.by_meaning
    assert found.counts["total"][""] == found.page.total


def test_words_and_meaning_together_come_first(find, three, make, index):
    make.listed(name_latin="Water Works", description="Bottles. Water, water, water and pipes.")
    index(vectors=True)
    assert names(find("water leaks pipes"))[0] == "Pipe Works"


def test_exclusions_hold_for_what_is_meant(find, three):
    assert "Pipe Works" not in names(find("גילוי נזילות בצנרת -sensors"))


def test_the_unseen_is_neither_meant_nor_named(find, make, three, session):
    hidden = three[2]
    session.execute(update(Organisation).where(Organisation.id == hidden.id).values(state=OrganisationState.DRAFT))
    session.expire_all()
    for text in ("leak detection", "Pipe Wroks", "sensors"):
        assert "Pipe Works" not in names(find(text)), text
        assert find(text).meant_name != "Pipe Works"
        assert "Pipe Works" in names(find(text, by=make.member(hidden))), text
        assert find(text).page.total == find(text).counts["total"].get("", 0)


def test_without_vectors_the_page_says_so(app, client, find, three, monkeypatch, session):
    session.execute(update(SearchChunk).where(SearchChunk.language == "ja").values(vector=None, mean_version=None))
    assert find("fruit").waiting == 1
    assert "1 text is still being prepared" in client().get("/organisations?q=fruit").get_data(as_text=True)
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], embeddings=False))
    found = find("sensors")
    assert (names(found), found.by_meaning, found.waiting) == (["Pipe Works"], False, 0)
    assert "Search by meaning is not available at present" in client().get("/organisations?q=sensors").get_data(as_text=True)


@pytest.mark.parametrize("language", ["en", "he", "ja"])
def test_the_page_says_what_was_done(client, three, language):
    page = client().get(f"/organisations?q=robotics&lang={language}").get_data(as_text=True)
    assert "רובוטיקה" in page
    assert "ロボティクス" in page
    page = client().get(f"/organisations?q=soft+gripper&lang={language}").get_data(as_text=True)
    assert "果物を優しくつかむ" in page
    assert "<details" in page
    page = client().get(f"/organisations?q=Pipe+Wroks&language=en&lang={language}").get_data(as_text=True)
    assert 'href="/organisations?q=Pipe+Works&amp;language=en"' in page
