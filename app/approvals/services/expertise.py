"""Reviewers say what they know."""

from collections.abc import Collection

from app.accounts.models import Person
from app.approvals import policy, queries
from app.approvals.models import Expertise
from app.core import events
from app.core.db import lock
from app.core.errors import NotAllowed, Refused, StaleVersion
from app.core.i18n import _l
from app.extensions import db

events.define("reviewer.describe", _l("said what the reviewer knows"), "tracks", "subtopics", "languages")


def describe(
    by: Person, *, tracks: Collection[int], subtopics: Collection[int], languages: Collection[str], text: str, version: int | None
) -> Expertise:
    """Keep a reviewer's own account of tracks, subtopics, languages and knowledge.

    :raises Refused: a track or subtopic is not in use, or a subtopic stands under none of the tracks.
    :raises StaleVersion: it was changed since the person saw it.
    """
    if not policy.is_reviewer(by, None):
        raise NotAllowed
    lock(by)
    row = queries.get_expertise(by)
    if row is None:
        row = Expertise(person=by)
        db.session.add(row)
    elif version != row.version:
        raise StaleVersion(row)
    offered = {track.id: track for track in queries.list_tracks_in_use()}
    under = {subtopic.id: subtopic for track in offered.values() for subtopic in track.subtopics if subtopic.retired_at is None}
    if not set(tracks) <= offered.keys() or not set(subtopics) <= under.keys():
        raise Refused.because("tracks", _l("Choose only tracks and subtopics that are in use."))
    if any(under[key].track_id not in set(tracks) for key in subtopics):
        raise Refused.because("subtopics", _l("Choose only subtopics of the tracks that you chose."))
    row.tracks, row.subtopics = [offered[key] for key in tracks], [under[key] for key in subtopics]
    row.languages, row.text = sorted(languages), text or None
    db.session.flush()
    facts = {
        "tracks": sorted(track.code for track in row.tracks), "subtopics": sorted(topic.code for topic in row.subtopics),
        "languages": row.languages,
    }
    events.record("reviewer.describe", by, by=by, data=facts)
    return row
