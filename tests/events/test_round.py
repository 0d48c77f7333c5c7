"""The round of meetings: what is planned is valid and never overlaps, over both kinds of meeting; what no longer fits is told."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from sqlalchemy import func, select

from app.core.errors import NotAllowed, Refused, WrongState
from app.core.outbox import Owed
from app.events import reading, services
from app.events.enums import EventMeetingState as M
from app.events.enums import EventState as S
from app.events.enums import PlanState as L
from app.events.enums import RequestState as R
from app.events.enums import Unfit
from app.events.models import EventMeeting, MeetingPlan, PlannedRequest
from app.events.slots import Hours, halves, slots_of
from app.partnering.enums import IntroductionState
from app.partnering.meetings.availability import free_times
from app.partnering.models import MeetingSlot
from app.partnering.services import meeting as introduction_meetings


def rows_of(session, plan):
    return session.scalars(select(PlannedRequest).where(PlannedRequest.plan_id == plan.id).order_by(PlannedRequest.id)).all()


def meetings(session):
    return session.scalars(select(EventMeeting).order_by(EventMeeting.id)).all()


def assert_valid(session, event):
    """Nobody is in two places, no table is taken twice, limits and absences are kept, and the time is taken in the one table for all."""
    spans = {span.start: span for span in slots_of(event)}
    standing = [one for one in meetings(session) if one.state == M.CONFIRMED and one.event_id == event.id]
    taken, seats, number = set(), set(), {}
    for one in standing:
        assert spans[one.starts_at].end == one.ends_at
        assert 1 <= one.table_number <= event.tables
        assert (one.starts_at, one.table_number) not in seats
        seats.add((one.starts_at, one.table_number))
        for participant in one.participants:
            assert one.starts_at not in {absence.starts_at for absence in participant.absences}
            number[participant.id] = number.get(participant.id, 0) + 1
            for half in halves(one.starts_at, one.ends_at):
                assert (participant.person_id, half) not in taken
                taken.add((participant.person_id, half))
    assert all(count <= event.meeting_limit for count in number.values())
    here = select(EventMeeting.id).where(EventMeeting.event_id == event.id)
    stored = session.execute(select(MeetingSlot.person_id, MeetingSlot.starts_at).where(MeetingSlot.event_meeting_id.in_(here)))
    assert {tuple(row) for row in stored} == taken


wishes = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 3), st.booleans()), min_size=1, max_size=9)


def test_a_confirmed_plan_is_valid_whatever_is_wished(make, session):
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(
        wished=wishes, tables=st.integers(1, 2), limit=st.integers(1, 3), half_hours=st.integers(1, 2), away=st.sets(st.integers(0, 2), max_size=2),
        busy=st.sets(st.integers(0, 2), max_size=2),
    )
    def check(wished, tables, limit, half_hours, away, busy):
        event = make.event(tables=tables, meeting_limit=limit, half_hours=half_hours)
        people = [make.participant(event, away=tuple(away) if place == 0 else ()) for place in range(5)]
        for slot in busy:
            taken = {"person_id": people[1].person_id, "starts_at": slots_of(event)[slot].start, "meeting_id": elsewhere.id}
            session.execute(MeetingSlot.__table__.insert().values(taken))
        for one, other, priority, mutual in wished:
            try:
                request = make.wish(people[one], people[other], priority=priority)
            except (Refused, NotAllowed):
                continue
            if mutual:
                services.want_meeting(request, by=people[other].person)
        try:
            plan = make.event_plan(event, L.CONFIRMED)
        except Refused:
            return
        seen.append(sum(1 for one in meetings(session) if one.event_id == event.id))
        assert plan.state == L.CONFIRMED
        assert all(row.unfit is None for row in rows_of(session, plan))
        assert_valid(session, event)
        left = [row for row in rows_of(session, plan) if row.starts_at is None]
        assert all(len(reading.reasons(row)) > 1 for row in left)

    elsewhere, seen = make.meeting(), []
    check()
    assert max(seen) > 1


def test_what_is_planned_waits_for_the_organiser_and_then_becomes_meetings(make, session):
    event = make.event()
    one, other = make.pair(event)
    request = make.wish(one, other, R.WANTED, priority=3)
    plan = make.event_plan(event)
    (row,) = rows_of(session, plan)
    assert (plan.state, plan.value, plan.bound, row.weight, row.table_number) == (L.PROPOSED, 6, 6, 6, 1)
    assert row.starts_at == slots_of(event)[0].start
    assert meetings(session) == []
    with pytest.raises(NotAllowed):
        services.confirm_plan(plan, by=one.person)
    services.confirm_plan(plan, by=make.organiser(event))
    make.run_worker()
    (meeting,) = meetings(session)
    assert (plan.state, request.state, meeting.starts_at, meeting.table_number) == (L.CONFIRMED, R.PLACED, row.starts_at, 1)
    assert event.planned_at
    assert_valid(session, event)


def test_a_later_plan_never_moves_what_is_confirmed(make, session):
    event = make.event(tables=1)
    first = make.event_meeting(event_=event)
    stood = (first.starts_at, first.table_number)
    third = make.participant(event, country="IL")
    make.wish(first.asker, third, R.WANTED, priority=3)
    make.event_plan(event, L.CONFIRMED)
    assert (first.starts_at, first.table_number, first.state) == (*stood, M.CONFIRMED)
    assert sorted(one.starts_at for one in meetings(session)) == [span.start for span in slots_of(event)[:2]]
    assert_valid(session, event)


def test_a_meeting_of_an_introduction_takes_time_at_the_event_and_the_other_way_round(make, session):
    introduction = make.introduction(IntroductionState.ACCEPTED)
    agreed = make.meeting("draft", introduction=introduction, half_hours=1)
    person, first = make.asker(introduction), make.free(agreed, 1)[0]
    local = first.astimezone(ZoneInfo("Asia/Tokyo"))
    hours = Hours(local.date(), local.time(), (local + timedelta(hours=2)).time())
    event = make.event(half_hours=2, days=[hours], registration_closes_at=first - timedelta(hours=1))
    introduction_meetings.request_meeting(agreed, starts=[first], by=person)
    introduction_meetings.accept_time(agreed, start=first, by=make.owner(introduction))
    make.wish(make.participant(event, organisation=introduction.organisation, person=person), make.participant(event))
    make.event_plan(event, L.CONFIRMED)
    (meeting,) = meetings(session)
    assert meeting.starts_at == slots_of(event)[1].start
    unasked = make.meeting(introduction=introduction, half_hours=1)
    free = free_times(unasked, first - timedelta(minutes=1), 8)
    assert not {first, *halves(meeting.starts_at, meeting.ends_at)} & set(free)
    with pytest.raises(Refused, match="another meeting"):
        introduction_meetings.request_meeting(unasked, starts=[meeting.starts_at], by=person)


def test_what_no_longer_fits_is_named_and_the_rest_is_arranged(make, session):
    event = make.event(tables=6)
    pairs = [make.pair(event) for _ in range(5)]
    requests = [make.wish(*pair) for pair in pairs]
    plan = make.event_plan(event)
    slot = slots_of(event)[0]
    services.decline_request(requests[0], by=pairs[0][1].person)
    services.withdraw(pairs[1][0], by=pairs[1][0].person)
    services.change_presence(pairs[2][1], present=[slots_of(event)[5].start], by=pairs[2][1].person)
    elsewhere = make.meeting("draft", half_hours=1)
    session.execute(MeetingSlot.__table__.insert().values(person_id=pairs[3][0].person_id, starts_at=slot.start, meeting_id=elsewhere.id))
    services.confirm_plan(plan, by=make.organiser(event))
    make.run_worker()
    found = {row.request_id: row.unfit for row in rows_of(session, plan)}
    assert [found[request.id] for request in requests] == [Unfit.REQUEST_ENDED, Unfit.REQUEST_ENDED, Unfit.AWAY, Unfit.BUSY, None]
    assert [request.state for request in requests] == [R.DECLINED, R.LAPSED, R.ASKED, R.ASKED, R.PLACED]
    assert_valid(session, event)


def test_fewer_tables_and_meetings_than_were_planned(make, session):
    event = make.event(tables=3)
    for _ in range(3):
        make.wish(*make.pair(event))
    plan = make.event_plan(event)
    event.tables = 1
    services.confirm_plan(plan, by=make.organiser(event))
    make.run_worker()
    assert sorted(str(row.unfit) for row in rows_of(session, plan)) == ["None", "no_table", "no_table"]
    assert_valid(session, event)


def test_every_reason_and_the_cost_is_told(make, session):
    event = make.event(tables=1, meeting_limit=1)
    one, other, third = make.participant(event), make.participant(event, country="IL"), make.participant(event, country="IL")
    make.wish(one, other, R.WANTED, priority=3)
    make.wish(one, third, priority=1)
    nobody = make.participant(event, away=(0, 1, 2, 3, 4)), make.participant(event, away=(5,))
    make.wish(*nobody)
    plan = make.event_plan(event)
    said = [" ".join(reading.reasons(row)) for row in rows_of(session, plan) if row.starts_at is None]
    assert re.search(rf"{one.person.name}.* has 1 meetings of at most 1\. Meetings of the weight 6 would have to give way to it; its own is 1", said[0])
    assert said[1] == "No slot that is still to come is free for both. No planned meeting could give way to it."


def test_one_plan_at_a_time_and_none_without_requests(make, session):
    event = make.event()
    by = make.organiser(event)
    with pytest.raises(Refused, match="no open requests"):
        services.order_plan(event, by=by)
    make.wish(*make.pair(event))
    plan = services.order_plan(event, by=by)
    with pytest.raises(Refused, match="under way"):
        services.order_plan(event, by=by)
    services.discard_plan(plan, by=by)
    make.run_worker()
    assert (plan.state, rows_of(session, plan)) == (L.DISCARDED, [])
    assert services.order_plan(event, by=by).state == L.QUEUED


def test_a_plan_of_a_round_that_is_over_is_not_confirmed(make, session):
    event = make.event()
    make.wish(*make.pair(event))
    plan = make.event_plan(event)
    services.postpone(event, by=make.organiser(event), comment="The hall is flooded.")
    assert plan.state == L.DISCARDED
    with pytest.raises(WrongState):
        services.confirm_plan(plan, by=make.organiser(event))
    assert make.session.scalar(select(func.count()).select_from(MeetingPlan)) == 1


def test_requests_are_between_participants_of_different_organisations(make):
    event = make.event()
    one, other = make.pair(event)
    colleague = make.participant(event, organisation=one.organisation)
    with pytest.raises(Refused, match="own organisation"):
        make.wish(one, colleague)
    with pytest.raises(Refused, match="what the meeting is about"):
        make.wish(one, other, subject=" ")
    with pytest.raises(Refused, match="how important"):
        make.wish(one, other, priority=4)
    request = make.wish(one, other)
    with pytest.raises(Refused, match="asked this participant already"):
        make.wish(one, other)
    with pytest.raises(Refused, match="has asked you already"):
        make.wish(other, one)
    with pytest.raises(NotAllowed):
        services.want_meeting(request, by=one.person)
    services.decline_request(request, by=other.person)
    make.event_meeting(event_=event)
    assert make.wish(other, one).state == R.ASKED
    stranger = make.participant(make.event())
    with pytest.raises(NotAllowed):
        services.ask_for_meeting(stranger, subject="Cold", priority=1, language="en", by=one.person)


def test_both_get_the_invitation_and_the_cancellation_on_their_clocks(make, session):
    event = make.event()
    one, other = make.pair(event)
    one.person.language, one.person.time_zone = "ja", "Asia/Tokyo"
    other.person.language, other.person.time_zone = "he", "Asia/Jerusalem"
    make.wish(one, other, R.PLACED)
    (meeting,) = meetings(session)
    services.cancel_meeting(meeting, by=other.person, comment="I am ill.")
    assert session.scalar(select(func.count()).select_from(MeetingSlot)) == 0
    kinds = ("event_meeting.invitation", "event_meeting.cancellation")
    sent = [row.payload for row in session.scalars(select(Owed).where(Owed.payload["kind"].astext.in_(kinds)).order_by(Owed.id))]
    assert [(one["kind"], one["person_id"]) for one in sent] == [(kind, person) for kind in kinds for person in (one.person_id, other.person_id)]
    read = [IcsCalendarStream.calendar_from_ics(one["calendar"]["text"]) for one in sent]
    assert [calendar.method for calendar in read] == ["REQUEST", "REQUEST", "CANCEL", "CANCEL"]
    found = [calendar.events[0] for calendar in read]
    assert {one.uid for one in found} == {meeting.uid}
    assert [one.sequence for one in found] == [0, 0, 1, 1]
    assert all(one.dtstart == meeting.starts_at and one.dtend == meeting.ends_at for one in found)
    assert all("Sample Hall" in one.location and "1" in one.location for one in found)
    assert other.person.name in found[0].description
    assert one.person.name in found[1].description
    assert "I am ill." in found[3].description


def test_what_became_of_a_meeting_is_said_once_it_has_begun(make, session):
    meeting = make.event_meeting()
    with pytest.raises(Refused, match="not begun"):
        services.record_held(meeting, by=meeting.asker.person)
    with pytest.raises(NotAllowed):
        services.cancel_meeting(meeting, by=make.member(make.organisation()), comment="No.")
    with pytest.raises(Refused):
        services.cancel_meeting(meeting, by=meeting.asker.person)
    make.let_it_be_over(meeting)
    with pytest.raises(Refused, match="begun already"):
        services.cancel_meeting(meeting, by=meeting.asker.person, comment="Too late.")
    with pytest.raises(NotAllowed):
        services.record_held(meeting, by=make.organiser(meeting.event))
    services.record_held(meeting, by=meeting.asked.person)
    assert (meeting.state, meeting.due_at, meeting.event.state) == (M.HELD, None, S.REGISTRATION_OPEN)
