"""The slots of an event: from the first to the last time of each day on its clock, one after the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from app.events.models import EventDay, ProgrammeEvent
from app.partnering.meetings.sides import Span
from app.partnering.meetings.slots import HALF_HOUR


@dataclass(frozen=True)
class Hours:
    """A day as it was entered."""

    day: date
    opens: time
    closes: time


def slots_on(days: Sequence[Hours | EventDay], zone: str, half_hours: int) -> list[Span]:
    """All slots in UTC, in order; what is left at the end of a day and too short is none."""
    length = half_hours * HALF_HOUR
    found = []
    for one in sorted(days, key=lambda each: each.day):
        start, end = (_instant(one.day, at, zone) for at in (one.opens, one.closes))
        while start + length <= end:
            found.append(Span(start, start + length))
            start += length
    return found


def slots_of(event: ProgrammeEvent) -> list[Span]:
    """The slots of an event."""
    return slots_on(event.days, event.time_zone, event.half_hours)


def halves(start: datetime, end: datetime) -> Iterator[datetime]:
    """The half-hours that a time takes, by their starts."""
    while start < end:
        yield start
        start += HALF_HOUR


def _instant(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
