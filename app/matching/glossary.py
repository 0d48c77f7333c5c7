"""Terms of the sectors in English, Hebrew and Japanese, our own work: what says the same, in all its spellings."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.matching import tokens
from app.matching.question import Labels

FILE = Path(__file__).parent / "data" / "glossary.csv"
LANGUAGES = ("en", "he", "ja")
SHORTEST = 4
"""Abbreviations of fewer letters are also words, or stand for too much, to widen a question."""


@dataclass(frozen=True)
class Entry:
    """One thing: the field it belongs to, and its terms by language, the commonest first."""

    field: str
    terms: dict[str, tuple[str, ...]]

    @property
    def first(self) -> dict[str, str]:
        """The commonest term of each language."""
        return {language: terms[0] for language, terms in self.terms.items()}


@cache
def entries() -> tuple[Entry, ...]:
    """All entries, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(Entry(row["field"], {language: tuple(row[language].split("|")) for language in LANGUAGES}) for row in rows)


@cache
def labels() -> Labels:
    """What each term is called otherwise, by its tokens."""
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    for entry in entries():
        every = tuple(term for terms in entry.terms.values() for term in terms)
        for key in {tokens.key_of(term) for term in every if not _is_short(term)}:
            known[key] = tuple(dict.fromkeys([*known.get(key, ()), *every]))
    return known


def _is_short(term: str) -> bool:
    return term.isascii() and term.isupper() and len(term) < SHORTEST
