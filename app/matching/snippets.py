"""The part of a text around what was searched for, with the hits marked. Pure; the template escapes."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from app.core.folding import CJK, fold
from app.matching import tokens
from app.matching.tokens import Asked

LENGTH = 240
BEFORE_HIT = 60
_HALF_WIDTH = "\uff66-\uff9f"
_LETTER = rf"(?:[^\W_{CJK}{_HALF_WIDTH}]|[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7])"
_RUN = re.compile(rf"(?P<cjk>[{CJK}{_HALF_WIDTH}]+)|{_LETTER}+(?:['\"\u2019\u05f3\u05f4]{_LETTER}+)*")
_CHARACTER = re.compile(".[\u3099\u309a\uff9e\uff9f]?", re.DOTALL)
_SPACES = re.compile(r"\s+")


class Part(NamedTuple):
    """A stretch of text, and whether it is a hit."""

    text: str
    is_hit: bool


def snippet(text: str, asked: Asked, length: int = LENGTH) -> list[Part]:
    """About `length` characters of the text, beginning shortly before the first hit, in parts."""
    text = _SPACES.sub(" ", text).strip()
    spans = list(_hits(text, asked))
    start, end = _window(text, spans[0][0] if spans else 0, length)
    parts = [Part("… ", False)] if start else []
    at = start
    for hit_start, hit_end in spans:
        if hit_start < at or hit_end > end:
            continue
        parts += [Part(text[at:hit_start], False), Part(text[hit_start:hit_end], True)]
        at = hit_end
    parts.append(Part(text[at:end], False))
    if end < len(text):
        parts.append(Part(" …", False))
    return [part for part in parts if part.text]


def _window(text: str, first_hit: int, length: int) -> tuple[int, int]:
    """Where to begin and end, at spaces where there are some near."""
    if len(text) <= length:
        return 0, len(text)
    start = min(max(0, first_hit - BEFORE_HIT), len(text) - length)
    if start:
        space = text.find(" ", start, start + 20)
        start = space + 1 if 0 <= space < first_hit else start
    end = min(len(text), start + length)
    if end < len(text):
        space = text.rfind(" ", end - 20, end)
        end = space if space > first_hit else end
    return start, end


def _hits(text: str, asked: Asked) -> Iterator[tuple[int, int]]:
    if not asked.whole and not asked.beginnings:
        return
    for run in _RUN.finditer(text):
        if run.lastgroup == "cjk":
            yield from _hits_in_cjk(run.group(), run.start(), asked)
        elif any(asked.meets(token) for token, _ in tokens.index_tokens(run.group())):
            yield run.span()


def _hits_in_cjk(run: str, offset: int, asked: Asked) -> Iterator[tuple[int, int]]:
    """The stretches whose pairs were asked for; neighbouring ones as one."""
    places = [(letter, one.span()) for one in _CHARACTER.finditer(run) for letter in fold(one.group())]
    marked: list[bool] = [letter in asked.beginnings for letter, _ in places]
    for i in range(len(places) - 1):
        if places[i][0] + places[i + 1][0] in asked.whole:
            marked[i] = marked[i + 1] = True
    begun: int | None = None
    for is_marked, (_, (start, _end)) in zip([*marked, False], [*places, ("", (len(run), len(run)))], strict=True):
        if is_marked and begun is None:
            begun = start
        elif not is_marked and begun is not None:
            yield offset + begun, offset + start
            begun = None
