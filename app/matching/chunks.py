"""The stretches of a text that get a vector each, and the language that a text is in. Pure."""

import hashlib
import re

from app.core.folding import CJK, HEBREW

MAX_WORDS = 300
WORDS_OF_CHUNK = 120
LETTERS_OF_WORD = 2
"""Kanji, kana and Hangul: so many letters count as one word."""
MAX_CHUNKS = 20

_KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_HANGUL = re.compile("[\u1100-\u11ff\uac00-\ud7af]")
_HEBREW = re.compile(f"[{HEBREW}]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_UNIT = re.compile(rf"[{CJK}]{{1,{LETTERS_OF_WORD}}}|[^\s{CJK}]+")
_SENTENCE = re.compile(r".+?(?:[.!?\u05c3](?=\s)|[\u3002\uff01\uff1f]|\n|$)", re.DOTALL)
_SPACES = re.compile(r"\s+")
OWN_SCRIPT_SHARE = 0.2


def capped(text: str, words: int = MAX_WORDS) -> str:
    """The text up to so many words, spaces made single."""
    plain = _SPACES.sub(" ", text).strip()
    for number, unit in enumerate(_UNIT.finditer(plain)):
        if number == words:
            return plain[: unit.start()].rstrip()
    return plain


def chunks(text: str) -> list[str]:
    """Stretches of about 120 words, cut between sentences; a longer sentence is cut where it has to be."""
    found: list[str] = []
    current, size = "", 0
    for sentence in _SENTENCE.findall(text):
        length = _length(sentence)
        if current and size + length > WORDS_OF_CHUNK:
            found.append(current)
            current, size = "", 0
        current += sentence
        size += length
    plain = [capped(one) for one in [*found, current]]
    return [one for one in plain if one][:MAX_CHUNKS]


def _length(text: str) -> int:
    return sum(1 for _ in _UNIT.finditer(text))


def language_of(text: str, given: str | None = None) -> str:
    """The language of a text by its script; `given` decides among the languages of one script, and where there are no letters.

    A text counts as Hebrew, Japanese or Korean from a fifth of its letters on, since names and terms in Latin letters are
    common in all of them.
    """
    kana, han, hangul, hebrew, latin = (len(one.findall(text)) for one in (_KANA, _HAN, _HANGUL, _HEBREW, _LATIN))
    letters = kana + han + hangul + hebrew + latin
    scripts = {"he": hebrew, "ko": hangul, "ja": kana + han}
    language, count = max(scripts.items(), key=lambda one: one[1])
    if letters and count >= OWN_SCRIPT_SHARE * letters:
        return "zh" if language == "ja" and given == "zh" and not kana else language
    if letters and given in scripts:
        return "en"
    return given or "en"


def digest(text: str) -> bytes:
    """The key of a text in caches of vectors."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
