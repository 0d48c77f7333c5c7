"""Names as they are compared, found and sorted. Pure functions; legal forms are data of each party.

Sources: `domain.md` § 3.2 (NFKC, niqqud, gershayim, final letters, 株式会社 before or after, sort by kana).
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

LONGEST = 300
DIACRITICS = re.compile("[\u0300-\u036f]")
NIQQUD = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]")
ONE_QUOTE = dict.fromkeys(map(ord, "\u05f3\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u0060\u00b4"), "'")
TWO_QUOTES = dict.fromkeys(map(ord, "\u05f4\u201c\u201d\u201e\u201f\u2033\u301d\u301e\u301f"), '"')
FINAL_LETTERS = dict(zip(map(ord, "ךםןףץ"), "כמנפצ", strict=True))
FOLDS = {**ONE_QUOTE, **TWO_QUOTES, **FINAL_LETTERS}
CJK = "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3031-\u3035\u3040-\u30fa\u30fc-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
HAS_CJK = re.compile(f"[{CJK}]")
RUNS = re.compile(f"[{CJK}]+|[^{CJK} ]+")
SPACE_BESIDE_CJK = re.compile(f"(?<=[{CJK}]) +| +(?=[{CJK}])")
LETTER = "[^\\W_" + CJK + "]"
NOT_WORD = re.compile(r"[\W_]+")
EDGE = " \t\n\u3000.,;:・-–—/|"
Patterns = tuple[re.Pattern[str], re.Pattern[str]]
KATAKANA_OF = {code: code + 0x60 for code in range(0x3041, 0x3097)}


def match_key(name: str, legal_forms: Sequence[str] = ()) -> str:
    """The name as it is compared with others: folded, without legal forms at its ends, without punctuation.

    Empty only for a blank name: where nothing but legal forms stands, they are kept.
    """
    folded = _fold(name)
    bare = _without(folded, _patterns(tuple(legal_forms))) if legal_forms else folded
    return (_collapse(bare) or _collapse(folded) or folded.strip() or name.strip())[:LONGEST]


def grams(key: str) -> list[str]:
    """The character runs of a key by which candidates are found: bigrams of CJK letters, trigrams of others, padded."""
    found: set[str] = set()
    for run in RUNS.findall(key):
        length, padded = (2, f" {run} ") if HAS_CJK.match(run) else (3, f"  {run} ")
        found.update(padded[at : at + length] for at in range(len(padded) - length + 1))
    return sorted(found)


def similarity(first: str, second: str) -> float:
    """How alike two keys are, 0 to 1, the same in both directions.

    CJK names are short and have no words: there each letter that differs counts in full, so that 日立 and 日産 stay far
    apart. In other scripts the order of the words does not matter.
    """
    if first == second:
        return 1.0
    plain = fuzz.ratio(first, second)
    if not (HAS_CJK.search(first) or HAS_CJK.search(second)):
        plain = max(plain, fuzz.ratio(*(" ".join(sorted(key.split())) for key in (first, second))))
    return float(plain) / 100


def sort_key(
    *, native: str | None = None, latin: str | None = None, kana: str | None = None, legal_forms: Sequence[str] = ()
) -> str:
    """Where the organisation stands in a list: by its kana reading, else its Latin name, else its native one."""
    name = kana or latin or native or ""
    return order_of_keys(**{"kana" if kana else "latin": match_key(name, legal_forms)})


def order_of_keys(*, native: str = "", latin: str = "", kana: str = "") -> str:
    """The same, from keys that `match_key` gave."""
    return kana.translate(KATAKANA_OF) if kana else latin or native


def _fold(name: str) -> str:
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    if not text.isascii():
        text = unicodedata.normalize("NFC", DIACRITICS.sub("", unicodedata.normalize("NFD", NIQQUD.sub("", text))))
    return text.translate(FOLDS).replace("''", '"')


def _collapse(folded: str) -> str:
    text = folded.replace('"', "").replace("'", "")
    return SPACE_BESIDE_CJK.sub("", NOT_WORD.sub(" ", text)).strip()


def _without(folded: str, patterns: Patterns) -> str:
    at_start, at_end = patterns
    text = folded.strip(EDGE)
    while True:
        before = text
        if found := at_start.match(text):
            text = text[found.end() :].strip(EDGE)
        if found := at_end.match(text[::-1]):
            text = text[: len(text) - found.end()].strip(EDGE)
        if text == before:
            return text


@lru_cache(maxsize=64)
def _patterns(legal_forms: tuple[str, ...]) -> Patterns:
    """Any of the forms at the beginning, and any of them at the end of a name, read backwards.

    One in letters of words counts only as a whole word.
    """
    forms = sorted({_fold(form).strip(" ") for form in legal_forms} - {""}, key=len, reverse=True)
    return re.compile("|".join(map(_form, forms))), re.compile("|".join(_form(form[::-1]) for form in forms))


def _form(form: str) -> str:
    """The form with its full stops, commas and spaces as they come, and its quotation marks optional."""
    words = re.split(r"[\s.,]+", form.strip(" .,"))
    stop_before = r"\.?" if form.startswith(".") else ""
    stop_after = r"\.?" if form.endswith(".") else ""
    last = form.rstrip(" .,")[-1:]
    boundary = "" if HAS_CJK.match(last) or not last.isalnum() else f"(?!{LETTER})"
    return stop_before + r"[\s.,]*".join(map(_word, words)) + stop_after + boundary


def _word(word: str) -> str:
    return "".join("[\"']*" if c in "\"'" else re.escape(c) for c in word)


__all__ = ["grams", "match_key", "order_of_keys", "similarity", "sort_key"]
