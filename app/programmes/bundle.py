"""Programme files: one TOML file with public bodies and programmes, read and checked whole. Format: `data/README.md`."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from babel.numbers import list_currencies

from app.programmes.enums import BodyRole
from app.programmes.toml_table import LANGUAGE, Faults, FaultyFile, Table

DATA = Path(__file__).parent / "data"
LARGEST_FILE = 4 * 1024 * 1024
NAME = re.compile(r"[a-z0-9-]{1,60}")
BODY_CODE = re.compile(r"[A-Za-z0-9-]{1,40}")
TRACK_CODE = re.compile(r"[A-Z]{2}")
ROR = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}")
PARTIES = 2
LONGEST_TEXT = 4000
LONGEST_SOURCE = 200

BODY_KINDS = frozenset({"government_body", "economic_organisation", "research_institute", "company"})
ADDRESS_FIELDS = frozenset({"postal_code", "region", "city", "street"})
NAME_SCRIPTS = frozenset({"native", "latin", "kana"})
RULES: Mapping[str, tuple[int, int]] = {
    "share_cap_percent": (1, 100), "minimum_partners_per_party": (1, 50), "duration_months_min": (1, 120),
    "duration_months_max": (1, 120), "agreement_weeks": (1, 520), "commitment_working_days": (1, 365),
    "eligibility_working_days": (1, 365), "info_request_working_days": (1, 365), "recommendation_working_days": (1, 365),
    "decision_working_days": (1, 365), "changes_wait_days": (1, 365), "minimum_reviews_per_party": (0, 20),
    "introduction_screening_days": (0, 60), "introduction_quota": (1, 1000),
}


@dataclass(frozen=True)
class Body:
    """A public body. `source` has the sources spelt out; `number` is scheme and value."""

    key: str
    code: str
    country: str
    kind: str
    latin: str
    native: str
    native_language: str
    kana: str
    number: tuple[str, str] | None
    ror: str
    source: str
    note: str


@dataclass(frozen=True)
class Role:
    """A role of a body in a programme."""

    body: str
    role: BodyRole
    valid_from: date | None
    valid_until: date | None
    source: str


@dataclass(frozen=True)
class PartyFacts:
    """A party: the code of its authority, and the values of its columns."""

    key: str
    authority: str
    values: dict[str, Any]


@dataclass(frozen=True)
class TrackFacts:
    """A track with its subtopics: the values of their columns."""

    values: dict[str, Any]
    subtopics: list[dict[str, Any]]


@dataclass(frozen=True)
class ProgrammeFacts:
    """A programme: the code of its secretariat, the values of its columns, and its parts. A rule left out is missing in `rules`."""

    code: str
    secretariat: str
    values: dict[str, Any]
    rules: dict[str, Any]
    parties: list[PartyFacts]
    roles: list[Role]
    tracks: list[TrackFacts]


@dataclass(frozen=True)
class Bundle:
    """A whole file."""

    name: str
    digest: str
    bodies: list[Body]
    programmes: list[ProgrammeFacts]


def packaged() -> list[str]:
    """The names of the programme files that come with the application."""
    return sorted(path.stem for path in DATA.glob("*.toml") if path.stem != "vocabularies")


def read_bundle(name_or_path: str, faults: Faults) -> Bundle:
    """Read a packaged file by its name, or any file by its path; notes what is wrong with its content in `faults`.

    :raises FaultyFile: there is no such file, or it is no TOML file.
    """
    path = DATA / f"{name_or_path}.toml" if name_or_path in packaged() else Path(name_or_path)
    if not path.is_file():
        raise FaultyFile([f"{name_or_path}: there is no such file; the packaged programmes are {', '.join(packaged())}"])
    if path.stat().st_size > LARGEST_FILE:
        raise FaultyFile([f"{path.name}: the file is larger than {LARGEST_FILE // 1024 // 1024} megabytes"])
    raw = path.read_bytes()
    try:
        values = tomllib.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise FaultyFile([f"{path.name}: the file is not UTF-8 (byte {error.start})"]) from None
    except tomllib.TOMLDecodeError as error:
        raise FaultyFile([f"{path.name}: the file is not TOML: {error}"]) from None
    return _bundle(path.name, hashlib.sha256(raw).hexdigest(), Table(values, "", faults))


def _bundle(name: str, digest: str, file: Table) -> Bundle:
    sources = file.table("sources")
    marks = {mark: sources.text(mark) for mark in sources.values} if sources else {}
    bodies = [_body(table, marks) for table in file.tables("bodies")]
    _refuse_twice(file, "bodies", "code", (body.code for body in bodies))
    by_code = {body.code: body for body in bodies}
    programmes = [_programme(table, by_code, marks) for table in file.tables("programmes")]
    _refuse_twice(file, "programmes", "code", (programme.code for programme in programmes))
    file.end()
    return Bundle(name, digest, bodies, programmes)


def _refuse_twice(table: Table, name: str, key: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for n, value in enumerate(values, start=1):
        if value and value in seen:
            table.fault(f"{name}[{n}].{key}", f"{value!r} stands twice")
        seen.add(value)


def _source(table: Table, marks: Mapping[str, str], longest: int = LONGEST_TEXT) -> str:
    found = []
    for mark in (part.strip() for part in table.text("source").split(",")):
        if mark and mark not in marks:
            table.fault("source", f"{mark!r} is not explained under [sources]")
        found.append(marks.get(mark, mark))
    spelt = "; ".join(found)
    if len(spelt) > longest:
        table.fault("source", f"the sources together have {len(spelt)} characters; at most {longest} are allowed")
    return spelt


@cache
def _territories() -> frozenset[str]:
    return frozenset(code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha())


def _country(table: Table) -> str:
    return table.text("country", fits=_territories().__contains__, words="a country code of two capital letters (ISO 3166)")


def _currency(table: Table, name: str) -> str:
    return table.text(name, fits=list_currencies().__contains__, words="a currency code of three capital letters (ISO 4217)")


def _body(table: Table, marks: Mapping[str, str]) -> Body:
    names = table.table("names") or Table({}, table.at("names"), table.faults)
    body = Body(
        key=table.key,
        code=table.text("code", fits=BODY_CODE.fullmatch, words="letters, digits and hyphens, at most 40"),
        country=_country(table),
        kind=table.text("kind", fits=BODY_KINDS.__contains__, words=f"one of {', '.join(sorted(BODY_KINDS))}"),
        latin=names.text("en", longest=300),
        native=names.text("native", required=False, longest=300),
        native_language=names.text("native_language", required=False, fits=LANGUAGE.fullmatch, words="a language code"),
        kana=table.text("kana", required=False, longest=300),
        number=_number(table),
        ror=table.text("ror", required=False, fits=_is_ror, words="a ROR identifier of nine characters with the right check digits"),
        source=_source(table, marks),
        note=table.text("note", required=False),
    )
    if bool(body.native) != bool(body.native_language):
        names.fault("native_language", "names.native and names.native_language must stand together")
    names.end()
    table.end()
    return body


def _number(table: Table) -> tuple[str, str] | None:
    number = table.table("number", required=False)
    if number is None:
        return None
    pair = (number.text("scheme"), number.text("value"))
    number.end()
    return pair


def _is_ror(value: str) -> bool:
    """Check digits of the Research Organization Registry: Crockford's base 32, ISO 7064 mod 97-10."""
    if not ROR.fullmatch(value):
        return False
    total = 0
    for character in value[:7]:
        total = total * 32 + "0123456789abcdefghjkmnpqrstvwxyz".index(character)
    return 98 - total * 100 % 97 == int(value[7:])


def _programme(table: Table, bodies: Mapping[str, Body], marks: Mapping[str, str]) -> ProgrammeFacts:
    values: dict[str, Any] = {
        "names": table.texts("names", longest=200), "purpose": table.texts("purpose", longest=LONGEST_TEXT),
        "goal": table.texts("goal", longest=LONGEST_TEXT), "signed_on": table.day("signed_on"),
        "reference_currency": _currency(table, "reference_currency"),
    }
    rules, values["rules_source"] = _rules(table)
    programme = ProgrammeFacts(
        code=table.text("code", fits=NAME.fullmatch, words="small letters, digits and hyphens, at most 60"),
        secretariat=_body_code(table, "secretariat", bodies),
        values=values,
        rules=rules,
        parties=_parties(table, bodies),
        roles=[role for entry in table.tables("roles", required=False) for role in _roles(entry, bodies, marks)],
        tracks=_tracks(table),
    )
    held = [(role.body, role.role) for role in programme.roles]
    for body, role in sorted({pair for pair in held if held.count(pair) > 1}):
        table.fault("roles", f"{body!r} has the role {str(role)!r} twice")
    table.text("note", required=False)
    table.end()
    return programme


def _body_code(table: Table, name: str, bodies: Mapping[str, Body]) -> str:
    return table.text(name, fits=bodies.__contains__, words="the code of a body in [[bodies]]")


def _rules(programme: Table) -> tuple[dict[str, Any], str]:
    table = programme.table("rules")
    if table is None:
        return {}, ""
    found = {name: table.number(name, low, high) for name, (low, high) in RULES.items()}
    shortest, longest = found["duration_months_min"], found["duration_months_max"]
    if shortest is not None and longest is not None and shortest > longest:
        table.fault("duration_months_min", f"is longer than duration_months_max ({shortest} and {longest})")
    source = table.text("source")
    table.end()
    return {name: value for name, value in found.items() if value is not None}, source


def _parties(programme: Table, bodies: Mapping[str, Body]) -> list[PartyFacts]:
    parties = [_party(table, bodies) for table in programme.tables("parties")]
    if len(parties) != PARTIES:
        programme.fault("parties", f"a programme has exactly two parties, not {len(parties)}")
    _refuse_twice(programme, "parties", "country", (party.values["country"] for party in parties))
    return parties


def _party(table: Table, bodies: Mapping[str, Body]) -> PartyFacts:
    values: dict[str, Any] = {
        "country": _country(table),
        "currency": _currency(table, "currency"),
        "time_zone": table.text("time_zone", fits=available_timezones().__contains__, words="a time zone of the IANA database"),
        "languages": table.words("languages", fits=LANGUAGE.fullmatch),
        "weekend": table.numbers("weekend", 0, 6),
        "number_schemes": table.words("number_schemes"),
        "postal_code_pattern": table.text("postal_code_pattern", required=False, longest=100, fits=_is_pattern, words="a regular expression") or None,
        "address_order": table.words("address_order", allowed=ADDRESS_FIELDS),
        "name_scripts": table.words("name_scripts", allowed=NAME_SCRIPTS),
        "legal_forms": table.words("legal_forms"),
    }
    authority = _body_code(table, "authority", bodies)
    if authority in bodies and bodies[authority].country != values["country"]:
        table.fault("authority", f"{authority!r} is a body of another country ({bodies[authority].country})")
    table.end()
    return PartyFacts(table.key, authority, values)


def _is_pattern(value: str) -> bool:
    try:
        re.compile(value)
    except re.error:
        return False
    return True


def _roles(table: Table, bodies: Mapping[str, Body], marks: Mapping[str, str]) -> list[Role]:
    body = _body_code(table, "body", bodies)
    roles = table.words("roles", allowed=[str(role) for role in BodyRole])
    start, end = table.day("valid_from"), table.day("valid_to")
    if start and end and start > end:
        table.fault("valid_to", "lies before valid_from")
    source = _source(table, marks, LONGEST_SOURCE)
    table.text("note", required=False)
    table.end()
    return [Role(body, BodyRole(role), start, end, source) for role in roles if role in BodyRole.__members__.values()]


def _tracks(programme: Table) -> list[TrackFacts]:
    tables = programme.tables("tracks")
    tracks = [_track(table, position) for position, table in enumerate(tables, start=1)]
    _refuse_twice(programme, "tracks", "code", (track.values["code"] for track in tracks))
    return tracks


def _track(table: Table, position: int) -> TrackFacts:
    code = table.text("code", fits=TRACK_CODE.fullmatch, words="two capital letters")
    values = {
        "code": code, "position": position, "names": table.texts("names", longest=200),
        "summary": table.texts("summary", longest=1000), "standards": table.text("standards", required=False),
    }
    subtopics = [_subtopic(entry, code) for entry in table.tables("subtopics")]
    _refuse_twice(table, "subtopics", "code", (subtopic["code"] for subtopic in subtopics))
    table.end()
    return TrackFacts(values, subtopics)


def _subtopic(table: Table, track: str) -> dict[str, Any]:
    pattern = re.compile(rf"{re.escape(track)}-[0-9]{{2}}")
    values = {
        "code": table.text("code", fits=pattern.fullmatch, words=f"{track}-, then two digits"),
        "names": table.texts("names", longest=200),
        "references": table.text("references", required=False, longest=300),
    }
    table.end()
    return values
