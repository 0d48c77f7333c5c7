"""Working days of two unlike weeks, their holidays, and ends of days across a change of the clock."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.calendar import WorkingCalendar, joint

TOKYO = WorkingCalendar("JP", frozenset({5, 6}), "Asia/Tokyo")
JERUSALEM = WorkingCalendar("IL", frozenset({4, 5}), "Asia/Jerusalem")
BOTH = joint(TOKYO, JERUSALEM)
NOWHERE = WorkingCalendar("XX", frozenset({5, 6}), "UTC")


def test_weekends_of_both_kinds():
    week = [date(2026, 6, 1) + timedelta(days=n) for n in range(7)]  # Monday to Sunday, no holiday
    assert [TOKYO.is_working_day(day) for day in week] == [True, True, True, True, True, False, False]
    assert [JERUSALEM.is_working_day(day) for day in week] == [True, True, True, True, False, False, True]


def test_joint_days_are_monday_to_thursday():
    days = [date(2026, 6, 7) + timedelta(days=n) for n in range(28)]
    assert {day.weekday() for day in days if BOTH.is_working_day(day)} == {0, 1, 2, 3}


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 9, 21), date(2026, 9, 22), date(2026, 9, 23), date(2026, 5, 6)])
def test_holidays_with_bridge_and_substitute_days(day):
    assert not TOKYO.is_working_day(day)


def test_offices_are_closed_at_the_turn_of_the_year():
    assert not TOKYO.is_working_day(date(2025, 12, 31))
    assert not TOKYO.is_working_day(date(2026, 1, 2))
    assert TOKYO.is_working_day(date(2026, 1, 5))


@pytest.mark.parametrize("day", [date(2026, 4, 2), date(2026, 4, 22), date(2026, 9, 13), date(2026, 9, 21)])
def test_holidays_by_another_calendar(day):
    assert not JERUSALEM.is_working_day(day)


def test_a_holiday_of_one_is_no_joint_day():
    assert TOKYO.is_working_day(date(2026, 4, 2))
    assert not BOTH.is_working_day(date(2026, 4, 2))


def test_adding_days_passes_over_weekend_and_holiday():
    assert TOKYO.add_working_days(date(2026, 4, 28), 1) == date(2026, 4, 30)
    assert TOKYO.add_working_days(date(2026, 5, 1), 1) == date(2026, 5, 7)
    assert JERUSALEM.add_working_days(date(2026, 6, 4), 1) == date(2026, 6, 7)
    assert BOTH.add_working_days(date(2026, 6, 4), 1) == date(2026, 6, 8)
    assert TOKYO.add_working_days(date(2026, 6, 6), 0) == date(2026, 6, 6)


def test_due_is_the_end_of_the_day_across_the_change_to_summer_time():
    before = datetime(2026, 3, 25, 9, 0, tzinfo=UTC)  # Wednesday; the clock changes on Friday the 27th at 02:00
    assert JERUSALEM.due(before, 1) == datetime(2026, 3, 26, 21, 59, 59, tzinfo=UTC)
    assert JERUSALEM.due(before, 2) == datetime(2026, 3, 29, 20, 59, 59, tzinfo=UTC)


def test_due_counts_from_the_date_in_the_official_zone():
    late = datetime(2026, 6, 1, 16, 0, tzinfo=UTC)  # already Tuesday in Tokyo
    assert TOKYO.due(late, 1) == datetime(2026, 6, 3, 14, 59, 59, tzinfo=UTC)
    assert JERUSALEM.due(late, 1) == datetime(2026, 6, 2, 20, 59, 59, tzinfo=UTC)


def test_instants_and_dates_are_both_taken():
    start = datetime(2026, 6, 1, 9, 0, tzinfo=timezone(timedelta(hours=3)))
    assert JERUSALEM.add_working_days(start, 3) == JERUSALEM.due(start, 3)
    assert JERUSALEM.due(start, 3).tzinfo == UTC
    with pytest.raises(ValueError, match="zone"):
        TOKYO.due(datetime(2026, 6, 1), 1)  # noqa: DTZ001
    with pytest.raises(ValueError, match="forward"):
        TOKYO.add_working_days(date(2026, 6, 1), -1)


def test_joint_due_ends_where_the_day_ends_last():
    assert BOTH.due(datetime(2026, 6, 1, 9, 0, tzinfo=UTC), 1) == datetime(2026, 6, 2, 20, 59, 59, tzinfo=UTC)


def test_a_country_without_a_list_has_its_weekend_alone():
    assert TOKYO.knows_holidays
    assert not NOWHERE.knows_holidays
    assert NOWHERE.is_working_day(date(2026, 1, 1))
    assert not NOWHERE.is_working_day(date(2026, 1, 3))


def test_a_week_without_working_days_is_refused():
    with pytest.raises(ValueError, match="working"):
        WorkingCalendar("XX", frozenset(range(7)), "UTC")
    with pytest.raises(ValueError, match="common"):
        joint(WorkingCalendar("XX", frozenset({0, 1, 2, 3}), "UTC"), WorkingCalendar("XX", frozenset({4, 5, 6}), "UTC"))


@given(start=st.dates(date(2020, 1, 1), date(2090, 1, 1)), n=st.integers(0, 60))
def test_counting_between_undoes_adding(start, n):
    for calendar in (TOKYO, JERUSALEM, BOTH):
        end = calendar.add_working_days(start, n)
        assert calendar.working_days_between(start, end) == n
        assert calendar.working_days_between(end, start) == -n
        assert n == 0 or calendar.is_working_day(end)
