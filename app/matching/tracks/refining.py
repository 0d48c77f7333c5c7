"""Suggested tracks of imported organisations, judged by the worker with the learned model, a portion in each transaction.

Links that a person decided, that the register's own labels confirmed, or that stood before the import are never touched.
A suggestion under the least chance is withdrawn where the model is at its best: in English, which it has learned, and with
the meaning compared. Elsewhere what the import found by words stays. The portions are promises of the import, so that what was broken off goes on, and nothing of an
import that was undone is judged.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from app.accounts.rights import CLOCK
from app.core import events, outbox
from app.extensions import db
from app.matching import embeddings, meaning
from app.matching.tracks import store
from app.matching.tracks.judging import LEARNED_LANGUAGE, Judged, Text, judge
from app.matching.tracks.model import NONE
from app.organisations.enums import ImportState, TrackLinkState
from app.organisations.importing.evidence import reason
from app.organisations.importing.run import TRACKS_TOPIC
from app.organisations.models import ImportedRow, Organisation, RegistryImport, TrackLink
from app.programmes.models import Track
from app.programmes.suggesting import LEAST

PORTIONS_OF_A_RUN = 8
Key = tuple[int, int]
"""An organisation and a track."""


@dataclass
class _Changes:
    """What becomes of the suggestions of a portion."""

    added: list[dict[str, Any]] = field(default_factory=list)
    refined: list[dict[str, Any]] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)


def keep_promises() -> int:
    """Judge what imports owe, some portions; gives how many were judged."""
    return outbox.deliver(TRACKS_TOPIC, refine, limit=PORTIONS_OF_A_RUN)


def refine(owed: outbox.Owed) -> None:
    """Judge one portion. Vectors are made before anything is locked."""
    import_id, ids = owed.payload["import_id"], owed.payload["organisation_ids"]
    judged = _judged(ids)
    record = db.session.scalars(
        select(RegistryImport).where(RegistryImport.id == import_id).with_for_update().execution_options(populate_existing=True)
    ).first()
    if record is None or record.state != ImportState.DONE:
        return
    standing = db.session.scalars(select(Organisation.id).where(Organisation.id.in_(ids)).order_by(Organisation.id).with_for_update()).all()
    changes = _changes(import_id, {key: judged[key] for key in standing if key in judged}, _tracks(record.programme_id))
    _store(changes)
    db.session.execute(
        update(RegistryImport).where(RegistryImport.id == import_id).values(tracks_done=RegistryImport.tracks_done + len(ids))
    )
    counts = {"added": len(changes.added), "refined": len(changes.refined), "withdrawn": len(changes.withdrawn)}
    if any(counts.values()):
        events.record("registry_import.suggest_tracks", record, by=CLOCK, data=counts)


def _judged(ids: Sequence[int]) -> dict[int, Judged]:
    """What the model says of organisations that have a text; by words alone where its vectors cannot be had."""
    o = Organisation
    rows = db.session.execute(
        select(o.id, o.name_latin, o.name_native, o.description, o.industry).where(o.id.in_(ids)).order_by(o.id)
    ).all()
    texts = {row.id: _text(row.name_latin or row.name_native, row.description or row.industry) for row in rows if row.description or row.industry}
    if not texts:
        return {}
    learned = store.load()
    given = list(texts.values())
    vectors = None
    if learned.reads(embeddings.model()):
        vectors = meaning.kept([text.plain for text in given], [text.language for text in given])
    return dict(zip(texts, judge(learned, given, vectors), strict=True))


def _text(name: str, plain: str) -> Text:
    return Text(f"{name}. {plain}", plain)


def _tracks(programme_id: int | None) -> dict[str, int]:
    known = [code for code in store.load().model.tracks if code != NONE]
    statement = select(Track.code, Track.id).where(
        Track.programme_id == programme_id, Track.retired_at.is_(None), Track.code.in_(known)
    )
    return {row.code: row.id for row in db.session.execute(statement)}


def _changes(import_id: int, judged: dict[int, Judged], tracks: dict[str, int]) -> _Changes:
    stood = _stood_before(import_id, judged)
    links = {
        (link.organisation_id, link.track_id): link
        for link in db.session.scalars(
            select(TrackLink).where(TrackLink.organisation_id.in_(judged), TrackLink.track_id.in_(tracks.values()))
            .execution_options(populate_existing=True)
        )
    }
    changes = _Changes()
    for organisation_id, found in judged.items():
        for code, track_id in tracks.items():
            key = (organisation_id, track_id)
            if key not in stood:
                _judge_link(changes, key, links.get(key), found, code)
    return changes


def _stood_before(import_id: int, ids: Iterable[int]) -> set[Key]:
    rows = db.session.execute(
        select(ImportedRow.organisation_id, ImportedRow.before["tracks"].label("tracks"))
        .where(ImportedRow.import_id == import_id, ImportedRow.organisation_id.in_(ids), ImportedRow.before.is_not(None))
    )
    return {(row.organisation_id, track_id) for row in rows for track_id in row.tracks or ()}


def _judge_link(changes: _Changes, key: Key, link: TrackLink | None, found: Judged, code: str) -> None:
    chance = found.chances[code]
    told = {"confidence": chance, "near": list(found.near[code])}
    if link is None:
        if chance >= LEAST:
            changes.added.append({
                "organisation_id": key[0], "track_id": key[1], "state": TrackLinkState.SUGGESTED, "reason": reason(found.words[code]), **told,
            })
    elif link.state == TrackLinkState.SUGGESTED and link.decided_by_id is None:
        if chance >= LEAST:
            changes.refined.append({"id": link.id, "reason": link.reason or reason(found.words[code]), **told})
        elif found.by_meaning and found.language == LEARNED_LANGUAGE:
            changes.withdrawn.append(link.id)


def _store(changes: _Changes) -> None:
    if changes.added:
        db.session.execute(insert(TrackLink).on_conflict_do_nothing(index_elements=["organisation_id", "track_id"]), changes.added)
    if changes.refined:
        db.session.execute(update(TrackLink), changes.refined)
    if changes.withdrawn:
        db.session.execute(delete(TrackLink).where(TrackLink.id.in_(changes.withdrawn)))
