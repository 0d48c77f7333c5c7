"""Working days: a country's weekend and holidays, and due dates that end with a day of its official zone.

Holidays are the public ones and those on which banks and offices are closed, as far as the `holidays` library knows them.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import overload
from zoneinfo import ZoneInfo

import holidays

END_OF_DAY = time(23, 59, 59, fold=1)
ONE_DAY = timedelta(days=1)
DAYS_IN_WEEK = 7


@lru_cache(maxsize=512)
def holidays_of(country: str, year: int) -> frozenset[date] | None:
    """The days of a year on which offices of a country (ISO 3166 alpha-2) are closed; None where nobody knows them."""
    try:
        supported = holidays.country_holidays(country).supported_categories
    except NotImplementedError:
        return None
    wanted = tuple(category for category in (holidays.PUBLIC, holidays.BANK) if category in supported)
    return frozenset(holidays.country_holidays(country, years=year, categories=wanted or None, expand=False))


class Workdays(ABC):
    """Counting of working days, over whatever makes a day one."""

    @abstractmethod
    def is_working_day(self, day: date) -> bool:
        """Whether work is done on that day."""

    @abstractmethod
    def end_of(self, day: date) -> datetime:
        """The last second of that day, in UTC."""

    @abstractmethod
    def local_day(self, instant: datetime) -> date:
        """The date that the official clock shows at an aware instant."""

    @overload
    def add_working_days(self, start: datetime, n: int) -> datetime: ...
    @overload
    def add_working_days(self, start: date, n: int) -> date: ...
    def add_working_days(self, start: date, n: int) -> date:
        """The `n`-th working day after a day (0: the day itself); for an aware instant, the end of that day in UTC.

        :raises ValueError: `n` is negative, or the instant is naive.
        """
        if isinstance(start, datetime):
            return self.due(start, n)
        if n < 0:
            raise ValueError("working days are counted forward")
        day = start
        while n:
            day += ONE_DAY
            n -= self.is_working_day(day)
        return day

    def due(self, start: datetime, n: int) -> datetime:
        """The end, 23:59:59 in the official zone, of the `n`-th working day after an aware instant; in UTC.

        :raises ValueError: `n` is negative, or the instant is naive.
        """
        if start.tzinfo is None:
            raise ValueError("an instant without a zone")
        return self.end_of(self.add_working_days(self.local_day(start), n))

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and with `end` (dates or aware instants); negative backwards."""
        first, last = self._day(start), self._day(end)
        if last < first:
            return -self.working_days_between(last, first)
        return sum(self.is_working_day(day) for day in _days_after(first, last))

    def _day(self, value: date) -> date:
        return self.local_day(value) if isinstance(value, datetime) else value


def _days_after(first: date, last: date) -> Iterator[date]:
    while first < last:
        first += ONE_DAY
        yield first


@dataclass(frozen=True)
class WorkingCalendar(Workdays):
    """The working days of one country. `weekend` counts days from Monday = 0."""

    country: str
    weekend: frozenset[int]
    time_zone: str

    def __post_init__(self) -> None:
        """Take any collection of days.

        :raises ValueError: no day of the week is left for work.
        """
        object.__setattr__(self, "weekend", frozenset(self.weekend))
        if self.weekend >= frozenset(range(DAYS_IN_WEEK)):
            raise ValueError("a week without working days")

    @property
    def knows_holidays(self) -> bool:
        """Whether there is a list of holidays for the country; without one only the weekend counts."""
        return holidays_of(self.country, datetime.now(UTC).year) is not None

    def is_working_day(self, day: date) -> bool:
        """Neither weekend nor holiday."""
        return day.weekday() not in self.weekend and day not in (holidays_of(self.country, day.year) or ())

    def end_of(self, day: date) -> datetime:
        """The last second of that day in the country's zone, in UTC."""
        return datetime.combine(day, END_OF_DAY, ZoneInfo(self.time_zone)).astimezone(UTC)

    def local_day(self, instant: datetime) -> date:
        """The date in the country's zone."""
        return instant.astimezone(ZoneInfo(self.time_zone)).date()


@dataclass(frozen=True)
class JointCalendar(Workdays):
    """The days on which both of two countries work. A day has begun where it is later and ends where it ends last."""

    first: WorkingCalendar
    second: WorkingCalendar

    def __post_init__(self) -> None:
        """Refuse what would count for ever.

        :raises ValueError: the two weekends leave no common day.
        """
        if len(self.first.weekend | self.second.weekend) >= DAYS_IN_WEEK:
            raise ValueError("two weeks without a common working day")

    def is_working_day(self, day: date) -> bool:
        """A working day in both countries."""
        return self.first.is_working_day(day) and self.second.is_working_day(day)

    def end_of(self, day: date) -> datetime:
        """The later of the two ends, in UTC."""
        return max(self.first.end_of(day), self.second.end_of(day))

    def local_day(self, instant: datetime) -> date:
        """The later of the two dates."""
        return max(self.first.local_day(instant), self.second.local_day(instant))


def joint(a: WorkingCalendar, b: WorkingCalendar) -> JointCalendar:
    """The calendar of what two countries do together."""
    return JointCalendar(a, b)
