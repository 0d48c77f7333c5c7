"""When the two sides of a meeting can meet: on their countries' working days, in their own hours, and not while their people are in other meetings."""

from collections.abc import Sequence
from datetime import datetime

from app.core.calendar import DAYS_IN_WEEK
from app.core.i18n import _, country_name, joined
from app.core.templating import label
from app.organisations.queries import calendar_of
from app.partnering import queries
from app.partnering.enums import Side
from app.partnering.meetings import sides, slots
from app.partnering.meetings.local_times import local_time
from app.partnering.meetings.sides import Days, Hours, Span
from app.partnering.models import Meeting, WorkingWeek

OFFERED_AT_ONCE = 48
NEXT_TIMES = 3
SIDES = (Side.ASKER, Side.OWNER)


def span_of(meeting: Meeting, start: datetime) -> Span:
    """The time that the meeting takes from a start."""
    return Span(start, start + meeting.half_hours * slots.HALF_HOUR)


def diaries(meeting: Meeting) -> tuple[sides.Side, sides.Side]:
    """Working time, days off and other meetings of both sides, the asker's first."""
    taken = queries.list_taken(meeting)
    both = [meeting.organisation_of(side) for side in SIDES]
    weeks, away = queries.weeks_of([one.id for one in both]), queries.days_off_of([one.id for one in both])
    first, second = (
        sides.Side(
            calendar_of(organisation.country), busy=tuple(Span(start, start + slots.HALF_HOUR) for whose, start in taken if whose == side),
            week=own_week(weeks.get(organisation.id)), away=tuple(Days(one.first, one.last) for one in away.get(organisation.id, ())),
        )
        for side, organisation in zip(SIDES, both, strict=True)
    )
    return first, second


def own_week(week: WorkingWeek | None) -> tuple[Hours | None, ...] | None:
    """The hours of each weekday of an organisation that has set them."""
    if week is None:
        return None
    hours = {day.weekday: Hours(day.opens, day.closes) for day in week.days}
    return tuple(hours.get(weekday) for weekday in range(DAYS_IN_WEEK))


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
