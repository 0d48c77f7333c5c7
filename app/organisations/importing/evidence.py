"""Tracks suggested by the words of a description. Pure; the names of tracks and subtopics come from the programme."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from app.organisations.names import HAS_CJK

WORDS_FILE = Path(__file__).parents[1] / "data" / "track-words.toml"
WORD = re.compile(r"[^\W_]+")
PARTS = re.compile(r"[,、・/()（）]| and | for ")
SHORTEST_PART_CJK = 5
SHORTEST_PLURAL = 4
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

    def __init__(self, tracks: Sequence[TrackWords]) -> None:
        self.phrases: dict[str, list[tuple[tuple[str, ...], int, str]]] = {}
        self.runs: list[tuple[str, int, str]] = []
        words, ignored = _data()
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
        found: dict[int, list[str]] = {}
        for text in texts:
            if text:
                for track_id, phrase in self._found(text) if len(text) > REASON_LENGTH // 4 else self.of_industry(text):
                    found.setdefault(track_id, []).append(phrase)
        return {track_id: reason(words) for track_id, words in found.items()}

    def _found(self, text: str) -> tuple[tuple[int, str], ...]:
        folded = _fold(text)
        tokens = _tokens(folded)
        found = [
            (track_id, phrase)
            for at, token in enumerate(tokens)
            if token in self.phrases
            for phrase_tokens, track_id, phrase in self.phrases[token]
            if tuple(tokens[at : at + len(phrase_tokens)]) == phrase_tokens
        ]
        if HAS_CJK.search(folded):
            found += [(track_id, phrase) for run, track_id, phrase in self.runs if run in folded]
        return tuple(found)


def reason(words: Iterable[str]) -> str:
    """Words in quotation marks, each once."""
    unique = list({_fold(word): word for word in words}.values())[:MOST_WORDS]
    return ", ".join(f"“{word}”" for word in unique)[:REASON_LENGTH]


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


@cache
def _data() -> tuple[Mapping[str, Sequence[str]], frozenset[str]]:
    with WORDS_FILE.open("rb") as file:
        data = tomllib.load(file)
    return data["words"], frozenset(data["ignored"])
