"""Events from state to state: who may, what both countries must agree to, what happens to those who take part."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from app.accounts.enums import Role
from app.core.db import now
from app.core.errors import NotAllowed, Refused, WrongState
from app.core.events import Event
from app.core.outbox import Owed
from app.events import policy, queries, services, tasks
from app.events.enums import EventMeetingState as M
from app.events.enums import EventState as S
from app.events.enums import ParticipantState as P
from app.events.enums import PlanState as L
from app.events.enums import RequestState as R
from app.events.models import EventMeeting
from app.events.slots import Hours, slots_of, slots_on
from app.partnering.models import MeetingSlot
from tests.factories.events import values_of

DAY = (now() + timedelta(days=30)).date()


def told(session, kind):
    rows = session.scalars(select(Owed).where(Owed.payload["kind"].astext == kind))
    return {row.payload["person_id"] for row in rows}


@pytest.mark.parametrize("state", list(S))
def test_an_event_reaches_every_state(make, state):
    event = make.event(state)
    assert event.state == state
    assert (event.due_at is None) == (state in {S.ARCHIVED, S.CANCELLED})


def test_officers_and_coordinators_organise_and_nobody_else(make):
    programme = make.sample_programme()
    first, second = programme.parties
    event = make.event(S.DRAFT, programme=programme)
    joint = make.event(S.DRAFT, programme=programme, joint=True)
    for person, own, both in (
        (make.coordinator(programme), True, True), (make.officer(first), True, True), (make.officer(second), False, True),
        (make.decider(first), False, False), (make.member(make.organisation()), False, False), (make.administrator(), False, False),
    ):
        assert (policy.organises(person, event), policy.organises(person, joint)) == (own, both)
        assert (queries.get_event(person, lock=False, public_id=event.public_id) is not None) == own
        if not own:
            with pytest.raises(NotAllowed):
                services.create_event(programme, values=values_of(party=first), by=person)


def test_a_joint_event_is_published_when_both_countries_agreed(make, session):
    event = make.event(S.DRAFT, joint=True)
    first, second = event.programme.parties
    one, colleague, other = make.officer(first), make.officer(first), make.officer(second)
    with pytest.raises(NotAllowed):
        services.publish(event, by=one)
    services.ask_both(event, by=one)
    assert told(session, "programme_event.ask_both") == {other.id}
    assert event.missing == [second]
    with pytest.raises(NotAllowed):
        services.agree(event, by=colleague)
    with pytest.raises(NotAllowed):
        services.agree(event, by=make.coordinator(event.programme))
    services.agree(event, by=other)
    assert event.state == S.PUBLISHED
    assert event.published_at


def test_a_joint_event_that_is_sent_back_needs_both_again(make):
    event = make.event(S.AWAITING_BOTH)
    first, second = event.programme.parties
    services.agree(event, by=make.officer(first))
    assert event.state == S.AWAITING_BOTH
    with pytest.raises(Refused):
        services.send_back(event, by=make.officer(second))
    services.send_back(event, by=make.officer(second), comment="Not in that week.")
    assert event.state == S.DRAFT
    services.ask_both(event, by=make.coordinator(event.programme))
    assert event.missing == [first, second]


def test_slots_follow_the_clock_of_the_event():
    days = [Hours(DAY, time(13), time(14, 45)), Hours(DAY - timedelta(days=1), time(9), time(10))]
    spans = slots_on(days, "Asia/Jerusalem", 1)
    local = [span.start.astimezone(ZoneInfo("Asia/Jerusalem")).time() for span in spans]
    assert local == [time(9), time(9, 30), time(13), time(13, 30), time(14)]
    assert [span.end - span.start for span in slots_on(days, "Asia/Jerusalem", 2)] == [timedelta(hours=1)] * 2


@pytest.mark.parametrize(("values", "message"), [
    ({"days": []}, "at least one day"),
    ({"days": [Hours(DAY, time(9), time(9))]}, "end after it begins"),
    ({"days": [Hours(DAY, time(9), time(9, 20))]}, "too short"),
    ({"days": [Hours(DAY, time(9, 10), time(12))]}, "full and half hours"),
    ({"days": [Hours(DAY, time(9), time(12)), Hours(DAY, time(13), time(15))]}, "stands twice"),
    ({"registration_closes_at": datetime(2100, 1, 1, tzinfo=UTC)}, "close before the first slot"),
])
def test_an_event_that_contradicts_itself_is_refused(make, values, message):
    programme = make.sample_programme()
    with pytest.raises(Refused, match=message):
        services.create_event(programme, values=values_of(party=programme.parties[0], **values), by=make.coordinator(programme))


def test_the_days_of_a_published_event_stay_and_the_rest_may_change(make):
    event = make.event()
    by = make.organiser(event)
    other = Hours(DAY + timedelta(days=30), time(10), time(12))
    same = [Hours(day.day, day.opens, day.closes) for day in event.days]
    with pytest.raises(Refused, match="Postpone it"):
        services.edit_event(event, values=values_of(days=[other]), by=by)
    closes = event.registration_closes_at - timedelta(days=1)
    services.edit_event(event, values=values_of(days=same, tables=9, registration_closes_at=closes), by=by)
    assert (event.tables, event.due_at) == (9, closes)
    with pytest.raises(NotAllowed):
        services.edit_event(make.event(S.RUNNING), values=values_of(), by=by)


def test_a_postponed_event_gives_time_back_and_is_taken_up_with_new_days(make, session):
    event = make.event()
    meeting = make.event_meeting(event_=event)
    request, by = meeting.request, make.organiser(event)
    session.execute(Owed.__table__.delete())
    services.postpone(event, by=by, comment="The hall is flooded.")
    session.expire_all()
    assert (event.state, meeting.state, request.state) == (S.POSTPONED, M.CANCELLED, R.ASKED)
    assert session.scalar(select(func.count()).select_from(MeetingSlot)) == 0
    both = {one.person_id for one in meeting.participants}
    assert told(session, "event_meeting.cancellation") == both == told(session, "programme_event.postpone")
    services.edit_event(event, values=values_of(days=[Hours(DAY + timedelta(days=60), time(10), time(12))]), by=by)
    services.resume(event, by=by)
    assert event.state == S.PUBLISHED
    services.open_registration(event, by=by)
    make.event_plan(event, L.CONFIRMED)
    again = session.scalars(select(EventMeeting).where(EventMeeting.state == M.CONFIRMED)).one()
    assert again.starts_at == slots_of(event)[0].start


def test_a_joint_event_with_new_days_needs_both_countries_again(make):
    event = make.event(S.POSTPONED, joint=True)
    services.resume(event, by=make.organiser(event))
    assert (event.state, len(event.missing)) == (S.AWAITING_BOTH, 2)
    services.take_back(event, by=make.organiser(event))
    assert event.state == S.POSTPONED


def test_a_cancelled_event_cancels_its_meetings_and_ends_its_requests(make, session):
    event = make.event()
    meeting = make.event_meeting(event_=event)
    open_one = make.wish(*make.pair(event))
    plan = make.event_plan(event)
    services.cancel_event(event, by=make.organiser(event), comment="Nobody comes.")
    session.expire_all()
    assert (meeting.state, open_one.state, plan.state) == (M.CANCELLED, R.LAPSED, L.DISCARDED)
    with pytest.raises(WrongState):
        services.open_registration(event, by=make.organiser(event))


def test_time_closes_begins_ends_and_archives(make, session):
    event = make.event()
    request = make.wish(*make.pair(event))
    for name, state in (("registration_closes_at", S.REGISTRATION_CLOSED), ("first_at", S.RUNNING), ("last_at", S.ENDED)):
        event.due_at = now() - timedelta(minutes=1)
        session.commit()
        assert tasks.run_clock() == 1
        session.expire_all()
        assert event.state == state, name
    assert request.state == R.LAPSED
    assert event.due_at > now() + timedelta(days=20)
    kinds = set(session.scalars(select(Event.kind).where(Event.programme_event_id == event.id)))
    assert {"programme_event.close_registration", "programme_event.begin", "programme_event.end", "event_request.lapse"} <= kinds


def test_registration_is_for_people_of_verified_organisations_of_the_programme(make):
    event = make.event()
    unverified, foreign = make.organisation(state="declared"), make.organisation(country="FR")
    for organisation in (unverified, foreign):
        person = make.member(organisation)
        assert not policy.registers(person, event)
        with pytest.raises(Refused, match="verified"):
            services.register(event, organisation=organisation, present=[slots_of(event)[0].start], by=person)
    own = make.organisation()
    person = make.member(own, Role.MEMBER)
    with pytest.raises(Refused, match="at least one slot"):
        services.register(event, organisation=own, present=[], by=person)
    with pytest.raises(Refused, match="slots have changed"):
        services.register(event, organisation=own, present=[now()], by=person)
    registered = services.register(event, organisation=own, present=[slots_of(event)[1].start], by=person)
    assert (registered.state, len(registered.absences)) == (P.CONFIRMED, 5)
    with pytest.raises(Refused, match="already"):
        services.register(event, organisation=own, present=[slots_of(event)[1].start], by=person)
    services.withdraw(registered, by=person)
    assert services.register(event, organisation=own, present=[slots_of(event)[1].start], by=person).id != registered.id


@pytest.mark.parametrize("state", sorted(set(S) - {S.REGISTRATION_OPEN}))
def test_nobody_registers_while_the_registration_is_not_open(make, state):
    event = make.event(state)
    person = make.member(organisation := make.organisation())
    assert not policy.registers(person, event)
    with pytest.raises(WrongState):
        services.register(event, organisation=organisation, present=[span.start for span in slots_of(event)], by=person)


def test_a_moderated_registration_is_decided_by_the_organiser(make, session):
    event = make.event()
    waiting = make.participant(event, P.PENDING)
    assert make.organiser(event).id in told(session, "event_participant.apply")
    beside = make.participant(event)
    assert not policy.asks(beside.person, waiting)
    assert not policy.takes_part(waiting.person, event)
    with pytest.raises(NotAllowed):
        services.confirm_registration(waiting, by=beside.person)
    services.confirm_registration(waiting, by=make.organiser(event))
    assert policy.takes_part(waiting.person, event)
    rejected = make.participant(event, P.REJECTED)
    assert rejected.reason
    assert not policy.registers(rejected.person, event)


def test_whoever_leaves_frees_the_time_of_both_and_drops_requests(make, session):
    event = make.event()
    meeting = make.event_meeting(event_=event)
    one, other = meeting.participants
    third = make.participant(event, country="IL")
    request = make.wish(one, third)
    session.execute(Owed.__table__.delete())
    services.withdraw(one, by=one.person)
    session.expire_all()
    assert (one.state, meeting.state, request.state) == (P.WITHDRAWN, M.CANCELLED, R.LAPSED)
    assert session.scalar(select(func.count()).select_from(MeetingSlot)) == 0
    assert told(session, "event_request.drop") == {third.person_id}
    assert told(session, "event_meeting.cancellation") == {one.person_id, other.person_id}


def test_presence_changes_but_not_under_a_confirmed_meeting(make, session):
    meeting = make.event_meeting()
    one = meeting.asker
    starts = [span.start for span in slots_of(meeting.event)]
    assert meeting.starts_at == starts[0]
    services.change_presence(one, present=starts[:2], by=one.person)
    assert len(one.absences) == 4
    with pytest.raises(Refused, match="Cancel the meeting first"):
        services.change_presence(one, present=starts[1:], by=one.person)
    with pytest.raises(NotAllowed):
        services.change_presence(one, present=starts, by=meeting.asked.person)
