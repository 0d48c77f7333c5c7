"""When the two sides of a meeting can meet: on their countries' working days, and not while their people are in other meetings."""

from collections.abc import Sequence
from datetime import datetime

from app.core.i18n import _, country_name, joined
from app.core.templating import label
from app.organisations.queries import calendar_of
from app.partnering import queries
from app.partnering.enums import Side
from app.partnering.meetings import sides, slots
from app.partnering.meetings.local_times import local_time
from app.partnering.meetings.sides import Span
from app.partnering.models import Meeting

OFFERED_AT_ONCE = 48
NEXT_TIMES = 3
SIDES = (Side.ASKER, Side.OWNER)


def span_of(meeting: Meeting, start: datetime) -> Span:
    """The time that the meeting takes from a start."""
    return Span(start, start + meeting.half_hours * slots.HALF_HOUR)


def diaries(meeting: Meeting) -> tuple[sides.Side, sides.Side]:
    """Working time and other meetings of both sides, the asker's first."""
    taken = queries.list_taken(meeting)
    first, second = (
        sides.Side(
            calendar_of(meeting.organisation_of(side).country),
            busy=tuple(Span(start, start + slots.HALF_HOUR) for whose, start in taken if whose == side),
        )
        for side in SIDES
    )
    return first, second


def free_times(meeting: Meeting, after: datetime, count: int = OFFERED_AT_ONCE) -> Sequence[datetime]:
    """The first starts after an instant at which both sides can meet."""
    return [slot.start for slot in slots.next_slots(diaries(meeting), after, count, half_hours=meeting.half_hours)]


def hindrances(meeting: Meeting, starts: Sequence[datetime]) -> dict[datetime, str]:
    """The starts at which one of the sides cannot meet, with whom and why in words."""
    both, found = diaries(meeting), {}
    for start in starts:
        reasons = slots.hindrances(both, span_of(meeting, start))
        if reasons:
            found[start] = joined([
                _("%(country)s: %(why)s", country=country_name(both[one.side].calendar.country), why=label(one.why)) for one in reasons
            ])
    return found


def zone_of(meeting: Meeting, side: Side) -> str:
    """The official zone of a side's country."""
    return calendar_of(meeting.organisation_of(side).country).time_zone


def next_times(meeting: Meeting, after: datetime, zone: str) -> str:
    """The next free times in words, on one clock."""
    found = free_times(meeting, after, NEXT_TIMES)
    return joined([str(local_time(*span_of(meeting, start), zone)) for start in found]) if found else _("none in the coming half year")
