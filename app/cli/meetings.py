"""`flask meetings …`: when two sides can meet."""

import json
from datetime import UTC, date, datetime
from typing import NoReturn
from zoneinfo import ZoneInfo

import click
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from app.core.calendar import WorkingCalendar
from app.partnering.meetings.sides import OFFICE_HOURS, Hours, Side, Span
from app.partnering.meetings.slots import common_slots
from app.partnering.meetings.zones import UnfitZone, country_of, usual_weekend, weekend_of

group = AppGroup("meetings", help="Meetings of two sides.")

DAY = click.DateTime(formats=["%Y-%m-%d"])
EARLIEST, LATEST = date(2012, 1, 1), date(2099, 12, 31)
MOST_DAYS = 366
ALL_DAY = 24 * 2


class WorkingHours(click.ParamType[Hours]):
    """Hours such as 09:00-18:00."""

    name = "hours"

    def convert(self, value: str | Hours, param: click.Parameter | None, ctx: click.Context | None) -> Hours:
        """The hours, or what is wrong with them."""
        if isinstance(value, Hours):
            return value
        try:
            return Hours.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@group.command()
@click.option("--from", "first", required=True, type=DAY, help="The first day, such as 2026-03-20.")
@click.option("--to", "last", required=True, type=DAY, help="The last day; it is counted too.")
@click.option("--a", "one", required=True, help="Time zone of one side, such as Asia/Jerusalem.")
@click.option("--b", "other", required=True, help="Time zone of the other side, such as Asia/Tokyo.")
@click.option("--a-hours", "hours", type=WorkingHours(), default=OFFICE_HOURS, help="Its local working hours; 09:00-18:00 where left out.")
@click.option("--b-hours", "other_hours", type=WorkingHours(), default=OFFICE_HOURS, help="The other side's; 09:00-18:00 where left out.")
@click.option("--half-hours", type=click.IntRange(1, ALL_DAY), default=1, show_default=True, help="How long the meeting takes.")
@click.option("--json", "as_json", is_flag=True, help='A list of {"start", "end"} in UTC.')
def slots(
    first: datetime, last: datetime, one: str, other: str, hours: Hours, other_hours: Hours, half_hours: int, as_json: bool,
) -> None:
    """Print the half-hours at which both sides work.

    The country of a zone decides its weekend and holidays. The days from --from to --to, both counted, are those of
    each side's own calendar.
    """
    begin, end = first.date(), last.date()
    if end < begin:
        _refuse(f"The last day {end} is before the first day {begin}.")
    if not (begin >= EARLIEST and end <= LATEST):
        _refuse(f"Days are known from {EARLIEST} to {LATEST}.")
    if (end - begin).days >= MOST_DAYS:
        _refuse(f"At most {MOST_DAYS} days are looked at in one go.")
    sides = (Side(_calendar(one), hours), Side(_calendar(other), other_hours))
    found = common_slots(sides, begin, end, half_hours=half_hours)
    if as_json:
        click.echo(json.dumps([{"start": _written(slot.start), "end": _written(slot.end)} for slot in found], indent=2))
    else:
        _show(found, (one, other), begin, end)


def _calendar(zone: str) -> WorkingCalendar:
    try:
        country = country_of(zone)
    except UnfitZone as error:
        _refuse(str(error))
    try:
        weekend = weekend_of(country)
    except SQLAlchemyError:
        click.echo(f"No programme's data can be read; the weekend of {country} is the one in the Unicode tables.", err=True)
        weekend = usual_weekend(country)
    calendar = WorkingCalendar(country, weekend, zone)
    if not calendar.knows_holidays:
        click.echo(f"Nobody knows the holidays of {country}; only its weekend counts.", err=True)
    return calendar


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _show(found: list[Span], zones: tuple[str, str], begin: date, end: date) -> None:
    for slot in found:
        click.echo("   ".join(_local(slot, zone) for zone in zones))
    click.echo(f"{len(found)} common times from {begin} to {end}, both days counted", err=True)


def _local(slot: Span, zone: str) -> str:
    start, end = (instant.astimezone(ZoneInfo(zone)) for instant in slot)
    return f"{start:%a %Y-%m-%d %H:%M}-{end:%H:%M} {zone}"


def _refuse(why: str) -> NoReturn:
    raise click.ClickException(why)
