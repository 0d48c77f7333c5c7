"""One side of a meeting: its country's days, its hours, and what it has planned already."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.core.calendar import DAYS_IN_WEEK, ONE_DAY, WorkingCalendar
from app.partnering.meetings.half_days import half_day_closes

MINUTE = timedelta(minutes=1)
MINUTES_IN_DAY = 24 * 60
WIDEST_OFFSET = timedelta(hours=30)
_HOURS = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})", re.ASCII)


class Span(NamedTuple):
    """From an instant up to and without another, both in UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Hours:
    """Local working hours in minutes after midnight; 1440 is the end of the day."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        """Refuse hours that are none.

        :raises ValueError: the end is not after the beginning, or outside the day.
        """
        if not 0 <= self.opens < self.closes <= MINUTES_IN_DAY:
            raise ValueError("Working hours end after they begin, on the same day.")

    @classmethod
    def parse(cls, written: str) -> "Hours":
        """Hours such as `09:00-18:00`; `24:00` is the end of the day.

        :raises ValueError: not written so.
        """
        found = _HOURS.fullmatch(written.strip())
        if found is None or int(found[2]) > 59 or int(found[4]) > 59:
            raise ValueError(f"{written!r} is not written like 09:00-18:00.")
        opens, opens_minute, closes, closes_minute = map(int, found.groups())
        return cls(opens * 60 + opens_minute, closes * 60 + closes_minute)


OFFICE_HOURS = Hours(9 * 60, 18 * 60)


class Days(NamedTuple):
    """Days from the first to the last, both counted."""

    first: date
    last: date


@dataclass(frozen=True)
class Side:
    """Who can meet when: on the working days of a calendar, within local hours, when not busy.

    `week` gives other hours by weekday (Monday = 0), none for one that is off; `away` are days off of its own.
    """

    calendar: WorkingCalendar
    hours: Hours = OFFICE_HOURS
    busy: tuple[Span, ...] = ()
    week: tuple[Hours | None, ...] | None = None
    away: tuple[Days, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a week that is none.

        :raises ValueError: it has not seven days.
        """
        if self.week is not None and len(self.week) != DAYS_IN_WEEK:
            raise ValueError("A week has seven days.")

    def closed_on(self, day: date) -> bool:
        """Whether its country does not work on a day, or ends before the side begins."""
        if not self.calendar.is_working_day(day):
            return True
        closes, own = half_day_closes(self.calendar.country, day), self._own_hours(day)
        return own is not None and closes is not None and closes <= own.opens

    def hours_on(self, day: date) -> Hours | None:
        """The hours of a day, shorter on a half day; None on a day off."""
        own = self._own_hours(day)
        if own is None or self.closed_on(day):
            return None
        closes = half_day_closes(self.calendar.country, day)
        return own if closes is None or closes >= own.closes else Hours(own.opens, closes)

    def _own_hours(self, day: date) -> Hours | None:
        if any(days.first <= day <= days.last for days in self.away):
            return None
        return self.hours if self.week is None else self.week[day.weekday()]

    def working(self, first: date, last: date) -> list[Span]:
        """The working time of its days from `first` to `last`, both counted, busy or not."""
        return merged(span for day in _days(first, last) for span in self._working_on(day))

    def free(self, first: date, last: date) -> list[Span]:
        """The working time without what is planned."""
        return without(self.working(first, last), merged(self.busy))

    def _working_on(self, day: date) -> Iterator[Span]:
        hours = self.hours_on(day)
        if hours is None:
            return
        zone = ZoneInfo(self.calendar.time_zone)
        midnight = datetime.combine(day, time(), zone)
        if midnight.utcoffset() == (midnight + ONE_DAY).replace(fold=1).utcoffset():
            begin = midnight.astimezone(UTC)
            yield Span(begin + hours.opens * MINUTE, begin + hours.closes * MINUTE)
        else:
            yield from _minutes_of(day, hours, zone)


def _minutes_of(day: date, hours: Hours, zone: ZoneInfo) -> Iterator[Span]:
    """A day on which the clock changes: what the clock skips is not there, what it shows twice is there twice."""
    instant = datetime.combine(day, time(), UTC) - WIDEST_OFFSET / 2
    for _ in range(int((ONE_DAY + WIDEST_OFFSET) / MINUTE)):
        local = instant.astimezone(zone)
        if local.date() == day and hours.opens <= local.hour * 60 + local.minute < hours.closes:
            yield Span(instant, instant + MINUTE)
        instant += MINUTE


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time in order, in as few spans as can be."""
    found: list[Span] = []
    for span in sorted(spans):
        if span.end <= span.start:
            continue
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def without(spans: Iterable[Span], taken: list[Span]) -> list[Span]:
    """What is left of spans."""
    found = []
    for span in spans:
        start = span.start
        for other in taken:
            if other.end <= start or other.start >= span.end:
                continue
            found.append(Span(start, other.start))
            start = other.end
        found.append(Span(start, span.end))
    return merged(found)


def common(one: list[Span], other: list[Span]) -> list[Span]:
    """The time that lies in both; each list is in order and without overlaps."""
    found = []
    at = beside = 0
    while at < len(one) and beside < len(other):
        start, end = max(one[at].start, other[beside].start), min(one[at].end, other[beside].end)
        if start < end:
            found.append(Span(start, end))
        if one[at].end < other[beside].end:
            at += 1
        else:
            beside += 1
    return found
