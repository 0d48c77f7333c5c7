"""A time as the clocks of both sides show it: weekday, date, hours, and the name of the zone with its distance from UTC."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import format_date

from app.core.i18n import language

WHOLE_DAY = {"en": "EEEE, d MMMM y"}
LEFT_TO_RIGHT, END = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


@dataclass(frozen=True)
class LocalTime:
    """From a start to an end on the clock of a zone, in the reader's language."""

    day: str
    hours: str
    zone: str

    def __str__(self) -> str:
        return f"{self.day}, {self.hours} ({self.zone})"


def local_time(start: datetime, end: datetime, zone: str) -> LocalTime:
    """The time from `start` to `end`, both aware, on the clock of a zone."""
    begin, finish = (instant.astimezone(ZoneInfo(zone)) for instant in (start, end))
    day = format_date(begin.date(), WHOLE_DAY.get(language(), "full"))
    hours = f"{LEFT_TO_RIGHT}{begin:%H:%M}–{finish:%H:%M}{END}"
    return LocalTime(day, hours, f"{LEFT_TO_RIGHT}{_zone(begin)}{END}")


def _zone(local: datetime) -> str:
    written = f"{local:%z}"
    offset = f"UTC{written[0]}{int(written[1:3])}" + (f":{written[3:5]}" if written[3:5] != "00" else "")
    name = local.tzname() or ""
    return f"{name}, {offset}" if name.isalpha() and name != "UTC" else offset
