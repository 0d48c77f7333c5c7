"""Snippets: the part around the first hit, hits marked, nothing of the text changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.snippets import snippet
from app.matching.tokens import asked


def marked(text, question, **options):
    return [part.text for part in snippet(text, asked(question), **options) if part.is_hit]


@pytest.mark.parametrize(
    ("text", "question", "hits"),
    [
        ("We make grippers and Gripper parts.", "gripper", ["grippers", "Gripper"]),
        ("収穫ロボットの制御装置、ロボット工場", "ロボット", ["ロボット", "ロボット"]),
        ("ﾛﾎﾞｯﾄ工場", "ロボット", ["ﾛﾎﾞｯﾄ"]),
        ("工場の工具", "工", ["工", "工"]),
        ("ברובוטיקה רפואית", "רובוטיקה", ["ברובוטיקה"]),
        ("שָׁלוֹם לכולם", "שלום", ["שָׁלוֹם"]),
        ("Robots, no vacuum.", "robots -vacuum", ["Robots"]),
        ("<b>gripper</b>", "gripper", ["gripper"]),
        ("Nothing of it.", "gripper", []),
        ("Nothing asked.", "", []),
    ],
)
def test_hits_are_marked(text, question, hits):
    assert marked(text, question) == hits


def test_a_long_text_begins_shortly_before_the_hit():
    text = "word " * 200 + "gripper " + "more " * 200
    parts = snippet(text, asked("gripper"), length=120)
    assert [part.text for part in parts if part.is_hit] == ["gripper"]
    assert parts[0].text == "… "
    assert parts[-1].text == " …"
    assert sum(len(part.text) for part in parts) <= 124


@given(text=st.text(max_size=400), question=st.text(max_size=20))
def test_a_snippet_is_part_of_the_text(text, question):
    parts = snippet(text, asked(question))
    whole = "".join(part.text for part in parts).removeprefix("… ").removesuffix(" …")
    assert whole in " ".join(text.split()) or whole in text or whole.strip() in " ".join(text.split())
