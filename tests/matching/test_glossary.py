"""The glossary: whole, each thing once, and questions widened by it."""

import csv
import re
from collections import Counter

import pytest

from app.matching import glossary, question

HEBREW, JAPANESE = re.compile("[\u0590-\u05ff]"), re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def test_every_entry_has_terms_in_every_language_and_script():
    for entry in glossary.entries():
        assert all(term.strip() == term != "" for terms in entry.terms.values() for term in terms), entry
        assert any(HEBREW.search(term) for term in entry.terms["he"]), entry
        assert any(JAPANESE.search(term) for term in entry.terms["ja"]), entry


def test_the_file_is_read_whole():
    with glossary.FILE.open(encoding="utf-8", newline="") as file:
        assert len(glossary.entries()) == len(list(csv.reader(file))) - 1 > 1000


@pytest.mark.parametrize("language", glossary.LANGUAGES)
def test_no_two_entries_begin_with_the_same_term(language):
    firsts = Counter(entry.first[language].casefold() for entry in glossary.entries())
    assert [term for term, count in firsts.items() if count > 1] == []


@pytest.mark.parametrize(
    ("text", "found"), [
        ("predictive maintenance for pumps", "予知保全"), ("予知保全", "predictive maintenance"), ("רחפן חקלאי", "ドローン"),
        ("water leak detection", "漏水検知"),
    ],
)
def test_a_term_is_searched_in_the_other_languages(text, found):
    assert any(found in one.others for one in question.read(text, glossary.labels()).widened)


@pytest.mark.parametrize("text", ["can we do it", "our own ins and outs"])
def test_words_that_are_also_abbreviations_are_left_alone(text):
    assert question.read(text, glossary.labels()).widened == ()
