"""What in a text would give an anonymous owner away: names in any script, persons, links, addresses, numbers. Pure functions.

Texts are compared as search folds them, letter by letter, so that other widths, cases, accents, separators between letters and
look-alike letters of other alphabets make no difference. What a reader could only work out by thinking is not found here: that
is what the quality check is for.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from app.core.folding import CJK, fold
from app.organisations.names import match_key
from app.partnering.enums import Hint

SHORTEST_WORD = 4
SHORTEST_LABEL = 3
LOOK_ALIKES = str.maketrans("авекмнорстухіјѕԁɡαβεικμνορτυχ", "abekmhopctyxijsdgabeikmvoptux")
"""Small Cyrillic and Greek letters that look like Latin ones."""
COMMON = frozenset((
    "advanced", "alpha", "american", "applied", "asia", "asian", "auto", "beta", "center", "centre", "central", "chamber",
    "company", "data", "digital", "east", "electric", "electronic", "electronics", "energy", "engineering", "european", "first",
    "future", "general", "global", "great", "green", "group", "industrial", "industries", "industry", "innovation", "institute",
    "intelligent", "international", "laboratory", "labs", "light", "machine", "machines", "medical", "mobile", "mobility",
    "national", "north", "open", "pacific", "power", "precision", "research", "robot", "robotics", "science", "sensor",
    "sensors", "smart", "software", "solution", "solutions", "south", "standard", "super", "system", "systems", "tech",
    "technical", "technologies", "technology", "tokyo", "united", "university", "vision", "west", "works", "world",
))
"""Words with which many names begin: alone they name nobody."""
MAIL_HOSTS = frozenset({"gmail", "outlook", "hotmail", "yahoo", "icloud", "proton", "protonmail"})
SECOND_LEVEL = frozenset({"co", "com", "ac", "go", "or", "ne", "org", "net", "gov", "muni", "edu"})
DOT = r"\s*(?:\.|\(dot\)|\[dot\])\s*"
PATTERNS: tuple[tuple[Hint, re.Pattern[str]], ...] = (
    (Hint.MAIL, re.compile(rf"[\w.+-]+\s*(?:@|\(at\)|\[at\])\s*[\w-]+(?:{DOT}[\w-]+)+")),
    (Hint.MAIL, re.compile(r"(?<!\w)@[a-z0-9_]{3,}")),
    (Hint.LINK, re.compile(r"\b[a-z][a-z0-9+.-]*://\S+|\bwww\.\S+")),
    (Hint.LINK, re.compile(
        r"(?<![\w.@-])(?:[a-z0-9-]+\.)+(?:com|net|org|info|biz|app|dev|tech|site|online|xyz|cloud|shop|example)(?![\w-])(?:/\S*)?"
    )),
    (Hint.LINK, re.compile(r"(?<![\w.@-])(?:[a-z0-9-]+\.)*[a-z0-9-]{3,}\.(?:[a-z]{2}\.)?[a-z]{2}(?![\w-])(?:/\S*)?")),
)
DIGITS = re.compile(r"\+?\d(?:[\s().\-/]{0,3}\d){6,}")
NO_PHONE = re.compile(r"(?:19|20)\d\d[-/.](?:(?:19|20)\d\d|\d{1,2}[-/.]\d{1,2})|\d{1,3}(?:\s\d{3})+")
"""Years, days and numbers in groups of three have as many digits as a telephone number."""


@dataclass(frozen=True)
class Known:
    """What is known of the owner."""

    names: Sequence[str] = ()
    legal_forms: Sequence[str] = ()
    persons: Sequence[str] = ()
    links: Sequence[str] = ()
    mails: Sequence[str] = ()
    numbers: Sequence[str] = ()


@dataclass(frozen=True)
class Passage:
    """A stretch of a text that must go, and why."""

    field: str
    text: str
    hint: Hint
    start: int
    end: int


def passages(texts: Mapping[str, str], known: Known) -> list[Passage]:
    """Every passage of the texts (by field) that tells who the owner is, in their order."""
    wanted = _wanted(known)
    return [passage for field, text in texts.items() for passage in _in_one(field, text, wanted)]


def _in_one(field: str, text: str, wanted: Sequence[tuple[Hint, re.Pattern[str]]]) -> list[Passage]:
    folded, places = _folded(text)
    spans = [(found.start(), found.end(), hint) for hint, pattern in (*PATTERNS, *wanted) for found in pattern.finditer(folded)]
    spans += list(_numbers(folded))
    found: list[Passage] = []
    for start, end, hint in sorted(spans, key=lambda span: (span[0], -span[1])):
        first, last = places[start][0], places[end - 1][1]
        if not found or first >= found[-1].end:
            found.append(Passage(field, text[first:last], hint, first, last))
    return found


def _numbers(folded: str) -> Iterator[tuple[int, int, Hint]]:
    for found in DIGITS.finditer(folded):
        if not NO_PHONE.fullmatch(found.group()):
            yield found.start(), found.end(), Hint.PHONE if found.group().startswith(("+", "0")) else Hint.NUMBER


def _folded(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The folded text, and for each of its letters where in the text it comes from."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and _joins(text[end]):
            end += 1
        for letter in _plain(text[at:end]):
            letters.append(letter)
            places.append((at, end))
        at = end
    return "".join(letters), places


def _joins(letter: str) -> bool:
    return bool(unicodedata.combining(letter)) or unicodedata.category(letter) in {"Mn", "Cf"} or letter in "\uff9e\uff9f"


@lru_cache(maxsize=4096)
def _plain(cluster: str) -> str:
    return fold(cluster).translate(LOOK_ALIKES)


def _wanted(known: Known) -> list[tuple[Hint, re.Pattern[str]]]:
    found = [(Hint.NAME, name) for name in _names(known)]
    found += [(Hint.PERSON, name) for person in known.persons for name in _person(person)]
    found += [(Hint.NUMBER, number) for number in known.numbers]
    patterns = {(hint, _pattern(text)) for hint, text in found if _letters(text)}
    return [(hint, re.compile(pattern)) for hint, pattern in sorted(patterns)]


def _names(known: Known) -> Iterator[str]:
    for name in known.names:
        key = match_key(name, known.legal_forms)
        yield key
        first = key.split(" ")[0]
        if first.isascii() and len(first) >= SHORTEST_WORD and first not in COMMON:
            yield first
    for link in known.links:
        yield from _brand(urlsplit(link if "//" in link else f"//{link}").hostname or "")
    for mail in known.mails:
        yield from _brand(mail.rpartition("@")[2])


def _brand(host: str) -> Iterator[str]:
    """The label of a domain that somebody chose: `mihon` of `www.mihon.co.jp`."""
    labels = [label for label in host.lower().split(".")[:-1] if label != "www"]
    if len(labels) > 1 and labels[-1] in SECOND_LEVEL:
        labels.pop()
    if labels and len(labels[-1]) >= SHORTEST_LABEL and labels[-1] not in MAIL_HOSTS:
        yield labels[-1]


def _person(name: str) -> Iterable[str]:
    parts = name.split()
    return (name, " ".join(reversed(parts))) if len(parts) > 1 else (name,) if len(name) >= SHORTEST_LABEL else ()


def _letters(text: str) -> str:
    return "".join(letter for letter in _folded(text)[0] if letter.isalnum())


def _pattern(text: str) -> str:
    """The letters and digits in their order, whatever stands between them; of alphabets with words only as whole words.

    A Hebrew word may carry prefix letters.
    """
    letters = _letters(text)
    loose = r"[\W_]*".join(map(re.escape, letters))
    before = "" if re.match(f"[{CJK}\u0590-\u05ff]", letters[0]) else r"(?<![^\W_])" if not letters[0].isdigit() else r"(?<!\d)"
    after = "" if re.match(f"[{CJK}]", letters[-1]) else r"(?![^\W_])" if not letters[-1].isdigit() else r"(?!\d)"
    return before + loose + after
