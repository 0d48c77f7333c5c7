"""Search tokens, the same for indexing and asking, as literals of PostgreSQL's `tsvector` and `tsquery`.

Words are folded and, in Latin letters, reduced to their English stem. Runs of kanji, kana and Hangul become
pairs of characters and the last single one, so words are found without a dictionary; hiragana counts as katakana. A Hebrew word also stands without its
prefix letters, at the same position. Everything stays with PostgreSQL's limits: positions to 16383, 256 of them for a token.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from snowballstemmer import stemmer

from app.core.folding import CJK, HEBREW, fold

MAX_POSITION = 16383
MAX_POSITIONS_OF_TOKEN = 256
MAX_TOKEN_LENGTH = 64
MAX_VECTOR_BYTES = 400_000
MAX_QUERY_LENGTH = 500
MAX_QUERY_TOKENS = 40
FIELD_GAP = 5
"""Positions left free between fields, so that no phrase reaches over."""

_PIECE = re.compile(
    rf"(?P<cjk>[{CJK}]+)"
    rf"|(?P<hebrew>[{HEBREW}]+(?:['\"][{HEBREW}]+)*)"
    rf"|(?P<word>[^\W_{CJK}{HEBREW}]+(?:'[^\W\d_{CJK}{HEBREW}]+)*)"
)
_MIDDLE_DOT = re.compile(rf"(?<=[{CJK}])[\u30fb\u00b7](?=[{CJK}])")
_ENGLISH = re.compile("[a-z']+")
_PREFIX_PAIRS = frozenset({"וה", "וב", "ול", "ומ", "וש", "וכ", "שה", "שב", "שמ", "כש", "מה", "מש"})
_AND = "ו"
_PREFIX_LETTERS = frozenset("והבלמשכ")
_SHORTEST_REST = 3

_OPENING = str.maketrans({"「": ' "', "『": ' "', "」": '" ', "』": '" ', "“": '"', "”": '"', "„": '"', "\uff02": '"', "\uff0d": "-"})
_NUMBER = re.compile(r"[0-9](?:[ \-.\u2010-\u2015\u2212\u30fc]?[0-9]){4,39}")
_BETWEEN_DIGITS = re.compile(r"[^0-9]")
_CHUNK = re.compile(r"\S+")
_FIELD = re.compile(r"(?P<field>[^\W\d]+)[:\uff1a](?=[^\s:/])")
FIELDS = {
    **dict.fromkeys(("name", "number", "名前", "名称", "社名", "番号", "法人番号", "שם", "מספר"), "A"),
    **dict.fromkeys(("track", "subtopic", "topic", "分野", "תחום"), "B"),
    **dict.fromkeys(("place", "city", "場所", "都市", "מקום", "עיר"), "D"),
}
"""Words before a colon → the weight of the field in which what follows must be found."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The tokens that a question wants to find: whole ones, and beginnings of tokens."""

    whole: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()

    def meets(self, token: str) -> bool:
        """Whether the token is one that was asked for."""
        return token in self.whole or (bool(self.beginnings) and token.startswith(self.beginnings))


@dataclass(frozen=True, slots=True)
class _Piece:
    """One word or pair: its spellings, its position, and whether it is a pair's first or only character."""

    forms: tuple[str, ...]
    position: int
    single: bool = False
    last_of_run: bool = False


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    """The English stem. A stemmer keeps state, so each call has its own."""
    stem: str = stemmer("english").stemWord(word) if _ENGLISH.fullmatch(word) else word
    return stem.replace("'", "")


@lru_cache(maxsize=100_000)
def _hebrew_forms(word: str) -> tuple[str, ...]:
    """The word, and the word without its prefix letters, one to three, where at least three letters are left."""
    word = word.replace("'", "").replace('"', "")[:MAX_TOKEN_LENGTH]
    forms = [word]
    if word[0] in _PREFIX_LETTERS and len(word) > _SHORTEST_REST:
        forms.append(word[1:])
    if word[:2] in _PREFIX_PAIRS and len(word) > _SHORTEST_REST + 1:
        forms.append(word[2:])
    if word[0] == _AND and word[1:3] in _PREFIX_PAIRS and len(word) > _SHORTEST_REST + 2:
        forms.append(word[3:])
    return tuple(forms)


def _pieces(text: str) -> Iterator[_Piece]:
    position = 0
    for piece in _PIECE.finditer(_MIDDLE_DOT.sub("", fold(text))):
        value = piece.group()
        if piece.lastgroup == "cjk":
            for i in range(len(value) - 1):
                position += 1
                yield _Piece((value[i : i + 2],), position)
            position += 1
            yield _Piece((value[-1],), position, single=len(value) == 1, last_of_run=True)
            continue
        position += 1
        yield _Piece(_hebrew_forms(value) if piece.lastgroup == "hebrew" else (_stem(value[:MAX_TOKEN_LENGTH]),), position)


def index_tokens(text: str) -> list[tuple[str, int]]:
    """The tokens of a text with their positions, from 1."""
    return [(form, piece.position) for piece in _pieces(text) for form in piece.forms if form]


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def to_tsvector_literal(fields: Sequence[tuple[str, str]]) -> str:
    """The `tsvector` literal of (text, weight) pairs, weight A to D; what is over PostgreSQL's limits is left out.

    Raises ValueError for another weight.
    """
    places: dict[str, dict[int, str]] = {}
    offset = size = 0
    for text, weight in fields:
        if weight not in {"A", "B", "C", "D"}:
            raise ValueError(f"A weight is A, B, C or D, not {weight!r}.")
        last = offset
        for token, position in index_tokens(text):
            last = offset + position
            known = token in places
            size += 0 if known else len(token.encode())
            if last > MAX_POSITION or size > MAX_VECTOR_BYTES:
                return _vector(places)
            positions = places.setdefault(token, {})
            if len(positions) < MAX_POSITIONS_OF_TOKEN:
                positions.setdefault(last, weight)
        offset = last + FIELD_GAP if last > offset else offset
    return _vector(places)


def _vector(places: dict[str, dict[int, str]]) -> str:
    return " ".join(
        f"{_quoted(token)}:{','.join(f'{position}{weight}' for position, weight in positions.items())}"
        for token, positions in places.items()
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A word or quoted phrase of a question: its `tsquery` literal, its tokens, and how it was asked for.

    `field` is the weight of the only field in which it may be found, empty for all.
    """

    query: str
    key: tuple[str, ...]
    written: str
    excluded: bool = False
    is_exact: bool = False
    field: str = ""


def parts(text: str) -> list[Part]:
    """What a person typed, part by part; a part that says nothing, or the same as an earlier one, is left out.

    Words in quotation marks, and parts of one word ("deep-learning"), must stand side by side; `-word` must not be found;
    `name:word` is looked for in names alone (`FIELDS`). One kanji or kana is found at the start of a pair too. Of a long
    question the first 500 characters and 40 tokens count. An official number is found however it is written.
    """
    number = official_number(text)
    if number:
        forms = number_forms(number)
        return [Part(" | ".join(map(_quoted, forms)), tuple(forms), number, is_exact=True)]
    found: dict[tuple[str, bool], Part] = {}
    for chunk, pieces in _asked_pieces(text):
        number = official_number(chunk.words) if chunk.field else None
        query = " | ".join(_quoted(form) + ":A" for form in number_forms(number)) if number else _phrase(pieces, chunk.field)
        if query:
            key = tuple(piece.forms[0] for piece in pieces)
            part = Part(query, key, chunk.words, chunk.excluded, chunk.is_exact or bool(chunk.field), chunk.field)
            found.setdefault((query, chunk.excluded), part)
    return list(found.values())


def to_tsquery(text: str) -> str | None:
    """The `tsquery` literal of what a person typed (see `parts`); None where nothing in it can be searched for."""
    return " & ".join(f"!({part.query})" if part.excluded else f"({part.query})" for part in parts(text)) or None


@lru_cache(maxsize=10_000)
def key_of(text: str) -> tuple[str, ...]:
    """The tokens of a text as a question has them: equal for what a reader takes for the same words."""
    return sequence(text)


def sequence(text: str) -> tuple[str, ...]:
    """The same of a text that is not to be remembered."""
    return tuple(piece.forms[0] for piece in _pieces(text) if piece.single or not piece.last_of_run)


def number_forms(number: str) -> list[str]:
    """The tokens of an official number: as the register writes it, and without the zeros in front."""
    folded = fold(number)
    return list(dict.fromkeys((folded, folded.lstrip("0") or folded)))


def official_number(text: str) -> str | None:
    """The question as one number, where it is nothing else: no spaces, no hyphens."""
    folded = fold(text[:MAX_QUERY_LENGTH]).strip()
    return _BETWEEN_DIGITS.sub("", folded) if _NUMBER.fullmatch(folded) else None


def any_of(words: Iterable[str]) -> str | None:
    """The `tsquery` literal of texts of which one is enough; each must be found as a phrase."""
    phrases = (_phrase([p for p in _pieces(word) if p.single or not p.last_of_run][:MAX_QUERY_TOKENS]) for word in words)
    return " | ".join(f"({phrase})" for phrase in dict.fromkeys(phrases) if phrase) or None


def asked(text: str) -> Asked:
    """The tokens that the question wants to find, without those it excludes."""
    pieces = [piece for chunk, found in _asked_pieces(text) if not chunk.excluded for piece in found]
    whole = frozenset(form for piece in pieces if not piece.single for form in piece.forms)
    return Asked(whole, tuple(form for piece in pieces if piece.single for form in piece.forms))


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A word or quoted phrase as it is written."""

    words: str
    excluded: bool = False
    is_exact: bool = False
    field: str = ""


def _asked_pieces(text: str) -> Iterator[tuple[_Chunk, list[_Piece]]]:
    left = MAX_QUERY_TOKENS
    for chunk in _chunks(text[:MAX_QUERY_LENGTH]):
        pieces = [piece for piece in _pieces(chunk.words) if piece.single or not piece.last_of_run][:left]
        left -= len(pieces)
        yield chunk, pieces


def _chunks(text: str) -> Iterator[_Chunk]:
    """Words and quoted phrases with sign and field. A quotation mark inside a word belongs to the word (Hebrew acronyms)."""
    quoted: list[str] | None = None
    excluded, field = False, ""
    for chunk in _CHUNK.findall(text.translate(_OPENING)):
        word = chunk
        if quoted is None:
            excluded = chunk.startswith("-")
            field, word = _field(chunk.lstrip("-"))
            if not word.startswith('"'):
                yield _Chunk(word, excluded, field=field)
                continue
            quoted, word = [], word[1:]
        quoted.append(word)
        if word.endswith('"'):
            yield _Chunk(" ".join(quoted), excluded, is_exact=True, field=field)
            quoted = None
    for word in quoted or ():
        yield _Chunk(word, excluded, field=field)


def _field(word: str) -> tuple[str, str]:
    """The weight that a word in front asks for, and what follows it."""
    found = _FIELD.match(word)
    weight = FIELDS.get(found["field"].casefold(), "") if found else ""
    return (weight, word[found.end() :]) if found and weight else ("", word)


def _phrase(pieces: Sequence[_Piece], field: str = "") -> str:
    """The pieces at the same distances as in the question, in one field where one is named."""
    query = ""
    before = 0
    for piece in pieces:
        suffix = ("*" if piece.single else "") + field
        forms = [_quoted(form) + (f":{suffix}" if suffix else "") for form in piece.forms if form]
        if not forms:
            continue
        alternatives = forms[0] if len(forms) == 1 else f"({' | '.join(forms)})"
        distance = piece.position - before
        query = f"{query} {'<->' if distance == 1 else f'<{distance}>'} {alternatives}" if query else alternatives
        before = piece.position
    return query
