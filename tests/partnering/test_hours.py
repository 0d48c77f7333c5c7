"""Working hours and days off of organisations: what is set, by whom, and which times are offered by it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.enums import Role
from app.core.db import now
from app.core.errors import NotAllowed, Refused, StaleVersion
from app.core.events import Event
from app.partnering import queries
from app.partnering.enums import IntroductionState, MeetingState, Side
from app.partnering.meetings.availability import diaries, free_times, hindrances
from app.partnering.meetings.sides import Hours
from app.partnering.models import DayOff, WorkingDay, WorkingWeek
from app.partnering.services import meeting as services
from tests.partnering.meetings.test_slots import closed

JAPANESE_WEEK = range(5)


@pytest.fixture
def organisation(make):
    make.sample_programme()
    return make.organisation(country="JP")


def path(organisation, end="working-hours"):
    return f"/organisations/{organisation.public_id}/{end}"


def week(version=0, **days):
    """The form as a browser sends it: Monday to Friday, each at its usual hours unless said otherwise."""
    data = {"version": version}
    for number, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday")):
        hours = days.get(name, "09:00-18:00")
        opens, closes = hours.split("-") if hours else ("09:00", "18:00")
        data |= {f"days-{number}-opens": opens, f"days-{number}-closes": closes} | ({f"days-{number}-works": "y"} if hours else {})
    return data


def test_representatives_set_the_week_and_go_back(make, client, session, organisation):
    browser = client(make.speaker(organisation))
    shown = browser.get(path(organisation)).text
    assert all(day in shown for day in ("Monday", "Friday", "Asia/Tokyo"))
    assert "Saturday" not in shown
    assert shown.count('value="09:00"') == 5
    assert browser.send(path(organisation), week(monday="10:30-15:00", wednesday="")).status_code == 302
    stored = queries.get_week(organisation)
    assert {day.weekday: (day.opens, day.closes) for day in stored.days} == {
        0: (630, 900), 1: (540, 1080), 3: (540, 1080), 4: (540, 1080),
    }
    assert 'value="10:30"' in browser.get(path(organisation)).text
    assert browser.send(path(organisation), week(version=stored.version, monday="00:00-24:00")).status_code == 302
    assert queries.get_week(organisation).days[0].closes == 1440
    assert browser.send(path(organisation, "working-hours/reset")).status_code == 302
    assert session.scalars(select(WorkingWeek)).all() == session.scalars(select(WorkingDay)).all() == []


@pytest.mark.parametrize("wrong", ["18:00-09:00", "09:00-09:00", "nine-five", "09:00-25:00", "-18:00", "٠٩:٠٠-١٠:٠٠"])
def test_what_are_no_hours_is_shown_again(make, client, session, organisation, wrong):
    browser = client(make.speaker(organisation))
    answer = browser.send(path(organisation), week(tuesday=wrong))
    assert answer.status_code == 422
    assert "Enter both times" in answer.text
    assert wrong.split("-")[0] in answer.text
    assert session.scalars(select(WorkingWeek)).all() == []


def test_no_day_at_all_and_rows_beyond_the_week_are_refused(make, client, session, organisation):
    browser = client(make.speaker(organisation))
    nothing = browser.send(path(organisation), week(monday="", tuesday="", wednesday="", thursday="", friday=""))
    assert nothing.status_code == 422
    assert "at least one day" in nothing.text
    more = {"days-5-works": "y", "days-5-opens": "09:00", "days-5-closes": "18:00", "days-9-works": "y"}
    assert browser.send(path(organisation), week() | more).status_code == 302
    assert [day.weekday for day in queries.get_week(organisation).days] == list(JAPANESE_WEEK)
    with pytest.raises(Refused):
        services.set_week(organisation, {5: Hours(540, 1080)}, by=make.speaker(organisation))


def test_two_at_once_do_not_overwrite_each_other(make, client, organisation):
    by = make.speaker(organisation)
    services.set_week(organisation, {0: Hours(540, 600)}, by=by, version=0)
    answer = client(by).send(path(organisation), week(version=0))
    assert answer.status_code == 422
    assert "Someone else changed this" in answer.text
    with pytest.raises(StaleVersion):
        services.set_week(organisation, {0: Hours(540, 660)}, by=by, version=99)
    stored = queries.get_week(organisation)
    services.set_week(organisation, {0: Hours(540, 660)}, by=by, version=stored.version)
    assert queries.get_week(organisation).version == stored.version > 1


def test_only_representatives_see_and_change_them(make, client, session, organisation):
    services.set_week(organisation, {0: Hours(540, 600)}, by=make.speaker(organisation))
    day = services.add_day_off(organisation, first=now().date(), last=None, note="Founding day", by=make.speaker(organisation))
    programme = make.sample_programme()
    for person in (
        make.member(organisation, Role.MEMBER), make.member(organisation, Role.SIGNATORY), make.speaker(make.organisation()),
        make.official(programme.parties[0]), make.coordinator(programme), make.administrator(), make.person(),
    ):
        browser = client(person)
        assert browser.get(path(organisation)).status_code == 403
        for end in ("working-hours", "working-hours/reset", "days-off", f"days-off/{day.public_id}/remove"):
            assert browser.send(path(organisation, end), week()).status_code == 403, end
        assert "Founding day" not in browser.get(f"/organisations/{organisation.public_id}").text
        with pytest.raises(NotAllowed):
            services.set_week(organisation, {0: Hours(0, 60)}, by=person)
    other = make.organisation()
    assert client(make.speaker(other)).send(path(other, f"days-off/{day.public_id}/remove")).status_code == 404
    assert session.scalars(select(DayOff)).one() is not None


def test_days_off_are_added_and_removed(make, client, session, organisation):
    browser = client(make.speaker(organisation))
    first = now().date() + timedelta(days=20)
    added = browser.send(path(organisation, "days-off"), {"first": first.isoformat(), "last": "", "note": "Founding day"})
    assert added.status_code == 302
    day = session.scalars(select(DayOff)).one()
    assert (day.first, day.last, day.note) == (first, first, "Founding day")
    assert "Founding day" in browser.get(path(organisation)).text
    for data in (
        {"first": "", "last": ""}, {"first": "tomorrow"}, {"first": first.isoformat(), "last": (first - timedelta(days=1)).isoformat()},
        {"first": first.isoformat(), "last": (first + timedelta(days=400)).isoformat()},
        {"first": (now().date() - timedelta(days=9)).isoformat(), "last": (now().date() - timedelta(days=3)).isoformat()},
    ):
        refused = browser.send(path(organisation, "days-off"), {"note": "Kept words", **data})
        assert refused.status_code == 422, data
        assert "Kept words" in refused.text
    assert browser.send(path(organisation, f"days-off/{day.public_id}/remove")).status_code == 302
    assert session.scalars(select(DayOff)).all() == []


def test_the_history_knows_of_it_without_the_note(make, session, organisation):
    by = make.speaker(organisation)
    services.set_week(organisation, {0: Hours(540, 600)}, by=by)
    services.set_week(organisation, {0: Hours(540, 600)}, by=by)
    day = services.add_day_off(organisation, first=now().date(), last=None, note="Founding day", by=by)
    services.remove_day_off(day, by=by)
    services.reset_week(organisation, by=by)
    session.commit()
    entries = session.scalars(select(Event).where(Event.organisation_id == organisation.id).order_by(Event.seq)).all()
    assert [entry.kind for entry in entries] == ["working_hours.set", "day_off.add", "day_off.remove", "working_hours.reset"]
    assert all("Founding" not in str(entry.data) for entry in entries)


@pytest.mark.parametrize("make_row", [
    lambda week: WorkingDay(week_id=week.id, weekday=7, opens=0, closes=60), lambda week: WorkingDay(week_id=week.id, weekday=0, opens=60, closes=60),
    lambda week: WorkingDay(week_id=week.id, weekday=0, opens=0, closes=1441), lambda week: WorkingWeek(organisation_id=week.organisation_id),
    lambda week: DayOff(organisation_id=week.organisation_id, first=date(2027, 1, 2), last=date(2027, 1, 1), added_by_id=1),
])
def test_impossible_rows_are_not_stored(make, session, organisation, make_row):
    stored = WorkingWeek(organisation_id=organisation.id)
    session.add(stored)
    session.flush()
    session.add(make_row(stored))
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.fixture
def meeting(make):
    return make.meeting(MeetingState.DRAFT, introduction=make.introduction(IntroductionState.ACCEPTED), half_hours=1)


def test_the_usual_hours_hold_until_others_are_set(make, meeting):
    owner, asker = diaries(meeting)
    for side in (owner, asker):
        assert side.week is None
        assert side.away == ()
        assert (side.hours.opens, side.hours.closes) == (540, 1080)


def local_times(meeting, organisation):
    zone = ZoneInfo(diaries(meeting)[0 if organisation.id == meeting.introduction.organisation_id else 1].calendar.time_zone)
    return [start.astimezone(zone) for start in free_times(meeting, now(), 200)]


def test_offered_times_follow_the_hours_and_days_off(make, meeting):
    ours = meeting.organisation_of(Side.OWNER)
    by = make.speaker(ours)
    before = local_times(meeting, ours)
    wide = {day: Hours(9 * 60, 18 * 60) for day in sorted(services.working_weekdays(ours))}
    chosen = before[0].weekday()
    services.set_week(ours, {day: hours for day, hours in wide.items() if day != chosen}, by=by)
    after = local_times(meeting, ours)
    assert chosen not in {time.weekday() for time in after}
    assert set(after) & set(before) == {time for time in before if time.weekday() != chosen} & set(after)
    late = {**wide, chosen: Hours(16 * 60, 18 * 60)}
    services.set_week(ours, late, by=by)
    assert all(time.hour >= 16 for time in local_times(meeting, ours) if time.weekday() == chosen)
    services.set_week(ours, wide, by=by)
    assert local_times(meeting, ours) == before
    day = before[0].date()
    services.add_day_off(ours, first=day, last=day + timedelta(days=2), note="Stocktaking", by=by)
    assert {time.date() for time in local_times(meeting, ours)} & {day, day + timedelta(days=1), day + timedelta(days=2)} == set()


def test_the_other_side_reads_that_it_is_outside_the_hours_and_no_more(make, client, meeting):
    ours = meeting.organisation_of(Side.OWNER)
    by = make.speaker(ours)
    start = free_times(meeting, now() + timedelta(days=3), 1)[0]
    zone = ZoneInfo(diaries(meeting)[1].calendar.time_zone)
    services.add_day_off(ours, first=start.astimezone(zone).date(), last=None, note="Stocktaking", by=by)
    assert list(hindrances(meeting, [start])) == [start]
    words = hindrances(meeting, [start])[start]
    assert "outside its hours" in words
    assert "day off" not in words
    asker = client(make.asker(meeting.introduction))
    for page in ("", "/times"):
        text = asker.get(f"/meetings/{meeting.public_id}{page}").text
        assert "Stocktaking" not in text
        assert path(ours) not in text


def test_offered_times_that_are_free_no_more_are_told(make, client, session):
    meeting = make.meeting(MeetingState.REQUESTED)
    theirs = meeting.organisation_of(Side.ASKER)
    zone = ZoneInfo(diaries(meeting)[0].calendar.time_zone)
    start = meeting.times[0].starts_at
    services.add_day_off(theirs, first=start.astimezone(zone).date(), last=None, note=None, by=make.speaker(theirs))
    with pytest.raises(Refused):
        services.accept_time(meeting, start=start, by=make.owner(meeting.introduction))


HOURS = st.tuples(st.integers(0, 95), st.integers(1, 96)).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: Hours(pair[0] * 15, pair[1] * 15))


def works(minute, calendar, hours, away, holidays):
    """Whether a minute is working time, from the rules alone."""
    local = minute.astimezone(ZoneInfo(calendar.time_zone))
    own = hours.get(local.weekday())
    if local.weekday() in calendar.weekend or local.date() in holidays or own is None:
        return False
    return own.opens <= local.hour * 60 + local.minute < own.closes and not any(first <= local.date() <= last for first, last in away)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.dictionaries(st.sampled_from(list(JAPANESE_WEEK)), HOURS, min_size=1, max_size=5),
    away=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4)), max_size=2),
)
def test_stored_hours_are_those_of_a_walk_through_every_minute(make, session, meeting, days, away):
    """The side whose week and days off are stored works in exactly the minutes that the rules give."""
    ours = meeting.organisation_of(Side.OWNER)
    by = make.speaker(ours)
    with session.begin_nested() as stored:
        services.set_week(ours, days, by=by)
        begin = (now() + timedelta(days=1)).date()
        spans = [(begin + timedelta(days=start), begin + timedelta(days=start + more)) for start, more in away]
        for first, last in spans:
            services.add_day_off(ours, first=first, last=last, note=None, by=by)
        side = diaries(meeting)[1]
        stored.rollback()
    session.expire_all()
    end = begin + timedelta(days=10)
    found = side.working(begin, end)
    holidays = closed("JP", begin.year) | closed("JP", end.year)
    zone = ZoneInfo(side.calendar.time_zone)
    minute = datetime.combine(begin, datetime.min.time(), zone).astimezone(UTC)
    stop = datetime.combine(end + timedelta(days=1), datetime.min.time(), zone).astimezone(UTC)
    while minute < stop:
        inside = any(span.start <= minute < span.end for span in found)
        assert inside == works(minute, side.calendar, days, spans, holidays), minute
        minute += timedelta(minutes=5)
