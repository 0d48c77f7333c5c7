"""Tracks suggested by the words of a description. Pure; the names of tracks and subtopics come from the programme."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from app.organisations.names import HAS_CJK

WORDS_FILE = Path(__file__).parents[1] / "data" / "track-words.toml"
WORD = re.compile(r"[^\W_]+")
PARTS = re.compile(r"[,、・/()（）]| and | for ")
SHORTEST_PART_CJK = 5
SHORTEST_PLURAL = 4
SHORTEST_HEBREW = 3
HEBREW_PREFIXES = "והבלמשכ"
HEBREW_PREFIX = re.compile(f"[{HEBREW_PREFIXES}][\u05d0-\u05ea]")
MOST_WORDS = 5
REASON_LENGTH = 500


@dataclass(frozen=True)
class TrackWords:
    """A track with the names that it and its subtopics have in any language."""

    id: int
    code: str
    names: tuple[str, ...]


class Evidence:
    """Finds the tracks that a text speaks of."""

    def __init__(self, tracks: Sequence[TrackWords], words: Mapping[str, Sequence[str]] | None = None) -> None:
        """`words`: what speaks for each code beside the names; the words of tracks where nothing else is given."""
        self.phrases: dict[str, list[tuple[tuple[str, ...], int, str]]] = {}
        self.runs: list[tuple[str, int, str]] = []
        words, ignored = words or track_words(), _ignored()
        for track in tracks:
            for phrase in dict.fromkeys([*words.get(track.code, ()), *_phrases(track.names, ignored)]):
                self._add(phrase, track.id)
        self.of_industry = lru_cache(maxsize=2048)(self._found)

    def _add(self, phrase: str, track_id: int) -> None:
        folded = _fold(phrase)
        if HAS_CJK.search(folded):
            self.runs.append((folded, track_id, phrase))
            return
        tokens = tuple(_tokens(folded))
        if tokens:
            self.phrases.setdefault(tokens[0], []).append((tokens, track_id, phrase))

    def suggest(self, *texts: str | None) -> dict[int, str]:
        """Track → reason: the words that were found, as the taxonomy writes them."""
        return {track_id: reason(words) for track_id, words in self.found(*texts).items()}

    def found(self, *texts: str | None) -> dict[int, tuple[str, ...]]:
        """Track → the words themselves, each once."""
        found: dict[int, dict[str, str]] = {}
        for text in texts:
            if text:
                for track_id, phrase in self._found(text) if len(text) > REASON_LENGTH // 4 else self.of_industry(text):
                    found.setdefault(track_id, {}).setdefault(_fold(phrase), phrase)
        return {track_id: tuple(words.values())[:MOST_WORDS] for track_id, words in found.items()}

    def _found(self, text: str) -> tuple[tuple[int, str], ...]:
        folded = _fold(text)
        tokens = [_spellings(token) for token in _tokens(folded)]
        found = [
            (track_id, phrase)
            for at, spellings in enumerate(tokens)
            for token in spellings
            if token in self.phrases
            for phrase_tokens, track_id, phrase in self.phrases[token]
            if len(phrase_tokens) <= len(tokens) - at and all(
                wanted in given for wanted, given in zip(phrase_tokens, tokens[at:], strict=False)
            )
        ]
        if HAS_CJK.search(folded):
            found += [(track_id, phrase) for run, track_id, phrase in self.runs if run in folded]
        return tuple(found)


def reason(words: Iterable[str]) -> str:
    """Words in quotation marks, each once."""
    unique = list({_fold(word): word for word in words}.values())[:MOST_WORDS]
    return ", ".join(f"“{word}”" for word in unique)[:REASON_LENGTH]


def track_words() -> Mapping[str, Sequence[str]]:
    """Code of a track → words that speak for it beside its names."""
    found: Mapping[str, Sequence[str]] = _data()["words"]
    return found


def synonyms() -> Mapping[str, Sequence[str]]:
    """The same for tracks and subtopics."""
    return {**track_words(), **_data()["subtopics"]}


def _ignored() -> frozenset[str]:
    return frozenset(_data()["ignored"])


def _phrases(names: Iterable[str], ignored: frozenset[str]) -> list[str]:
    """The names, and those of their parts that say enough by themselves: of two words or more, or long in Japanese."""
    phrases = []
    for name in names:
        phrases.append(name)
        for part in (piece.strip() for piece in PARTS.split(name)):
            enough = len(part) >= SHORTEST_PART_CJK if HAS_CJK.search(part) else " " in part
            if enough and part not in ignored and part.casefold() not in ignored:
                phrases.append(part)
    return phrases


def _fold(text: str) -> str:
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold().replace('"', "").replace("״", "")


def _tokens(folded: str) -> list[str]:
    """Words, English plurals without their s."""
    return [w[:-1] if w[-1] == "s" and len(w) > SHORTEST_PLURAL else w for w in WORD.findall(folded)]


def _spellings(token: str) -> tuple[str, ...]:
    """The word, and a Hebrew one also without the letters that are written before it ("and", "the", "in")."""
    if token.isascii() or not HEBREW_PREFIX.match(token):
        return (token,)
    return (token, *(token[cut:] for cut in (1, 2) if token[cut - 1] in HEBREW_PREFIXES and len(token) - cut >= SHORTEST_HEBREW))


@cache
def _data() -> dict[str, Any]:
    with WORDS_FILE.open("rb") as file:
        return tomllib.load(file)
