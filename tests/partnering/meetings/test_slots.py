"""Common half-hours, compared with a walk through every minute."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.calendar import WorkingCalendar
from app.partnering.meetings.sides import Days, Hours, Side, Span
from app.partnering.meetings.slots import HALF_HOUR, Hindered, Hindrance, common_slots, hindrances, next_slots
from app.partnering.meetings.zones import UnfitZone, country_of, usual_weekend

MINUTE = timedelta(minutes=1)
PLACES = {
    "Asia/Jerusalem": ("IL", {4, 5}), "Asia/Tokyo": ("JP", {5, 6}), "Europe/London": ("GB", {5, 6}),
    "America/New_York": ("US", {5, 6}), "Asia/Kathmandu": ("NP", {5}), "Australia/Lord_Howe": ("AU", {5, 6}),
    "Africa/Cairo": ("EG", {4, 5}),
}
CHANGES = [date(2026, 3, 8), date(2026, 3, 27), date(2026, 3, 29), date(2026, 4, 5), date(2026, 4, 24), date(2026, 10, 25),
           date(2026, 10, 30), date(2026, 11, 1)]
INTERMEDIATE = {"Pesach holiday", "Sukkot holiday"}


def place(zone, hours="09:00-18:00", busy=()):
    country, weekend = PLACES[zone]
    return Side(WorkingCalendar(country, frozenset(weekend), zone), Hours.parse(hours), tuple(busy))


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def closed(country, year):
    library = holidays.country_holidays(country)
    wanted = [kind for kind in ("public", "bank") if kind in library.supported_categories]
    return set(holidays.country_holidays(country, years=[year], categories=wanted, expand=False))


def half_days(country):
    if country != "IL":
        return set()
    off = closed("IL", 2026)
    named = holidays.country_holidays("IL", years=[2026], categories=["optional"], expand=False, language="en_US").items()
    return {day - timedelta(days=1) for day in off} | {day for day, name in named if name in INTERMEDIATE}


def works(side, instant, off, halves):
    """Whether a minute is working time, from the rules alone."""
    local = instant.astimezone(ZoneInfo(side.calendar.time_zone))
    day, minute = local.date(), local.hour * 60 + local.minute
    rest = day.weekday() in side.calendar.weekend or day in off
    busy = any(span.start <= instant < span.end for span in side.busy)
    own = side.hours if side.week is None else side.week[day.weekday()]
    if own is None or any(days.first <= day <= days.last for days in side.away):
        return False
    closes = min(own.closes, 13 * 60) if day in halves else own.closes
    return not rest and own.opens <= minute < closes and not busy


def walked(sides, first, last, half_hours):
    facts = [(side, closed(side.calendar.country, 2026), half_days(side.calendar.country)) for side in sides]
    begin = utc(first.year, first.month, first.day) - timedelta(days=1)
    good = []
    for n in range(((last - first).days + 3) * 24 * 60):
        instant = begin + n * MINUTE
        inside = all(first <= instant.astimezone(ZoneInfo(side.calendar.time_zone)).date() <= last for side in sides)
        good.append(inside and all(works(side, instant, off, halves) for side, off, halves in facts))
    length = half_hours * 30
    starts = range(0, len(good) - length, 30)
    return [Span(begin + n * MINUTE, begin + (n + length) * MINUTE) for n in starts if all(good[n:n + length])]


@st.composite
def hours(draw):
    opens = draw(st.integers(0, 23 * 4)) * 15
    return Hours(opens, draw(st.integers(opens // 15 + 1, 96)) * 15)


@st.composite
def sides(draw):
    zone = draw(st.sampled_from(sorted(PLACES)))
    country, weekend = PLACES[zone]
    start = draw(st.integers(0, 9 * 96))
    busy = Span(utc(2026, 3, 24) + start * 15 * MINUTE, utc(2026, 3, 24) + (start + draw(st.integers(1, 20))) * 15 * MINUTE)
    week = draw(st.none() | st.tuples(*[st.none() | hours()] * 7))
    first = date(2026, 3, 23) + timedelta(days=draw(st.integers(0, 10)))
    away = draw(st.sampled_from([(), (Days(first, first + timedelta(days=draw(st.integers(0, 3)))),)]))
    calendar = WorkingCalendar(country, frozenset(weekend), zone)
    return Side(calendar, draw(hours()), draw(st.sampled_from([(), (busy,)])), week, away)


@settings(max_examples=40, deadline=None)
@given(both=st.lists(sides(), min_size=2, max_size=3), around=st.sampled_from(CHANGES), before=st.integers(0, 2),
       after=st.integers(0, 2), half_hours=st.integers(1, 3))
def test_common_slots_are_those_of_a_walk_through_every_minute(both, around, before, after, half_hours):
    first, last = around - timedelta(days=before), around + timedelta(days=after)
    found = common_slots(both, first, last, half_hours=half_hours)
    assert found == walked(both, first, last, half_hours)
    assert all(hindrances(both, slot) == [] for slot in found)


@settings(max_examples=60, deadline=None)
@given(both=st.lists(sides(), min_size=2, max_size=2), number=st.integers(0, 5 * 48), half_hours=st.integers(1, 3))
def test_a_time_without_hindrance_is_a_common_slot(both, number, half_hours):
    start = utc(2026, 3, 25) + number * HALF_HOUR
    slot = Span(start, start + half_hours * HALF_HOUR)
    offered = common_slots(both, date(2026, 3, 23), date(2026, 4, 2), half_hours=half_hours)
    assert (hindrances(both, slot) == []) == (slot in offered)


@pytest.mark.parametrize(("zone", "day", "count"), [
    ("Asia/Jerusalem", date(2026, 3, 26), 48), ("Europe/London", date(2026, 3, 27), 48),
    ("Africa/Cairo", date(2026, 4, 29), 48), ("Africa/Cairo", date(2026, 10, 29), 50),
])
def test_a_doubled_half_hour_is_there_twice(zone, day, count):
    assert len(common_slots([place(zone, "00:00-24:00")], day, day)) == count


@pytest.mark.parametrize(("zone", "day", "count"), [
    ("America/New_York", date(2026, 3, 8), 46), ("America/New_York", date(2026, 11, 1), 50), ("Australia/Lord_Howe", date(2026, 4, 5), 49),
])
def test_a_day_on_which_the_clock_changes_has_as_many_half_hours_as_it_lasts(zone, day, count):
    everyday = Side(WorkingCalendar("XX", frozenset(), zone), Hours.parse("00:00-24:00"))
    assert len(common_slots([everyday], day, day)) == count


def test_the_change_of_one_clock_moves_the_common_hours():
    both = [place("Asia/Jerusalem"), place("Asia/Tokyo")]
    before = common_slots(both, date(2026, 3, 26), date(2026, 3, 26))
    after = common_slots(both, date(2026, 3, 30), date(2026, 3, 30))
    assert (before[0].start, before[-1].end, len(before)) == (utc(2026, 3, 26, 7), utc(2026, 3, 26, 9), 4)
    assert (after[0].start, after[-1].end, len(after)) == (utc(2026, 3, 30, 6), utc(2026, 3, 30, 9), 6)


def test_work_ends_early_on_eves_and_between_the_days_of_a_long_holiday():
    one = [place("Asia/Jerusalem")]
    ends = {day: common_slots(one, day, day)[-1].end.hour for day in (date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 6))}
    assert ends == {date(2026, 3, 31): 15, date(2026, 4, 1): 10, date(2026, 4, 6): 10}
    late = Side(one[0].calendar, Hours.parse("13:00-18:00"))
    assert common_slots([late], date(2026, 4, 1), date(2026, 4, 1)) == []


def test_own_days_off_are_outside_the_hours_and_no_day_off():
    """Which days they are is the side's own; the weekend of its country is known to all."""
    tokyo, monday, saturday = place("Asia/Tokyo"), date(2026, 3, 30), date(2026, 4, 4)
    week = (None, *[Hours.parse("09:00-18:00")] * 6)
    for side in (replace(tokyo, week=week), replace(tokyo, away=(Days(monday, monday),))):
        assert common_slots([side], monday, monday) == []
        start = utc(2026, 3, 30, 3)
        assert hindrances([side], Span(start, start + HALF_HOUR)) == [Hindered(0, Hindrance.OUTSIDE_HOURS)]
        weekend = utc(2026, 4, 4, 3)
        assert hindrances([side], Span(weekend, weekend + HALF_HOUR)) == [Hindered(0, Hindrance.DAY_OFF)]
        assert common_slots([side], saturday, saturday) == []
    with pytest.raises(ValueError, match="seven"):
        replace(tokyo, week=week[:5])


def test_next_slots_pass_over_a_holiday_and_what_is_planned():
    busy = Span(utc(2026, 4, 6, 6), utc(2026, 4, 6, 8, 10))
    both = [place("Asia/Jerusalem", busy=[busy]), place("Asia/Tokyo")]
    found = next_slots(both, utc(2026, 4, 1, 8, 30), 2)
    assert [slot.start for slot in found] == [utc(2026, 4, 6, 8, 30), utc(2026, 4, 7, 6)]
    many = next_slots(both, utc(2026, 4, 1, 8, 30), 100, half_hours=2)
    assert many == [s for s in common_slots(both, date(2026, 4, 1), date(2026, 6, 30), half_hours=2) if s.start > utc(2026, 4, 1, 8, 30)][:100]
    never = [place("America/New_York"), place("Asia/Tokyo")]
    assert next_slots(never, utc(2026, 4, 1), 1) == []
    with pytest.raises(ValueError, match="zone"):
        next_slots(both, datetime(2026, 4, 1), 1)  # noqa: DTZ001


def test_a_chosen_time_is_checked_again_with_reasons():
    both = [place("Asia/Jerusalem"), place("Asia/Tokyo", busy=[Span(utc(2026, 3, 30, 6, 30), utc(2026, 3, 30, 7))])]
    for start, wanted in (
        (utc(2026, 3, 30, 6), []), (utc(2026, 3, 30, 6, 30), [Hindered(1, Hindrance.BUSY)]),
        (utc(2026, 3, 27, 7), [Hindered(0, Hindrance.DAY_OFF)]), (utc(2026, 3, 30, 5), [Hindered(0, Hindrance.OUTSIDE_HOURS)]),
        (utc(2026, 3, 20, 7), [Hindered(0, Hindrance.DAY_OFF), Hindered(1, Hindrance.DAY_OFF)]),
    ):
        assert hindrances(both, Span(start, start + HALF_HOUR)) == wanted


@pytest.mark.parametrize("written", ["9-18", "18:00-09:00", "09:00-09:00", "09:60-10:00", "09:00-24:30", "", "٠٩:٠٠-١٠:٠٠"])
def test_hours_that_are_none_are_refused(written):
    with pytest.raises(ValueError, match=r"hours|written"):
        Hours.parse(written)


def test_countries_of_zones():
    names = {"Asia/Tokyo": "JP", "Japan": "JP", "Asia/Tel_Aviv": "IL", "Asia/Calcutta": "IN"}
    assert {zone: country_of(zone) for zone in names} == names
    assert usual_weekend("IL") == {4, 5}
    assert usual_weekend("JP") == {5, 6}
    assert usual_weekend("IN") == {6}
    for zone in ("Asia/Nowhere", "UTC", "Etc/GMT+3", "../etc/passwd", ""):
        with pytest.raises(UnfitZone):
            country_of(zone)


SPRING = ("meetings", "slots", "--from", "2026-03-20", "--to", "2026-04-10", "--a", "Asia/Jerusalem", "--b", "Asia/Tokyo")


@pytest.fixture
def run(app, session):
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(args=arguments)


def test_the_command_prints_what_the_rules_give(run):
    result = run(*SPRING, "--json")
    assert result.exit_code == 0
    rows = json.loads(result.stdout)
    both = [place("Asia/Jerusalem"), place("Asia/Tokyo")]
    wanted = walked(both, date(2026, 3, 20), date(2026, 4, 10), 1)
    assert [(row["start"], row["end"]) for row in rows] == [tuple(f"{i:%Y-%m-%dT%H:%M:%SZ}" for i in slot) for slot in wanted]
    days = {datetime.fromisoformat(row["start"]).date() for row in rows}
    assert {day.weekday() for day in days} == {0, 1, 2, 3}
    assert not days & {date(2026, 3, 20), date(2026, 4, 2), date(2026, 4, 8)}


def test_the_last_day_is_counted_and_the_weekend_is_that_of_the_programme(run, make, session):
    one_day = (*SPRING[:2], "--from", "2026-04-09", "--to", "2026-04-09", *SPRING[6:], "--json")
    assert len(json.loads(run(*one_day).stdout)) == 6
    programme = make.programme()
    next(party for party in programme.parties if party.country == "IL").weekend = [3, 5]
    session.flush()
    assert json.loads(run(*one_day).stdout) == []


def test_people_read_both_local_times(run):
    result = run(*SPRING, "--a-hours", "08:00-12:00", "--half-hours", "2")
    assert result.stdout.splitlines()[0] == (
        "Mon 2026-03-23 08:00-09:00 Asia/Jerusalem   Mon 2026-03-23 15:00-16:00 Asia/Tokyo"
    )


@pytest.mark.parametrize(("change", "words"), [
    ({"--a": "Asia/Nowhere"}, "no time zone 'Asia/Nowhere'"), ({"--b": "UTC"}, "belongs to no country"),
    ({"--to": "2026-02-30"}, "does not match"), ({"--to": "2026-03-19"}, "before the first day"),
    ({"--to": "2027-03-21"}, "At most 366 days"), ({"--to": "9999-12-31"}, "Days are known"), ({"--a-hours": "nine"}, "09:00-18:00"),
])
def test_wrong_words_get_a_clear_answer(run, change, words):
    asked = {**dict(zip(SPRING[2::2], SPRING[3::2], strict=True)), **change}
    result = run(*SPRING[:2], *(part for pair in asked.items() for part in pair))
    assert result.exit_code != 0
    assert words in " ".join(result.output.split())
    assert "Traceback" not in result.output
