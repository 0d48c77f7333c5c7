"""A meeting as its reader may know it: times on both clocks, who takes part, and the notes of both sides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from app.core.i18n import country_name
from app.partnering.enums import Side
from app.partnering.meetings import policy
from app.partnering.meetings.availability import span_of, zone_of
from app.partnering.meetings.local_times import LocalTime, local_time
from app.partnering.models import Meeting, MeetingNote


@dataclass(frozen=True)
class Clock:
    """A time in one of the countries."""

    country: str
    time: LocalTime


@dataclass(frozen=True)
class Choice:
    """A start that can be chosen: its key, the day and hours on the reader's clock, and the other side's time."""

    key: str
    day: str
    words: str


@dataclass(frozen=True)
class Seen:
    """What the page shows of a meeting; officials see no more than that it is there, and when."""

    side: Side | None
    clocks: Sequence[Clock]
    offered: Sequence[Sequence[Clock]]
    own_note: MeetingNote | None
    other_note: MeetingNote | None


def seen_by(meeting: Meeting, by: Any) -> Seen:
    """The meeting for the actor. Without a part in it, not even the countries of the clocks are told."""
    side = policy.side_of(by, meeting)
    if side is None:
        return Seen(None, (), (), None, None)
    zones = _zones(meeting, side)
    shared = meeting.note_of(side.other)
    return Seen(
        side, _clocks(meeting, meeting.starts_at, zones) if meeting.starts_at else (), [_clocks(meeting, one.starts_at, zones) for one in meeting.times],
        meeting.note_of(side), shared if shared is not None and shared.shared else None,
    )


def choices(meeting: Meeting, starts: Sequence[datetime], side: Side) -> list[Choice]:
    """Starts to choose among, for a reader of that side."""
    zones = _zones(meeting, side)
    found = []
    for start in starts:
        own, other = _clocks(meeting, start, zones)
        words = f"{own.time.hours} ({own.time.zone}) – {other.country}: {other.time}"
        found.append(Choice(f"{start.astimezone(UTC):%Y-%m-%dT%H:%M}+00:00", own.time.day, words))
    return found


def by_day(found: Sequence[Choice]) -> Mapping[str, Sequence[Choice]]:
    """The choices by the day of the reader's clock."""
    return {day: list(group) for day, group in groupby(found, lambda choice: choice.day)}


def _zones(meeting: Meeting, side: Side) -> list[tuple[str, str]]:
    """Country and zone of the reader's side, then of the other."""
    return [(country_name(meeting.organisation_of(one).country), zone_of(meeting, one)) for one in (side, side.other)]


def _clocks(meeting: Meeting, start: datetime, zones: Sequence[tuple[str, str]]) -> list[Clock]:
    return [Clock(country, local_time(*span_of(meeting, start), zone)) for country, zone in zones]
