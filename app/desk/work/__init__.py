"""What waits for a person, over all domains: each entry says what to do, since when, and until when.

A fixed number of statements, each narrowed to the person's own seats and cut at `LIMIT`; the queues show the rest. It is
the same list as "whose turn" on the pages: `applicants` for those who register, `officials` for those who decide,
`profiles` for those who write and check partnering profiles, `introductions` for the two sides of introductions and
their brokers, `meetings` and `trials` for both sides of a meeting or a trial, `affiliations` for economic organisations and
their members, `events` for organisers and participants of events.
"""

from datetime import datetime
from typing import Any

from app.core.db import now
from app.desk.work import affiliations, applicants, events, introductions, meetings, officials, profiles, trials
from app.desk.work.entry import LATE_STEP, LIMIT, Entry

SOURCES = (*applicants.SOURCES, *affiliations.SOURCES, *officials.SOURCES, *profiles.SOURCES, *introductions.SOURCES, *meetings.SOURCES, *trials.SOURCES, *events.SOURCES)


def entries(by: Any) -> list[Entry]:
    """What waits for the person: late first, then by due date, then the oldest."""
    found = [entry for source in SOURCES for entry in source(by)]
    own = {entry.public_id for entry in found if entry.step is not LATE_STEP}
    found = [entry for entry in found if entry.step is not LATE_STEP or entry.public_id not in own]
    far = datetime.max.replace(tzinfo=now().tzinfo)
    return sorted(found, key=lambda entry: (entry.due or far, entry.since))


__all__ = ["LIMIT", "Entry", "entries"]
