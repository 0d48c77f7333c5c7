"""The fictional organisations, registered and verified as any other: by their people and their country's officers."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.accounts.models import Person
from app.cli.sample.source import PROGRAMME, Source
from app.extensions import db
from app.organisations import services
from app.organisations.models import Organisation
from app.programmes.models import Programme, Subtopic, Track

LEGAL = ("kind", "country", "name_native", "name_native_language", "name_latin", "name_kana")
OPEN = ("description", "description_language", "website", "postal_code", "region", "city", "street", "contact_email", "size_band")
EVIDENCE = "Sample extract of the national register, looked at for the demonstration."


def load(source: Source, persons: Mapping[str, Person]) -> dict[str, Organisation]:
    """Register each, and take it as far as its `state` says."""
    loaded = {}
    for entry in source["organisations"]:
        person = persons[next(p["who"] for p in source["people"] if p.get("of") == entry["code"])]
        officer = persons[f"officer.{entry['country'].lower()}"]
        loaded[entry["code"]] = _register(entry, person, officer)
    return loaded


def _register(entry: Mapping[str, Any], person: Person, officer: Person) -> Organisation:
    scheme, value = entry["number"]
    values = {name: entry.get(name) for name in LEGAL} | {"number_scheme": scheme, "number": value}
    organisation = services.start_organisation(values, by=person)
    db.session.flush()
    services.save_draft(organisation, {name: entry[name] for name in OPEN if name in entry}, by=person)
    tracks, subtopics = _taxonomy(entry["subtopics"])
    services.save_tracks(organisation, tracks, subtopics, by=person)
    services.declare(organisation, by=person, none_of_these=True)
    if entry["state"] in {"in_verification", "verified"}:
        services.take_up(organisation, by=officer)
    if entry["state"] == "verified":
        services.verify(organisation, by=officer, evidence=EVIDENCE)
    return organisation


def _taxonomy(codes: list[str]) -> tuple[list[int], list[int]]:
    statement = (
        select(Subtopic.id, Track.id)
        .join(Subtopic.track)
        .join(Track.programme)
        .where(Programme.code == PROGRAMME, Subtopic.code.in_(codes))
    )
    rows = db.session.execute(statement).all()
    return sorted({track for _, track in rows}), sorted(subtopic for subtopic, _ in rows)
