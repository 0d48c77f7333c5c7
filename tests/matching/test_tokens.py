"""Search tokens: each language, phrases and exclusions on the real database, and arbitrary text."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.matching import tokens

PROPERTY = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture
def finds(session):
    """Whether a question finds a text, asked of PostgreSQL."""

    def finds(question: str, *fields: str) -> bool:
        query = tokens.to_tsquery(question)
        assert query is not None
        vector = tokens.to_tsvector_literal([(field, "D") for field in fields])
        return session.scalar(text("SELECT CAST(:v AS tsvector) @@ CAST(:q AS tsquery)"), {"v": vector, "q": query})

    return finds


ENGLISH = "Makers of grippers and end-effectors for collaborative robots; founded 1987 in Sample City's harbour."
JAPANESE = "産業用ロボットの制御装置を製造する工場。人工知能と画像認識、ＡＩカメラ、ﾄﾞﾛｰﾝ、センサー。"
HEBREW = 'החברה מפתחת חיישנים לרובוטים וברובוטיקה רפואית בע"מ, שָׁלוֹם לצה״ל ומהתעשייה'


@pytest.mark.parametrize(
    "question",
    ["gripper", "GRIPPERS", "robots gripper", "end effector", "end-effector", '"collaborative robots"', "1987", "city", "cities", "ｒｏｂｏｔ",
     "robots -vacuum", '"end effectors for collaborative"', "-vacuum"],
)
def test_english_is_found(finds, question):
    assert finds(question, ENGLISH)


@pytest.mark.parametrize("question", ["vacuum", "robots -grippers", '"robots collaborative"', '-"collaborative robots"', "198", "grip vacuum"])
def test_english_is_not_found(finds, question):
    assert not finds(question, ENGLISH)


@pytest.mark.parametrize(
    "question",
    ["工場", "制御", "知能", "人工知能", "ロボット", "産業用ロボット", "AI", "ai カメラ", "ドローン", "ﾄﾞﾛｰﾝ", "センサー", "工", "場", "せんさー", "ロボット 工場",
     '"産業用ロボット"', "工場 -病院"],
)
def test_japanese_is_found(finds, question):
    assert finds(question, JAPANESE)


@pytest.mark.parametrize("question", ["場工", "知工", "ロボティクス", "病院", "工場 -制御", "センサ装置", "駅"])
def test_japanese_is_not_found(finds, question):
    assert not finds(question, JAPANESE)


@pytest.mark.parametrize(
    "question",
    ["חברה", "החברה", "חיישנים", "רובוטים", "רובוטיקה", "ברובוטיקה", "וברובוטיקה", "שלום", "שָׁלוֹם", 'צה"ל', "צה״ל", 'בע"מ', "בעמ", "תעשייה", "התעשייה",
     '"חיישנים לרובוטים"', '"חיישנים רובוטים"', "חברה -מכונית"],
)
def test_hebrew_is_found(finds, question):
    assert finds(question, HEBREW)


@pytest.mark.parametrize("question", ["מכונית", "חברה -רובוטיקה", '"רובוטים חיישנים"'])
def test_hebrew_is_not_found(finds, question):
    assert not finds(question, HEBREW)


def test_final_letters_are_one_with_the_others():
    assert tokens.index_tokens("ארץ") == tokens.index_tokens("ארצ")


def test_variants_share_the_position_of_their_word():
    positions = dict(tokens.index_tokens("והמכונה טובה"))
    assert positions["והמכונה"] == positions["המכונה"] == positions["מכונה"] == 1
    assert positions["טובה"] == 2


def test_no_phrase_reaches_over_two_fields(finds):
    assert not finds('"alpha beta"', "alpha", "beta")
    assert finds("alpha beta", "alpha", "beta")


@pytest.mark.parametrize("nothing", ["", "   ", "!!! --- “”", "-", '""', "、。・"])
def test_a_question_of_nothing_is_none(nothing):
    assert tokens.to_tsquery(nothing) is None


def test_any_of_asks_for_one(session):
    query = tokens.any_of(["deep learning", "人工知能", "!!"])
    for content, expected in (("deep learning", True), ("人工知能研究", True), ("learning", False)):
        vector = tokens.to_tsvector_literal([(content, "A")])
        assert session.scalar(text("SELECT CAST(:v AS tsvector) @@ CAST(:q AS tsquery)"), {"v": vector, "q": query}) is expected
    assert tokens.any_of(["!!"]) is None


def test_what_is_asked_leaves_out_what_is_excluded():
    wanted = tokens.asked("robots -vacuum 工場 駅")
    assert wanted.whole == {"robot", "工場"}
    assert wanted.meets("駅前")
    assert not wanted.meets("vacuum")


def test_weights_are_checked():
    with pytest.raises(ValueError, match="weight"):
        tokens.to_tsvector_literal([("x", "E")])


def test_long_texts_stay_within_the_limits(session):
    content = " ".join(f"word{n} same קצר 漢字{n}" for n in range(12_000)) + "x" * 100_000
    vector = tokens.to_tsvector_literal([(content, "D"), ("next", "A")])
    assert session.scalar(text("SELECT length(CAST(:v AS tsvector))"), {"v": vector}) > 1_000


AWKWARD = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="'\"\\&|!():*<>- -aאה漢カー｡ﾞ\u0000\u200f\u05bcİßΣ\U0001f600९٣", max_size=120),
    st.lists(st.sampled_from(["וה", "של", '"', "''", "\\", "工場", "ー", "-", "deep-learning", 'צה"ל', "a'b'c", "ומה", ":*", "<->"]), max_size=40).map("".join),
)


@PROPERTY
@given(content=AWKWARD, weight=st.sampled_from("ABCD"))
def test_postgresql_takes_every_vector(session, content, weight):
    vector = tokens.to_tsvector_literal([(content, weight), (content, "D")])
    stored = session.scalar(text("SELECT length(CAST(:v AS tsvector))"), {"v": vector})
    assert stored == len({token for token, _ in tokens.index_tokens(content)})


@PROPERTY
@given(question=AWKWARD)
def test_postgresql_takes_every_question(session, question):
    query = tokens.to_tsquery(question)
    if query is not None:
        assert session.scalar(text("SELECT numnode(CAST(:q AS tsquery))"), {"q": query}) > 0


@PROPERTY
@given(words=st.lists(st.text(alphabet="abcאבה漢字カー1", min_size=1, max_size=8), min_size=1, max_size=8))
def test_a_text_is_found_by_its_own_words(session, words):
    vector = tokens.to_tsvector_literal([(" ".join(words), "C")])
    for word in words:
        query = tokens.to_tsquery(word)
        assert query is None or session.scalar(text("SELECT CAST(:v AS tsvector) @@ CAST(:q AS tsquery)"), {"v": vector, "q": query}), word
