"""The words of texts that say something about their subject, each as it is written."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from app.core.folding import CJK, fold
from app.matching import tokens

STOP_WORDS = Path(__file__).parent / "data" / "stopwords.toml"
SHORTEST_WORD = 3
SHORTEST_RUN = 2

_KANJI = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_KATAKANA = "\u30a1-\u30fa\u30fc"
_HANGUL = "\uac00-\ud7af"
_WORD = re.compile(rf"(?P<run>[{_KANJI}]+|[{_KATAKANA}]+|[{_HANGUL}]+)|[^\W_{CJK}]+(?:['\"\u05f3\u05f4][^\W_{CJK}]+)*")
_IS_RUN = re.compile(f"[{CJK}]")


@dataclass(frozen=True)
class Words:
    """What texts say: their words (folded form or stem → as written), and their folded letters.

    Runs of kanji, katakana or Hangul have no spaces between words, so they are looked for inside the other's letters.
    """

    written: Mapping[str, str] = field(default_factory=dict)
    letters: str = ""

    def common(self, other: "Words") -> dict[str, str]:
        """The words of this one that the other has too, as the other writes them."""
        return {word: written for word, written in self._shared(other) if written}

    def _shared(self, other: "Words") -> Iterator[tuple[str, str | None]]:
        for word, written in self.written.items():
            if _IS_RUN.match(word):
                yield word, written if word in other.letters else None
            else:
                yield word, other.written.get(word)


def words_of(texts: Iterable[str | None]) -> Words:
    """The words of some texts; those of one organisation are asked for again and again, so they are remembered."""
    return _words_of(tuple(text for text in texts if text))


@lru_cache(maxsize=10_000)
def _words_of(texts: tuple[str, ...]) -> Words:
    given = [unicodedata.normalize("NFKC", text) for text in texts]
    written: dict[str, str] = {}
    for text in given:
        for found in _WORD.finditer(text):
            for word in _forms(found.group(), is_run=found.lastgroup == "run"):
                written.setdefault(word, found.group())
    return Words(written, fold("\n".join(given)))


@lru_cache(maxsize=100_000)
def _forms(word: str, *, is_run: bool) -> tuple[str, ...]:
    if is_run:
        folded = fold(word)
        return (folded,) if len(word) >= SHORTEST_RUN and folded not in idle_words() else ()
    is_name = len(word) >= SHORTEST_RUN and word.isupper()
    if word.isdecimal() or not (len(word) >= SHORTEST_WORD or is_name):
        return ()
    forms = tuple(dict.fromkeys(form for form, _ in tokens.index_tokens(word) if form))
    return () if any(form in idle_words() for form in (fold(word), *forms)) else forms


@cache
def stop_words() -> frozenset[str]:
    """Folded stop words and their tokens."""
    return _listed("words")


@cache
def idle_words() -> frozenset[str]:
    """Stop words, and words of cooperation in general, which are no reason by themselves."""
    return stop_words() | _listed("cooperation")


def _listed(section: str) -> frozenset[str]:
    with STOP_WORDS.open("rb") as file:
        listed = [word for text in tomllib.load(file)[section].values() for word in text.split()]
    plain = [word for word in listed if not _IS_RUN.search(word)]
    return frozenset(map(fold, listed)) | {form for word in plain for form, _ in tokens.index_tokens(word)[:1]}
