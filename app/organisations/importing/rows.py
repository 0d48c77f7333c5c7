"""Rows of a register: read, checked and brought into the registry's fields. Nothing is guessed, nothing is derived."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from babel import Locale

from app.organisations.enums import OrganisationKind
from app.organisations.identifiers import NumberFault, check_number
from app.organisations.importing.files import check_header, records
from app.organisations.importing.formats import Format
from app.organisations.importing.problems import VALUE_LENGTH, ProblemCode, RowProblem

NAMES = ("name_native", "name_latin", "name_kana")
LENGTHS = {
    "name_native": 300, "name_latin": 300, "name_kana": 300, "description": 10_000, "industry": 200, "website": 500, "contact_email": 254,
    "postal_code": 20, "region": 120, "city": 120, "street": 300,
}
FACT_LENGTH = 200
WEB_ADDRESS = re.compile(r"https?://[^\s/@:.\"<>]+(?:\.[^\s/@:.\"<>]+)+(?::\d{1,5})?(?:[/?#][^\s\"<>]*)?", re.IGNORECASE)
EMAIL_ADDRESS = re.compile(r"[^\s@<>\",;:]+@[^\s@<>\",;:.]+(?:\.[^\s@<>\",;:.]+)+")
NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,20})?")
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\ud800-\udfff\ue000-\uf8ff]")
LINE_BREAK = re.compile(r"[\r\n\t]")
YES_NO = {"yes": True, "no": False}
COUNTRIES = frozenset(str(code) for code in Locale("en").territories if re.fullmatch("[A-Z]{2}", str(code)))
LANGUAGES = frozenset(Locale("en").languages)
KINDS = frozenset(OrganisationKind)


@dataclass(slots=True)
class OrganisationValues:
    """What a row says of an organisation; empty is `None`."""

    country: str
    scheme: str
    number: str
    kind: str | None = None
    name_native: str | None = None
    name_native_language: str | None = None
    name_latin: str | None = None
    name_kana: str | None = None
    description: str | None = None
    description_language: str | None = None
    size_band: str | None = None
    industry: str | None = None
    website: str | None = None
    contact_email: str | None = None
    postal_code: str | None = None
    region: str | None = None
    city: str | None = None
    street: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    tracks: tuple[tuple[str, str], ...] = ()
    """Codes of tracks that the row names, each with the label that named it."""


@dataclass(slots=True)
class Row:
    """One row; without `values` it is rejected, and `problems` say why."""

    number: int
    values: OrganisationValues | None
    problems: list[RowProblem]


def read_rows(stream: BinaryIO, form: Format) -> Iterator[Row]:
    """Every row of a file in this format, one at a time.

    :raises FileRefused: the file is not what it says.
    """
    read = records(stream, encoding=form.encoding)
    header = check_header(next(read)[1], form)
    reader = _Reader(form, header)
    for number, record in read:
        yield reader.row(number, record)


class _Rejected(Exception):
    """The row cannot be taken."""


class _Reader:
    """Turns records into rows; knows where each column stands."""

    def __init__(self, form: Format, header: Sequence[str]) -> None:
        self.form = form
        self.width = len(header)
        self.places: dict[str, list[tuple[str, int]]] = {}
        for column, target in form.columns.items():
            if column in header:
                self.places.setdefault(target, []).append((column, header.index(column)))
        self.facts = [
            (column, header.index(column), key, READERS[kind]) for column, (key, kind) in form.facts.items() if column in header
        ]
        self.texts = [target for target in LENGTHS if target in self.places and target not in NAMES]
        self.label_at = header.index(form.label_column) if form.label_column else None
        self.problems: list[RowProblem] = []
        self.number = 0

    def row(self, number: int, record: list[str]) -> Row:
        self.number, self.problems = number, []
        try:
            values = self._values(record)
        except _Rejected:
            values = None
        return Row(number, values, self.problems)

    def _note(self, column: str, value: str, problem: ProblemCode) -> None:
        self.problems.append(RowProblem(self.number, column, INVISIBLE.sub("\ufffd", value[:VALUE_LENGTH]), problem))

    def _reject(self, column: str, value: str, problem: ProblemCode) -> None:
        self._note(column, value, problem)
        raise _Rejected

    def _cell(self, record: list[str], target: str) -> tuple[str, str]:
        places = self.places.get(target)
        if not places:
            return target, ""
        if len(places) == 1:
            column, at = places[0]
            return column, record[at].strip()
        return places[0][0], " ".join(part for _, at in places if (part := record[at].strip()))

    def _values(self, record: list[str]) -> OrganisationValues:
        if len(record) != self.width:
            self._reject("", ",".join(record), ProblemCode.CELL_COUNT)
        form = self.form
        country = form.country or self._country(record)
        scheme = form.scheme or self._cell(record, "scheme")[1]
        values = OrganisationValues(country, scheme, self._official_number(record, scheme))
        self._names(record, values)
        for target in self.texts:
            setattr(values, target, self._text(record, target))
        values.kind = self._kind(record)
        values.size_band = self._size(record)
        values.name_native_language = self._language(record, "name_native_language", form.native_language) if values.name_native else None
        values.description_language = (
            self._language(record, "description_language", form.description_language) if values.description else None
        )
        values.facts = self._facts(record)
        values.tracks = self._tracks(record)
        return values

    def _country(self, record: list[str]) -> str:
        column, value = self._cell(record, "country")
        if value.upper() not in COUNTRIES:
            self._reject(column, value, ProblemCode.UNKNOWN_COUNTRY if value else ProblemCode.MISSING)
        return value.upper()

    def _official_number(self, record: list[str], scheme: str) -> str:
        column, value = self._cell(record, "number")
        if not value:
            self._reject(column, value, ProblemCode.MISSING)
        try:
            return check_number(scheme, value)
        except NumberFault as fault:
            code = ProblemCode(fault.reason.value)
            if code is ProblemCode.UNKNOWN_SCHEME:
                column, value = "scheme", scheme
            self._note(column, value, code)
            raise _Rejected from None

    def _names(self, record: list[str], values: OrganisationValues) -> None:
        for target in ("name", *NAMES):
            if target not in self.places:
                continue
            column, value = self._cell(record, target)
            if not value:
                continue
            if len(value) > LENGTHS["name_native"]:
                self._reject(column, value, ProblemCode.TOO_LONG)
            if INVISIBLE.search(value) or LINE_BREAK.search(value):
                self._reject(column, value, ProblemCode.UNSAFE_CHARACTERS)
            place = target if target != "name" else "name_latin" if is_latin(value) else "name_native"
            setattr(values, place, value)
        if not (values.name_native or values.name_latin):
            column = next(self.places[target][0][0] for target in ("name", *NAMES) if target in self.places)
            self._reject(column, "", ProblemCode.MISSING)

    def _text(self, record: list[str], target: str) -> str | None:
        column, value = self._cell(record, target)
        if not value:
            return None
        if INVISIBLE.search(value):
            self._note(column, value, ProblemCode.CHARACTERS_REMOVED)
            value = INVISIBLE.sub("", value).strip()
        if len(value) > LENGTHS[target]:
            self._note(column, value, ProblemCode.TOO_LONG)
            return None
        if target == "website" and not WEB_ADDRESS.fullmatch(value):
            self._note(column, value, ProblemCode.NOT_A_WEB_ADDRESS)
            return None
        if target == "contact_email" and not EMAIL_ADDRESS.fullmatch(value):
            self._note(column, value, ProblemCode.NOT_AN_EMAIL_ADDRESS)
            return None
        return value or None

    def _kind(self, record: list[str]) -> str | None:
        column, value = self._cell(record, "kind")
        if value and value not in KINDS:
            self._reject(column, value, ProblemCode.UNKNOWN_KIND)
        return value or None

    def _size(self, record: list[str]) -> str | None:
        column, value = self._cell(record, "size")
        if value and value not in self.form.sizes:
            self._note(column, value, ProblemCode.UNKNOWN_SIZE)
        return self.form.sizes.get(value)

    def _language(self, record: list[str], target: str, default: str | None) -> str | None:
        column, value = self._cell(record, target)
        if value and value.lower() not in LANGUAGES:
            self._note(column, value, ProblemCode.UNKNOWN_LANGUAGE)
            return default
        return value.lower() or default

    def _facts(self, record: list[str]) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        for column, at, key, read in self.facts:
            value = record[at].strip()
            if not value:
                continue
            found, problem = read(value)
            if problem:
                self._note(column, value, problem)
            else:
                facts[key] = found
        return facts

    def _tracks(self, record: list[str]) -> tuple[tuple[str, str], ...]:
        if self.label_at is not None:
            label = record[self.label_at].strip()
            code = self.form.label_tracks.get(label)
            return ((code, label),) if code else ()
        if "tracks" not in self.places:
            return ()
        codes = self._cell(record, "tracks")[1].split(";")
        return tuple((code.strip(), code.strip()) for code in codes if code.strip())


Reading = tuple[Any, ProblemCode | None]


def _read_number(value: str) -> Reading:
    if not NUMBER.fullmatch(value):
        return None, ProblemCode.NOT_A_NUMBER
    return (float(value) if "." in value else int(value)), None


def _read_yes_no(value: str) -> Reading:
    found = YES_NO.get(value.lower())
    return found, None if found is not None else ProblemCode.NOT_YES_OR_NO


def _read_text(value: str) -> Reading:
    if len(value) > FACT_LENGTH:
        return None, ProblemCode.TOO_LONG
    return value, ProblemCode.UNSAFE_CHARACTERS if INVISIBLE.search(value) else None


READERS: dict[str, Callable[[str], Reading]] = {"number": _read_number, "yes_no": _read_yes_no, "text": _read_text}


def is_latin(name: str) -> bool:
    """Whether every letter of the name is a Latin one."""
    return name.isascii() or all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in name)
