"""Each row of the table of meetings: from which state, by whom, on which condition; and nothing besides it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.accounts.enums import Role
from app.core.db import now
from app.core.errors import NotAllowed, Refused, StaleVersion, WrongState
from app.core.events import Event
from app.core.outbox import Owed
from app.partnering.enums import IntroductionState, MeetingOutcome, Side
from app.partnering.enums import MeetingState as S
from app.partnering.meetings.availability import free_times
from app.partnering.meetings.workflow import MEETING
from app.partnering.models import MeetingSlot
from app.partnering.services import introducing
from app.partnering.services import meeting as services
from tests.factories.meetings import DETAILS

TABLE = {
    (None, "write", S.DRAFT), (S.DRAFT, "request", S.REQUESTED), (S.REQUESTED, "counter_propose", S.COUNTER_PROPOSED),
    *((state, action, target) for state in (S.REQUESTED, S.COUNTER_PROPOSED) for action, target in (
        ("accept", S.ACCEPTED), ("decline", S.DECLINED), ("lapse", S.LAPSED), ("withdraw", S.WITHDRAWN),
    )),
    (S.ACCEPTED, "reschedule", S.RESCHEDULING), (S.RESCHEDULING, "accept", S.ACCEPTED),
    *((state, "cancel", S.CANCELLED) for state in (S.ACCEPTED, S.RESCHEDULING)), (S.ACCEPTED, "hold", S.HELD), (S.ACCEPTED, "miss", S.NO_SHOW),
}
"""`workflows.md` § 3, "Meeting"."""
ADDED = {(S.DRAFT, "discard", S.WITHDRAWN), (S.RESCHEDULING, "keep", S.ACCEPTED)}
"""So that neither a draft nor a proposal to move a meeting is a dead end."""
BY_REQUESTER = {"request", "discard", "withdraw"}
BY_OTHER = {"counter_propose", "accept", "decline"}


def test_the_table_is_that_of_the_specification():
    assert {(source, row.action, target) for row in MEETING.transitions for source, target in row.steps()} == TABLE | ADDED


@pytest.mark.parametrize("state", list(S))
def test_every_state_is_reached(make, session, state):
    meeting = make.meeting(state)
    session.commit()
    assert meeting.state == state


@pytest.mark.parametrize("state", list(S))
def test_who_may_what(make, state):
    meeting = make.meeting(state)
    people = {Side.ASKER: make.asker(meeting.introduction), Side.OWNER: make.owner(meeting.introduction)}
    for side, person in people.items():
        may = {row.action for row in MEETING.transitions if row.sources and MEETING.can(row.action, meeting, person)}
        open_here = {row.action for row in MEETING.transitions if state in row.sources and row.action != "lapse"}
        turned = state == S.COUNTER_PROPOSED
        answers = (side == Side.ASKER) if turned else (side == Side.OWNER)
        wrong = (BY_REQUESTER if side == Side.OWNER else set()) | (set() if answers else BY_OTHER)
        assert may == open_here - wrong
    for stranger in (make.member(meeting.introduction.organisation, Role.MEMBER), make.broker(meeting.introduction), make.coordinator(meeting.introduction.programme)):
        assert not any(MEETING.can(row.action, meeting, stranger) for row in MEETING.transitions)


@pytest.mark.parametrize("state", [S for S in IntroductionState if S not in {"accepted", "in_talks", "under_nda", "converted", "agreed"}])
def test_no_meeting_before_both_know_each_other_or_after_the_end(make, client, state):
    introduction = make.introduction(state, anonymous=True)
    for person in (make.asker(introduction), make.owner(introduction)):
        with pytest.raises(NotAllowed):
            services.write_meeting(introduction, details=DETAILS, by=person)
        assert client(person).get(f"/introductions/{introduction.public_id}/plan-meeting").status_code in {403, 404}


def test_requests_take_nobodys_time_and_an_accepted_one_does(make, session):
    first = make.meeting(S.REQUESTED)
    second = make.meeting(introduction=first.introduction)
    start = first.times[0].starts_at
    services.request_meeting(second, starts=[start], by=make.asker(first.introduction))
    assert session.scalars(select(MeetingSlot)).all() == []
    services.accept_time(second, start=start, by=make.owner(first.introduction))
    assert len(session.scalars(select(MeetingSlot)).all()) == 2 * 2
    with pytest.raises(Refused, match=r"not free any more.*another meeting.*Next free times: "):
        services.accept_time(first, start=start, by=make.owner(first.introduction))
    assert first.state == S.REQUESTED
    assert start not in free_times(first, now(), 60)


def test_only_common_times_that_are_still_to_come_are_offered(make):
    meeting = make.meeting()
    by, start = make.asker(meeting.introduction), make.free(meeting)[0]
    for wanted, said in (
        ([], "at least one"), ([start + timedelta(hours=12)], r"does not suit.*Next free times"), ([start.replace(year=2020)], "has passed"),
        (make.free(meeting, 6), "at most 5"),
    ):
        with pytest.raises(Refused, match=said):
            services.request_meeting(meeting, starts=wanted, by=by)
    assert meeting.state == S.DRAFT


def test_only_an_offered_time_is_accepted(make):
    meeting = make.meeting(S.REQUESTED)
    with pytest.raises(Refused, match="one of the offered"):
        services.accept_time(meeting, start=make.free(meeting, 5)[4], by=make.owner(meeting.introduction))
    with pytest.raises(NotAllowed):
        services.accept_time(meeting, start=meeting.times[0].starts_at, by=make.asker(meeting.introduction))
    with pytest.raises(StaleVersion):
        services.accept_time(meeting, start=meeting.times[0].starts_at, by=make.owner(meeting.introduction), version=meeting.version - 1)


def test_the_old_time_stands_until_the_new_one_is_accepted(make, session):
    meeting = make.meeting(S.RESCHEDULING)
    old, new = meeting.starts_at, meeting.times[-1].starts_at

    def taken():
        return sorted(set(session.scalars(select(MeetingSlot.starts_at))))

    half = timedelta(minutes=30)
    assert taken() == [old, old + half]
    services.keep_time(meeting, by=make.owner(meeting.introduction))
    assert (meeting.state, meeting.starts_at, meeting.sequence) == (S.ACCEPTED, old, 0)
    services.propose_other_time(meeting, starts=[new], by=make.asker(meeting.introduction))
    services.accept_time(meeting, start=new, by=make.owner(meeting.introduction))
    assert (meeting.state, meeting.starts_at, meeting.sequence) == (S.ACCEPTED, new, 1)
    assert taken() == [new, new + half]
    services.cancel_meeting(meeting, by=make.owner(meeting.introduction), comment="We cannot travel.")
    assert (taken(), meeting.sequence) == ([], 2)


def test_a_meeting_is_cancelled_before_and_settled_after_it_began(make):
    meeting = make.meeting(S.ACCEPTED)
    by = make.asker(meeting.introduction)
    with pytest.raises(Refused, match="has not begun"):
        services.record_held(meeting, by=by)
    with pytest.raises(Refused, match="Give a reason"):
        services.cancel_meeting(meeting, by=by)
    make.pass_time(meeting)
    with pytest.raises(Refused, match="has begun"):
        services.cancel_meeting(meeting, by=by, comment="Too late.")
    with pytest.raises(Refused, match="has begun"):
        services.propose_other_time(meeting, starts=make.free(meeting), by=by)


def test_held_leads_to_talks_when_the_other_side_confirms(make):
    meeting = make.meeting(S.HELD)
    introduction = meeting.introduction
    assert (introduction.state, introduction.open_step.on) == (IntroductionState.ACCEPTED, meeting.starts_at.date())
    with pytest.raises(NotAllowed):
        introducing.confirm_step(introduction, by=make.asker(introduction))
    introducing.confirm_step(introduction, by=make.owner(introduction))
    assert introduction.state == IntroductionState.IN_TALKS
    again = make.meeting(S.HELD, introduction=introduction)
    assert again.introduction.open_step is None


def test_planning_a_meeting_is_not_silence(make, session):
    meeting = make.meeting()
    introduction = meeting.introduction
    for act in (
        lambda: services.request_meeting(meeting, starts=make.free(meeting), by=make.asker(introduction)),
        lambda: services.accept_time(meeting, start=meeting.times[0].starts_at, by=make.owner(introduction)),
    ):
        introduction.due_at = now() + timedelta(days=1)
        session.flush()
        act()
        assert introduction.due_at > now() + timedelta(days=80)


def test_which_side_did_not_come(make):
    meeting = make.meeting(S.NO_SHOW)
    assert (meeting.absent, meeting.introduction.open_step) == (Side.OWNER, None)


def test_a_request_lapses_after_five_working_days_of_the_receiver(make, session):
    meeting = make.meeting(S.REQUESTED)
    assert meeting.due_at <= meeting.times[-1].starts_at
    meeting.due_at = now() - timedelta(minutes=1)
    session.commit()
    assert services.run_meeting_clock() == 1
    session.expire_all()
    assert meeting.state == S.LAPSED
    with pytest.raises(WrongState):
        services.accept_time(meeting, start=meeting.times[0].starts_at, by=make.owner(meeting.introduction))


def test_a_proposal_to_move_that_nobody_answers_leaves_the_old_time(make, session):
    meeting = make.meeting(S.RESCHEDULING)
    meeting.due_at = now() - timedelta(minutes=1)
    session.commit()
    assert services.run_meeting_clock() == 1
    session.expire_all()
    assert (meeting.state, meeting.times) == (S.ACCEPTED, [])
    assert meeting.due_at > meeting.ends_at


def test_people_of_a_side(make):
    meeting = make.meeting()
    by = make.asker(meeting.introduction)
    guest = {"name": "見本 花子", "reading": "Mihon Hanako", "title": "部長", "email": "Hanako@Guest.example"}
    own = {"name": by.name, "reading": None, "title": None, "email": by.email.upper()}
    services.name_people(meeting, people=[own, guest], by=by)
    assert [(one.name, one.person_id, one.email) for one in meeting.participants] == [
        (by.name, by.id, by.email.lower()), ("見本 花子", None, "hanako@guest.example"),
    ]
    for rows, said in (([], "Name who"), ([own, own], "stands twice"), ([{**guest, "email": "nobody"}], "needs a name"), ([guest] * 7, "at most 6")):
        with pytest.raises(Refused, match=said):
            services.name_people(meeting, people=rows, by=by)
    with pytest.raises(NotAllowed):
        services.name_people(meeting, people=[own], by=make.owner(meeting.introduction))


def test_people_join_an_agreed_meeting(make, session):
    meeting = make.meeting(S.ACCEPTED)
    introduction, by = meeting.introduction, meeting.participants_of(Side.ASKER)[0].person
    colleague = make.member(introduction.organisation, Role.REPRESENTATIVE)
    own, other = ({"name": one.name, "reading": None, "title": "Dr", "email": one.email} for one in (by, colleague))
    guest = {"name": "Sample Guest", "reading": None, "title": None, "email": "guest@sample.example"}
    with pytest.raises(Refused, match="stays in the list"):
        services.name_people(meeting, people=[other], by=by)
    services.name_people(meeting, people=[own, other, guest], by=by)
    assert meeting.sequence == 1
    taken = [(slot.person_id, slot.starts_at) for slot in meeting.slots]
    assert {(colleague.id, meeting.starts_at), (colleague.id, meeting.starts_at + timedelta(minutes=30))} <= set(taken)
    assert len(taken) == 3 * meeting.half_hours
    second = make.meeting(S.ACCEPTED, introduction=introduction)
    session.add(MeetingSlot(person_id=colleague.id, starts_at=second.starts_at, meeting_id=meeting.id))
    session.commit()
    with pytest.raises(Refused, match="another meeting at that time"):
        services.name_people(second, people=[own, other], by=by)
    session.rollback()
    assert [one.email for one in second.participants_of(Side.ASKER)] == [by.email]


def test_an_agreed_meeting_gets_another_link(make, client, session):
    meeting = make.meeting(S.ACCEPTED)
    path, owner = f"/meetings/{meeting.public_id}", make.owner(meeting.introduction)
    refused = client(owner).send(f"{path}/link", {"version": meeting.version, "join_link": "call me"})
    assert (refused.status_code, "begins with https://" in refused.text, "call me" in refused.text) == (422, True, True)
    link = "https://meet.sample.example/other"
    assert client(owner).send(f"{path}/link", {"version": meeting.version, "join_link": link}).status_code == 302
    assert (meeting.sequence, meeting.join_link) == (1, link)
    last = session.scalars(select(Owed).where(Owed.payload["kind"].astext == "meeting.invitation").order_by(Owed.id.desc())).first()
    assert link in last.payload["calendar"]["text"].replace("\r\n ", "")
    services.change_link(meeting, join_link=link, by=owner)
    assert meeting.sequence == 1
    make.pass_time(meeting)
    with pytest.raises(NotAllowed):
        services.change_link(meeting, join_link=None, by=owner)


def test_notes_are_a_sides_own_until_shared(make, client):
    meeting = make.meeting(S.HELD)
    path, asker, owner = f"/meetings/{meeting.public_id}", make.asker(meeting.introduction), make.owner(meeting.introduction)
    values = {"outcome": "go_on", "text": "They are serious about it."}
    assert client(asker).send(f"{path}/note", {**values, "version": meeting.version}).status_code == 302
    assert "serious about it" in client(asker).get(path).text
    assert "serious about it" not in client(owner).get(path).text
    services.write_note(meeting, outcome=MeetingOutcome.GO_ON, text=values["text"], shared=True, by=asker)
    assert "serious about it" in client(owner).get(path).text
    assert "serious about it" not in client(make.broker(meeting.introduction)).get(path).text


def test_every_step_leaves_an_event(make, session):
    meeting = make.meeting(S.HELD)
    session.commit()
    kinds = set(session.scalars(select(Event.kind).where(Event.introduction_id == meeting.introduction.id, Event.kind.like("meeting.%"))))
    assert kinds == {"meeting.write", "meeting.request", "meeting.accept", "meeting.hold"}


@pytest.mark.parametrize("statement", [
    "UPDATE meeting SET state = 'cancelled', due_at = NULL", "UPDATE meeting SET state = 'no_show', due_at = NULL", "UPDATE meeting SET due_at = NULL",
    "UPDATE meeting SET starts_at = NULL", "UPDATE meeting SET state = 'declined'", "UPDATE meeting SET ends_at = starts_at",
    "UPDATE meeting SET cancel_reason = 'x'", "UPDATE meeting SET half_hours = 0", "UPDATE meeting SET requested_at = NULL",
    "UPDATE meeting_slot SET starts_at = starts_at + interval '7 minutes'",
    "INSERT INTO meeting_slot (person_id, starts_at, meeting_id) SELECT person_id, starts_at, meeting_id FROM meeting_slot",
    "INSERT INTO meeting_time (meeting_id, starts_at) SELECT id, starts_at + interval '1 second' FROM meeting",
])
def test_an_impossible_row_cannot_be_stored(make, session, statement):
    make.meeting(S.ACCEPTED)
    session.flush()
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text(statement))


def test_a_week_with_a_holiday_on_each_side(make):
    """From 20 April 2026: Independence Day in one country on the 22nd, its eve a half day; Showa Day in the other on the 29th."""
    meeting = make.meeting()
    offered = free_times(meeting, datetime(2026, 4, 19, tzinfo=UTC), 60)
    days = sorted({start.date().isoformat() for start in offered if start < datetime(2026, 5, 1, tzinfo=UTC)})
    assert "2026-04-22" not in days
    assert "2026-04-29" not in days
    assert {"2026-04-20", "2026-04-23", "2026-04-27", "2026-04-28", "2026-04-30"} <= set(days)
    assert not {"2026-04-24", "2026-04-25", "2026-04-26"} & set(days)
