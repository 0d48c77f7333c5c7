"""What a person searches for, read once: words, what must not be found, and how the taxonomy widens it. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.matching import tokens
from app.matching.tokens import Asked, Part

LONGEST_LABEL = 6
_BRACKETS = re.compile(r"\s*[(\uff08][^)\uff09]*[)\uff09]")

_READINESS = re.compile(r"(?<!\w)TRL\s*([1-9])(?:\s*[-\u2013~\u301c\uff5e]\s*([1-9]))?(?!\d)", re.IGNORECASE)
_AUTOMATION = re.compile(
    r"(?<!\w)(?:(?:SAE\s+)?J3016\s*(?:level|レベル|רמה)?|(?:SAE\s+)?level|レベル|רמה)\s*([0-5])(?!\d)", re.IGNORECASE
)

Labels = Mapping[tuple[str, ...], tuple[str, ...]]
"""The tokens of a label → what the same thing is called in all languages."""


@dataclass(frozen=True)
class Widening:
    """Words of a question that name something of the taxonomy, and what else it is called."""

    said: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A question as it is looked for.

    `words` and `excluded` are `tsquery` literals, None where there is none. `plain` is the text to compare by meaning and
    with names; it is empty where the person asked for exact words, a field or a number.
    """

    words: str | None = None
    excluded: str | None = None
    plain: str = ""
    widened: tuple[Widening, ...] = ()
    wanted: Asked = field(default_factory=Asked)
    written: str = ""

    @property
    def query(self) -> str | None:
        """Both in one `tsquery` literal."""
        return " & ".join(f"({one})" for one in (self.words, self.excluded) if one) or None


@dataclass(frozen=True)
class Levels:
    """Technology readiness (from, to) and level of driving automation (SAE J3016) that a text asks for."""

    readiness: tuple[int, int] | None = None
    automation: int | None = None

    @property
    def say_something(self) -> bool:
        """Whether any level is asked for."""
        return self.readiness is not None or self.automation is not None


def levels_of(text: str) -> tuple[str, Levels]:
    """The text without the levels that it names ("TRL 4-6", "J3016 level 4"), and these."""
    plain = unicodedata.normalize("NFKC", text)
    readiness, automation = _READINESS.search(plain), _AUTOMATION.search(plain)
    if readiness is None and automation is None:
        return text, Levels()
    ends = sorted(int(end) for end in (readiness[1], readiness[2] or readiness[1])) if readiness else None
    rest = _AUTOMATION.sub(" ", _READINESS.sub(" ", plain))
    return rest, Levels((ends[0], ends[1]) if ends else None, int(automation[1]) if automation else None)


def bare(label: str) -> str:
    """A label without what stands in brackets."""
    return _BRACKETS.sub("", label)


def labels_of(things: Iterable[Iterable[str]]) -> Labels:
    """Labels by their tokens, with and without what stands in brackets; of each thing all that it is called."""
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    for names in things:
        every = tuple(dict.fromkeys(names))
        for text in every:
            for variant in (text, bare(text)):
                key = tokens.key_of(variant)
                if key:
                    known[key] = tuple(dict.fromkeys([*known.get(key, ()), *every]))
    return known


def both(first: Labels, second: Labels) -> Labels:
    """What either knows, the first before the second."""
    return {**second, **{key: tuple(dict.fromkeys([*others, *second.get(key, ())])) for key, others in first.items()}}


def read(text: str, labels: Labels) -> Question:
    """The question of a text."""
    found = tokens.parts(text)
    positive = [part for part in found if not part.excluded]
    words, widened = _widened(positive, labels)
    excluded = " & ".join(f"!({part.query})" for part in found if part.excluded)
    is_free = bool(positive) and not any(part.is_exact for part in positive)
    said = tokens.asked(text)
    whole = said.whole | {form for one in widened for other in one.others for form in tokens.key_of(other)}
    return Question(
        words, excluded or None, " ".join(part.written for part in positive) if is_free else "", tuple(widened),
        Asked(whole, said.beginnings), text,
    )


def _widened(parts: Sequence[Part], labels: Labels) -> tuple[str | None, list[Widening]]:
    """All parts, where neighbouring ones that name a label may be found by its other names instead; the longest label wins."""
    queries: list[str] = []
    widened: list[Widening] = []
    at = 0
    while at < len(parts):
        for length in range(min(LONGEST_LABEL, len(parts) - at), 0, -1):
            named = parts[at : at + length]
            if any(part.is_exact for part in named):
                continue
            key = tuple(form for part in named for form in part.key)
            others = [other for other in labels.get(key, ()) if key not in (tokens.key_of(other), tokens.key_of(bare(other)))]
            alternative = tokens.any_of(others)
            if alternative:
                queries.append(f"(({' & '.join(f'({part.query})' for part in named)}) | {alternative})")
                widened.append(Widening(" ".join(part.written for part in named), tuple(others)))
                at += length
                break
        else:
            queries.append(f"({parts[at].query})")
            at += 1
    return " & ".join(queries) or None, widened
