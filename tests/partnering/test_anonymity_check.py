"""The machine finds what names the owner, however it is written, and leaves the rest alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.partnering.anonymity import Known, passages
from app.partnering.enums import Hint

KNOWN = Known(
    names=["見本ロボティクス株式会社", "Mihon Robotics Co., Ltd.", "ミホンロボティクス", 'דוגמה ראייה בע"מ', "GRIPSTAR"],
    legal_forms=["株式会社", "Co., Ltd.", "Ltd.", 'בע"מ'], persons=["Hana Sakura", "桜花子", "דנה דוגמאי"],
    links=["https://www.mihonrobo.co.jp/en"], mails=["contact@mihonmail.example", "info@gmail.com"], numbers=["6010001000001", "03-1234-5678"],
)


def hints(text):
    return [(passage.text, passage.hint) for passage in passages({"summary": text}, KNOWN)]


@pytest.mark.parametrize(("text", "found", "hint"), [
    ("We at Mihon Robotics build grippers.", "Mihon Robotics", Hint.NAME),
    ("We at MIHON-ROBOTICS, Tokyo", "MIHON-ROBOTICS", Hint.NAME),
    ("the new mihon gripper", "mihon", Hint.NAME),
    ("the M i h o n gripper", "M i h o n", Hint.NAME),
    ("the Ｍｉｈｏｎ gripper", "Ｍｉｈｏｎ", Hint.NAME),
    ("the Míhon gripper", "Míhon", Hint.NAME),
    ("the Mi\u00adhon gripper", "Mi\u00adhon", Hint.NAME),
    ("the Мihоn gripper with Cyrillic letters", "Мihоn", Hint.NAME),
    ("Gripstar® hands", "Gripstar", Hint.NAME),
    ("mihonrobo sells it", "mihonrobo", Hint.NAME),
    ("ask mihonmail", "mihonmail", Hint.NAME),
    ("当社見本ロボティクスは", "見本ロボティクス", Hint.NAME),
    ("当社みほんろぼてぃくすは", "みほんろぼてぃくす", Hint.NAME),
    ("ﾐﾎﾝﾛﾎﾞﾃｨｸｽの手", "ﾐﾎﾝﾛﾎﾞﾃｨｸｽ", Hint.NAME),
    ("אנחנו בדוגמה ראייה מפתחים", "בדוגמה ראייה", Hint.NAME),
    ("Ask Hana Sakura for it", "Hana Sakura", Hint.PERSON),
    ("Ask Sakura, Hana for it", "Sakura, Hana", Hint.PERSON),
    ("担当は桜花子です", "桜花子", Hint.PERSON),
    ("see https://foo.example/x now", "https://foo.example/x", Hint.LINK),
    ("see www.foo.example", "www.foo.example", Hint.LINK),
    ("see grip-hand.com", "grip-hand.com", Hint.LINK),
    ("see griphand.co.jp/en", "griphand.co.jp/en", Hint.LINK),
    ("see ｇｒｉｐｈａｎｄ．ｃｏｍ", "ｇｒｉｐｈａｎｄ．ｃｏｍ", Hint.LINK),
    ("write to hand@foo.example", "hand@foo.example", Hint.MAIL),
    ("write to hand (at) foo (dot) example", "hand (at) foo (dot) example", Hint.MAIL),
    ("follow @griphand there", "@griphand", Hint.MAIL),
    ("call +81 3 1234 5678", "+81 3 1234 5678", Hint.PHONE),
    ("call 03(1234)5678", "03(1234)5678", Hint.PHONE),
    ("電話 ０３－１２３４－５６７８", "０３－１２３４－５６７８", Hint.PHONE),
    ("number 6010001000001", "6010001000001", Hint.NUMBER),
    ("number 6-0100-0100-0001", "6-0100-0100-0001", Hint.NUMBER),
    ("patent JP 6789012", "6789012", Hint.NUMBER),
])
def test_what_names_the_owner_is_found(text, found, hint):
    expected = "דוגמה ראייה" if "דוגמה" in found else found
    assert any(expected in passage or passage in found for passage, kind in hints(text) if kind in {hint, Hint.NUMBER, Hint.PHONE}), hints(text)
    assert hints(text)


@pytest.mark.parametrize("text", [
    "A gripper with robotics control for soft fruit, tried in 2024-2026 on 1 000 000 tomatoes.",
    "From 2027-04-01 on, at TRL 6, ISO 10218-1:2025, 3.5 kg, v2.0, e.g. in a hall.", "見本となる装置です。", "A vision system for the U.S. market.",
    "Send us your ideas. It works at 50 Hz and costs 12,500,000 JPY.", "דוגמה לעבודה משותפת", "The mission of robotics companies",
    "We look for a grower. In the first year we try it on 3 lines; 99.5 % of fruit stays whole.",
])
def test_ordinary_text_is_left_alone(text):
    assert hints(text) == []


def test_every_passage_is_named_with_its_field():
    found = passages({"title": "Mihon hand", "description": "See www.foo.example and call +81 3 1234 5678."}, KNOWN)
    assert [(passage.field, passage.hint) for passage in found] == [
        ("title", Hint.NAME), ("description", Hint.LINK), ("description", Hint.PHONE),
    ]


@settings(max_examples=200, deadline=None, database=None)
@given(before=st.text(max_size=30), after=st.text(max_size=30), gap=st.sampled_from(["", " ", "-", "_", "\u200b", "\u00ad", ".", " · "]))
def test_a_name_is_found_in_any_surroundings(before, after, gap):
    name = gap.join("gripstar")
    text = f"{before} {name} {after}"
    found = passages({"summary": text}, KNOWN)
    assert any(passage.start <= text.index(name, len(before)) + len(name) and passage.end > len(before) for passage in found)
    for passage in found:
        assert text[passage.start:passage.end] == passage.text


@settings(max_examples=200, deadline=None, database=None)
@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fault(text):
    passages({"summary": text}, KNOWN)
