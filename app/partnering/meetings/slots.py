"""The half-hours at which sides can meet: on the UTC clock's half-hours, inside everyone's working time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import reduce
from zoneinfo import ZoneInfo

from app.core.calendar import ONE_DAY
from app.partnering.meetings.sides import Side, Span, common

HALF_HOUR = timedelta(minutes=30)
LOOKED_AT_ONCE = timedelta(days=14)
HORIZON = timedelta(days=180)


class Hindrance(StrEnum):
    """Why a side cannot meet at a time. Days off of its own count as outside its hours: which days these are is its own."""

    DAY_OFF = "day_off"
    OUTSIDE_HOURS = "outside_hours"
    BUSY = "busy"


@dataclass(frozen=True)
class Hindered:
    """A side, by its place among the sides, that cannot meet."""

    side: int
    why: Hindrance


def common_slots(sides: Sequence[Side], first: date, last: date, *, half_hours: int = 1) -> list[Span]:
    """Every time of that length, in UTC, that begins on a half-hour and lies in the free working time of all sides.

    The days from `first` to `last`, both counted, are those of each side's own calendar. Times overlap where a meeting
    takes more than one half-hour.

    :raises ValueError: no side, or no length.
    """
    if not sides or half_hours < 1:
        raise ValueError("a meeting has sides and takes at least a half-hour")
    free = reduce(common, (side.free(first, last) for side in sides))
    return [slot for span in free for slot in _slots_in(span, half_hours * HALF_HOUR)]


def next_slots(sides: Sequence[Side], after: datetime, count: int, *, half_hours: int = 1) -> list[Span]:
    """The first `count` common times that begin after an aware instant; fewer where half a year has no more.

    :raises ValueError: the instant is naive.
    """
    if after.tzinfo is None:
        raise ValueError("an instant without a zone")
    found: list[Span] = []
    day = after.astimezone(UTC).date() - ONE_DAY
    end = day + HORIZON
    while day < end and len(found) < count:
        # A day more on both sides: a meeting may run over the end of a stretch, and dates differ between the sides.
        stretch = common_slots(sides, day - ONE_DAY, day + LOOKED_AT_ONCE + ONE_DAY, half_hours=half_hours)
        seen = found[-1].start if found else after
        found += [slot for slot in stretch if slot.start > seen and slot.start < _midnight(day + LOOKED_AT_ONCE)]
        day += LOOKED_AT_ONCE
    return found[:count]


def hindrances(sides: Sequence[Side], slot: Span) -> list[Hindered]:
    """Who cannot meet at a chosen time and why; empty while it holds."""
    found = []
    for place, side in enumerate(sides):
        why = _hindrance(side, slot)
        if why is not None:
            found.append(Hindered(place, why))
    return found


def _hindrance(side: Side, slot: Span) -> Hindrance | None:
    zone = ZoneInfo(side.calendar.time_zone)
    first, last = slot.start.astimezone(zone).date(), (slot.end - timedelta.resolution).astimezone(zone).date()
    if any(side.closed_on(first + timedelta(days=n)) for n in range((last - first).days + 1)):
        return Hindrance.DAY_OFF
    if not any(span.start <= slot.start and slot.end <= span.end for span in side.working(first, last)):
        return Hindrance.OUTSIDE_HOURS
    if any(span.start < slot.end and slot.start < span.end for span in side.busy):
        return Hindrance.BUSY
    return None


def _slots_in(span: Span, length: timedelta) -> Iterator[Span]:
    start = span.start + (_midnight(span.start.date()) - span.start) % HALF_HOUR
    while start + length <= span.end:
        yield Span(start, start + length)
        start += HALF_HOUR


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
