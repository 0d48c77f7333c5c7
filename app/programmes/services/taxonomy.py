"""Tracks and subtopics: added, edited, ordered, retired, restored, merged. Nothing is deleted."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Table, delete, exists, select, update

from app.core import events, outbox
from app.core.db import Base, Texts, lock, now
from app.core.errors import Refused, WrongState
from app.core.i18n import _l
from app.extensions import db
from app.programmes import policy
from app.programmes.models import Programme, Subtopic, Track
from app.programmes.services.changes import change, require, with_texts

events.define("programme.add_track", _l("added a track"), "track", "names")
events.define("programme.edit_track", _l("changed a track"), "track", "changes")
events.define("programme.order_tracks", _l("changed the order of the tracks"), "tracks")
events.define("programme.retire_track", _l("retired a track"), "track")
events.define("programme.restore_track", _l("restored a track"), "track")
events.define("programme.add_subtopic", _l("added a subtopic"), "subtopic", "names")
events.define("programme.edit_subtopic", _l("changed a subtopic"), "subtopic", "changes")
events.define("programme.retire_subtopic", _l("retired a subtopic"), "subtopic")
events.define("programme.restore_subtopic", _l("restored a subtopic"), "subtopic")
events.define("programme.merge_subtopic", _l("merged a subtopic into another"), "subtopic", "into", "moved")

SUBTOPICS_PER_TRACK = 99
INDEX_PORTION = 500


def add_track(programme: Programme, *, by: Any, code: str, names: Texts, summary: Texts, standards: str) -> Track:
    """Add a track after the others.

    :raises Refused: the code is taken, by a retired track too.
    """
    require(policy.administer(by, programme))
    lock(programme)
    if any(track.code == code for track in programme.tracks):
        raise Refused.because("code", _l("This code is taken. Choose another."))
    last = max((track.position for track in programme.tracks), default=0)
    track = Track(
        programme=programme, code=code, names=with_texts(None, names), summary=with_texts(None, summary), standards=standards,
        position=last + 1,
    )
    db.session.add(track)
    db.session.flush()
    events.record("programme.add_track", programme, by=by, data={"track": code, "names": track.names})
    return track


def edit_track(
    track: Track, *, by: Any, version: int | None, names: Mapping[str, str | None], summary: Mapping[str, str | None], standards: str
) -> None:
    """Change the texts of a track."""
    require(policy.administer(by, track))
    lock(track, version)
    values = {"names": with_texts(track.names, names), "summary": with_texts(track.summary, summary), "standards": standards}
    changes = change(track, values)
    if changes:
        events.record("programme.edit_track", track.programme, by=by, data={"track": track.code, "changes": changes})
        _owe_index(track)


def move_track(track: Track, *, by: Any, up: bool) -> None:
    """Exchange a track with its neighbour; at the end of the list nothing happens."""
    require(policy.administer(by, track))
    lock(track.programme)
    order = sorted(track.programme.tracks, key=lambda one: (one.position, one.id))
    place = order.index(track)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    for position, one in enumerate(order, start=1):
        change(one, {"position": position})
    events.record("programme.order_tracks", track.programme, by=by, data={"tracks": [one.code for one in order]})


def retire_track(track: Track, *, by: Any, version: int | None) -> None:
    """Retire a track: it keeps what it holds and takes nothing new."""
    _retire(track, by, version)
    events.record("programme.retire_track", track.programme, by=by, data={"track": track.code})


def restore_track(track: Track, *, by: Any, version: int | None) -> None:
    """Take a retired track into use again."""
    _restore(track, by, version)
    events.record("programme.restore_track", track.programme, by=by, data={"track": track.code})


def add_subtopic(track: Track, *, by: Any, names: Texts, references: str) -> Subtopic:
    """Add a subtopic under the next number; a number is never used twice.

    :raises Refused: the track has no number left.
    """
    require(policy.administer(by, track))
    lock(track)
    last = max((int(subtopic.code.rpartition("-")[2]) for subtopic in track.subtopics), default=0)
    if last >= SUBTOPICS_PER_TRACK:
        raise Refused.because("names", _l("This track has no number left for a further subtopic."))
    code = f"{track.code}-{last + 1:02d}"
    subtopic = Subtopic(track=track, code=code, names=with_texts(None, names), references=references)
    db.session.add(subtopic)
    db.session.flush()
    events.record("programme.add_subtopic", track.programme, by=by, data={"subtopic": code, "names": subtopic.names})
    return subtopic


def edit_subtopic(subtopic: Subtopic, *, by: Any, version: int | None, names: Mapping[str, str | None], references: str) -> None:
    """Change the name and the references of a subtopic."""
    require(policy.administer(by, subtopic))
    lock(subtopic, version)
    changes = change(subtopic, {"names": with_texts(subtopic.names, names), "references": references})
    if changes:
        data = {"subtopic": subtopic.code, "changes": changes}
        events.record("programme.edit_subtopic", subtopic.track.programme, by=by, data=data)
        _owe_index(subtopic)


def retire_subtopic(subtopic: Subtopic, *, by: Any, version: int | None) -> None:
    """Retire a subtopic: what stands under it stays, nothing new comes under it."""
    _retire(subtopic, by, version)
    events.record("programme.retire_subtopic", subtopic.track.programme, by=by, data={"subtopic": subtopic.code})


def restore_subtopic(subtopic: Subtopic, *, by: Any, version: int | None) -> None:
    """Take a retired subtopic into use again; one that was merged stays merged."""
    if subtopic.merged_into_id is not None:
        raise WrongState("restore_subtopic", "merged")
    _restore(subtopic, by, version)
    events.record("programme.restore_subtopic", subtopic.track.programme, by=by, data={"subtopic": subtopic.code})


def merge_subtopic(subtopic: Subtopic, into: Subtopic, *, by: Any, version: int | None) -> None:
    """Retire a subtopic in favour of another of the same track; every organisation and project under it moves there.

    :raises Refused: the other is the same, of another track, or retired.
    """
    require(policy.administer(by, subtopic))
    lock(subtopic, version)
    lock(into)
    if subtopic.merged_into_id is not None:
        raise WrongState("merge_subtopic", "merged")
    if into.id == subtopic.id or into.track_id != subtopic.track_id or into.retired_at is not None:
        raise Refused.because("into", _l("Choose another subtopic of the same track that is in use."))
    _owe_index(subtopic)
    moved = {table.name: _move(table, subtopic.id, into.id) for table in _tables_of_links()}
    subtopic.merged_into_id = into.id
    subtopic.retired_at = subtopic.retired_at or now()
    db.session.flush()
    db.session.expire_all()
    data = {"subtopic": subtopic.code, "into": into.code, "moved": moved}
    events.record("programme.merge_subtopic", subtopic.track.programme, by=by, data=data)


def _retire(thing: Track | Subtopic, by: Any, version: int | None) -> None:
    require(policy.administer(by, thing))
    lock(thing, version)
    if thing.retired_at is not None:
        raise WrongState("retire", "retired")
    thing.retired_at = now()


def _restore(thing: Track | Subtopic, by: Any, version: int | None) -> None:
    require(policy.administer(by, thing))
    lock(thing, version)
    if thing.retired_at is None:
        raise WrongState("restore", "in use")
    thing.retired_at = None


def _tables_of_links() -> Iterator[Table]:
    """Every table of the domains above that puts something under a subtopic."""
    for table in Base.metadata.sorted_tables:
        if table.name != Subtopic.__tablename__ and "subtopic_id" in table.c:
            yield table


def _move(table: Table, source: int, target: int) -> int:
    """Move the links of one table; what stands under both keeps one. Gives how many had the old one."""
    (other,) = (column for column in table.primary_key if column.name != "subtopic_id")
    already = table.alias()
    doubled = exists(select(already.c[other.name]).where(already.c[other.name] == other, already.c.subtopic_id == target))
    dropped = db.session.execute(delete(table).where(table.c.subtopic_id == source, doubled))
    moved = db.session.execute(update(table).where(table.c.subtopic_id == source).values(subtopic_id=target))
    return int(dropped.rowcount + moved.rowcount)  # type: ignore[attr-defined]


def _owe_index(thing: Track | Subtopic) -> None:
    """Have the organisations under a track or subtopic indexed anew, in portions."""
    name = thing.__tablename__
    link = Base.metadata.tables[f"organisation_{name}"]
    ids = db.session.scalars(
        select(link.c.organisation_id).where(link.c[f"{name}_id"] == thing.id).order_by(link.c.organisation_id)
    ).all()
    stamp = f"{now():%Y%m%d%H%M%S%f}"
    outbox.owe_many(
        "index",
        [
            (f"{name}:{thing.id}:{stamp}:{start}", {"organisation_ids": ids[start : start + INDEX_PORTION]})
            for start in range(0, len(ids), INDEX_PORTION)
        ],
    )
