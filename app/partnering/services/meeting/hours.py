"""An organisation says when it works."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.core import events
from app.core.db import lock, now
from app.core.errors import NotAllowed, Problem, Refused, StaleVersion
from app.core.i18n import _l
from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.queries import calendar_of
from app.partnering import queries
from app.partnering.meetings import policy
from app.partnering.meetings.limits import LONGEST_DAYS_OFF, MOST_DAYS_OFF
from app.partnering.meetings.sides import Hours
from app.partnering.models import DayOff, WorkingDay, WorkingWeek

events.define("working_hours.set", _l("Working hours set"), "hours")
events.define("working_hours.reset", _l("Working hours set back to the usual ones"))
events.define("day_off.add", _l("Days off added"), "first", "last")
events.define("day_off.remove", _l("Days off removed"), "first", "last")


def _begin(organisation: Organisation, by: Any) -> None:
    lock(organisation)
    if not policy.sets_hours(by, organisation):
        raise NotAllowed


def set_week(organisation: Organisation, hours: Mapping[int, Hours], *, by: Any, version: int | None = None) -> None:
    """Set the hours of each weekday (Monday = 0); a day that is left out is off. Saving what already stands changes nothing.

    :raises Refused: no day is left, or one belongs to the weekend of the country.
    """
    _begin(organisation, by)
    week = queries.get_week(organisation)
    if week is not None and version is not None and version != week.version:
        raise StaleVersion(week)
    if not hours:
        raise Refused([Problem("", _l("Leave at least one day on which you work."))])
    if not hours.keys() <= working_weekdays(organisation):
        raise Refused([Problem("", _l("The weekend of your country is not offered for meetings."))])
    if week is not None and {day.weekday: Hours(day.opens, day.closes) for day in week.days} == dict(hours):
        return
    if week is None:
        week = WorkingWeek(organisation_id=organisation.id)
        db.session.add(week)
    else:
        week.set_at = now()
    week.days = []
    db.session.flush()
    week.days = [WorkingDay(weekday=weekday, opens=one.opens, closes=one.closes) for weekday, one in sorted(hours.items())]
    db.session.flush()
    told = {str(weekday): [one.opens, one.closes] for weekday, one in sorted(hours.items())}
    events.record("working_hours.set", organisation, by=by, data={"hours": told})


def reset_week(organisation: Organisation, *, by: Any) -> None:
    """Go back to the usual hours."""
    _begin(organisation, by)
    week = queries.get_week(organisation)
    if week is not None:
        db.session.delete(week)
        db.session.flush()
        events.record("working_hours.reset", organisation, by=by)


def add_day_off(organisation: Organisation, *, first: date | None, last: date | None, note: str | None, by: Any) -> DayOff:
    """Add days on which the organisation does not work; without a last one, it is one day.

    :raises Refused: there is no first day, the days are over or too many, or they end before they begin.
    """
    _begin(organisation, by)
    end = last or first
    problems = []
    if first is None:
        problems.append(Problem("first", _l("Enter the first day.")))
    elif end is not None and not 0 <= (end - first).days <= LONGEST_DAYS_OFF:
        problems.append(Problem("last", _l("Enter a last day that is not before the first, and within a year of it.")))
    elif end is not None and end < calendar_of(organisation.country).local_day(now()):
        problems.append(Problem("last" if last else "first", _l("These days are over.")))
    if len(queries.list_days_off(organisation)) >= MOST_DAYS_OFF:
        problems.append(Problem("", _l("There are %(number)d entries already. Remove some first.", number=MOST_DAYS_OFF)))
    if problems:
        raise Refused(problems)
    day_off = DayOff(organisation_id=organisation.id, first=first, last=end, note=note, added_by_id=by.id)
    db.session.add(day_off)
    db.session.flush()
    events.record("day_off.add", organisation, by=by, data=_range(day_off))
    return day_off


def remove_day_off(day_off: DayOff, *, by: Any) -> None:
    """The organisation works on these days after all."""
    organisation = day_off.organisation
    _begin(organisation, by)
    events.record("day_off.remove", organisation, by=by, data=_range(day_off))
    db.session.delete(day_off)
    db.session.flush()


def _range(day_off: DayOff) -> dict[str, str]:
    return {"first": day_off.first.isoformat(), "last": day_off.last.isoformat()}


def working_weekdays(organisation: Organisation) -> frozenset[int]:
    """The weekdays (Monday = 0) on which the country of the organisation works."""
    return frozenset(range(7)) - calendar_of(organisation.country).weekend
