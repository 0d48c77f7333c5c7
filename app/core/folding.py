"""Letters as search sees them: one spelling for what a reader takes for the same."""

import re
import unicodedata

CJK = (
    "\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"
)
"""Regular expression class of kanji, kana and Hangul: scripts searched by pairs of characters."""

HEBREW = "\u05d0-\u05ea"

_INVISIBLE = "\u00ad\u0600-\u0605\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
_DROPPED_MARKS = re.compile(f"[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f{_INVISIBLE}]")
_LETTERS = str.maketrans(
    {
        "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ",
        "׳": "'", "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u2032": "'", "`": "'",
        "״": '"', "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2033": '"',
    }
)
_KATAKANA = {code: chr(code + 0x60) for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}


def fold(text: str) -> str:
    """NFKC, case folded, without Latin accents, niqqud and invisible characters; final letters and quotes unified.

    Hiragana counts as katakana.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFKC", _DROPPED_MARKS.sub("", decomposed).translate(_LETTERS)).translate(_KATAKANA)
