"""Storing the programmes of a checked file: new rows are made, changed ones brought up to date, nothing is removed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from app.core import events
from app.core.i18n import _l
from app.extensions import db
from app.programmes.bundle import Bundle, PartyFacts, ProgrammeFacts, TrackFacts
from app.programmes.models import Party, Programme, ProgrammeBody, Subtopic, Track
from app.programmes.toml_table import FaultyFile

RULES_THAT_MAY_BE_EMPTY = ("share_cap_percent", "duration_months_min", "duration_months_max")

events.define("programme.loaded", _l("loaded a programme file"), "file", "digest", "programmes", "bodies", "created", "updated")


@dataclass
class Changes:
    """What a loading did: how many rows were made and changed, and the codes of the bodies among them."""

    created: int = 0
    updated: int = 0
    bodies: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.created or self.updated)

    def make(self, row: Any) -> None:
        """Store a new row."""
        db.session.add(row)
        self.created += 1

    def bring(self, row: Any, values: Mapping[str, Any]) -> bool:
        """Bring a stored row up to date; whether anything had to change."""
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        for name, value in changed.items():
            setattr(row, name, value)
        self.updated += bool(changed)
        return bool(changed)


def store_programmes(bundle: Bundle, bodies: Mapping[str, int], changes: Changes, *, by: Any) -> list[Programme]:
    """Store the programmes of the file; `bodies` gives each body's organisation. Writes one event if anything changed.

    :raises FaultyFile: the file would exchange a party of a programme that already stands.
    """
    programmes = [_store_programme(facts, bodies, changes) for facts in bundle.programmes]
    db.session.flush()
    if changes:
        codes = [programme.code for programme in programmes]
        data = {
            "file": bundle.name, "digest": bundle.digest, "programmes": codes, "bodies": changes.bodies,
            "created": changes.created, "updated": changes.updated,
        }
        events.record("programme.loaded", programmes[0], by=by, data=data)
    return programmes


def _store_programme(facts: ProgrammeFacts, bodies: Mapping[str, int], changes: Changes) -> Programme:
    values = {**facts.values, **dict.fromkeys(RULES_THAT_MAY_BE_EMPTY), **facts.rules, "secretariat_id": bodies[facts.secretariat]}
    programme = db.session.scalars(select(Programme).where(Programme.code == facts.code).with_for_update()).first()
    if programme is None:
        last = db.session.scalar(select(func.max(Programme.position))) or 0
        programme = Programme(code=facts.code, position=last + 1, **values)
        changes.make(programme)
    else:
        changes.bring(programme, values)
    db.session.flush()
    _store_parties(programme, facts.parties, bodies, changes)
    _store_roles(programme, facts, bodies, changes)
    stored = {track.code: track for track in programme.tracks}
    for track in facts.tracks:
        _store_track(programme, stored.get(track.values["code"]), track, changes)
    return programme


def _store_parties(programme: Programme, parties: list[PartyFacts], bodies: Mapping[str, int], changes: Changes) -> None:
    stored = {party.position: party for party in programme.parties}
    for position, facts in enumerate(parties, start=1):
        party, values = stored.get(position), {**facts.values, "authority_id": bodies[facts.authority]}
        if party is None:
            changes.make(Party(programme=programme, position=position, **values))
        elif party.country != facts.values["country"]:
            raise FaultyFile([f"{facts.key}.country: party {position} of {programme.code!r} is {party.country!r} and cannot be exchanged"])
        else:
            changes.bring(party, values)


def _store_roles(programme: Programme, facts: ProgrammeFacts, bodies: Mapping[str, int], changes: Changes) -> None:
    rows = db.session.scalars(select(ProgrammeBody).where(ProgrammeBody.programme_id == programme.id))
    stored = {(row.organisation_id, row.role): row for row in rows}
    for role in facts.roles:
        values = {"valid_from": role.valid_from, "valid_until": role.valid_until, "source": role.source}
        key = (bodies[role.body], role.role)
        if key in stored:
            changes.bring(stored[key], values)
        else:
            changes.make(ProgrammeBody(programme_id=programme.id, organisation_id=key[0], role=key[1], **values))


def _store_track(programme: Programme, track: Track | None, facts: TrackFacts, changes: Changes) -> None:
    if track is None:
        track = Track(programme=programme, **facts.values)
        changes.make(track)
    else:
        changes.bring(track, facts.values)
    stored = {subtopic.code: subtopic for subtopic in track.subtopics}
    for values in facts.subtopics:
        if values["code"] in stored:
            changes.bring(stored[values["code"]], values)
        else:
            changes.make(Subtopic(track=track, **values))
