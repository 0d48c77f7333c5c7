"""The pages of meetings: who finds them, what they show, what they cost; times on both clocks; the invitation read back."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask_babel import force_locale
from ical.calendar_stream import IcsCalendarStream
from sqlalchemy import event, select

from app.accounts.enums import Role
from app.core.outbox import Owed
from app.extensions import db
from app.partnering.enums import IntroductionState, Side
from app.partnering.enums import MeetingState as S
from app.partnering.meetings.local_times import local_time
from app.partnering.services import meeting as services
from tests.factories.meetings import DETAILS


def read(text):
    calendar = IcsCalendarStream.calendar_from_ics(text)
    (found,) = calendar.events
    return calendar.method, found


def owed(session, kind):
    statement = select(Owed).where(Owed.payload["kind"].astext == kind).order_by(Owed.id)
    return [row.payload for row in session.scalars(statement)]


def test_planned_asked_and_accepted_in_the_browser(make, client):
    introduction = make.introduction(IntroductionState.ACCEPTED)
    asker, owner = client(make.asker(introduction)), client(make.owner(introduction))
    made = asker.send(f"/introductions/{introduction.public_id}/plan-meeting", {**DETAILS, "interpreter": ""})
    path = made.location
    assert owner.get(path).status_code == 404
    page = asker.get(f"{path}/times").text
    times = re.findall(r'name="times"[^>]* value="([^"]+)"', page) or re.findall(r'value="([^"]+)"[^>]*name="times"', page)
    assert len(times) == 48
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)[1]
    refused = asker.send(f"{path}/times", {"version": version, "times": []})
    assert (refused.status_code, "at least one time" in refused.text) == (422, True)
    assert asker.send(f"{path}/times", {"version": version, "times": times[:3]}).status_code == 302
    later = re.search(r'href="([^"]*after=[^"]+)"', page)[1].replace("&amp;", "&")
    assert times[0] not in asker.get(later).text
    page = owner.get(f"{path}/accept").text
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)[1]
    assert times[2] in page
    assert owner.send(f"{path}/accept", {"version": version, "start": times[1], "join_link": "not a link"}).status_code == 422
    assert owner.send(f"{path}/accept", {"version": version, "start": times[1], "join_link": "https://meet.sample.example/1"}).status_code == 302
    for browser in (asker, owner):
        page = browser.get(path).text
        assert all(zone in page for zone in ("JST, UTC+9", "UTC+2" if "UTC+2" in page else "UTC+3"))
        assert "https://meet.sample.example/1" in page
        assert f'href="{path}"' in browser.get(f"/introductions/{introduction.public_id}").text
        assert path in browser.get("/meetings").text


@pytest.mark.parametrize("state", [S.DRAFT, S.REQUESTED, S.ACCEPTED, S.HELD])
def test_others_do_not_find_it_and_officials_learn_no_more_than_that_they_meet(make, client, state):
    meeting = make.meeting(state, introduction=make.introduction(IntroductionState.ACCEPTED, anonymous=True))
    introduction, path = meeting.introduction, f"/meetings/{meeting.public_id}"
    owners_officer = make.official(introduction.programme.party_of(introduction.profile.organisation.country), Role.OFFICER)
    for person in (make.member(make.organisation()), owners_officer, make.administrator()):
        assert client(person).get(path).status_code == 404
    names = (introduction.profile.organisation.display_name, make.owner(introduction).name, meeting.subject, "meet.sample.example", "UTC+")
    for person in (make.broker(introduction), make.coordinator(introduction.programme)):
        found = client(person).get(path)
        assert found.status_code == (404 if state == S.DRAFT else 200)
        assert [name for name in names if name in found.text] == []
        assert client(person).get(f"{path}/invitation.ics").status_code in {403, 404}


def test_everybody_who_takes_part_gets_each_state_of_the_invitation(make, session):
    meeting = make.meeting()
    asker, owner = make.asker(meeting.introduction), make.owner(meeting.introduction)
    asker.language, owner.language = "he", "ja"
    own = {"name": "ישראלה ישראלי", "reading": "Israela", "title": None, "email": asker.email}
    guest = {"name": "Sample Guest", "reading": None, "title": "Dr", "email": "guest@sample.example"}
    services.name_people(meeting, people=[own, guest], by=asker)
    first, second = make.free(meeting)
    services.request_meeting(meeting, starts=[first], by=asker)
    assert owed(session, "meeting.invitation") == []
    services.accept_time(meeting, start=first, by=owner)
    services.propose_other_time(meeting, starts=[second], by=owner)
    services.accept_time(meeting, start=second, by=asker)
    services.cancel_meeting(meeting, by=asker, comment="We are ill.")
    sent = owed(session, "meeting.invitation") + owed(session, "meeting.cancellation")
    assert [bool(one.get("person_id")) for one in sent] == [True, False, True] * 3
    found = [read(one["calendar"]["text"]) for one in sent]
    assert [method for method, _ in found] == ["REQUEST"] * 6 + ["CANCEL"] * 3
    assert {one.uid for _, one in found} == {meeting.uid}
    assert [one.sequence for _, one in found] == [0] * 3 + [1] * 3 + [2] * 3
    assert [one.dtstart for _, one in found] == [first] * 3 + [second] * 6
    assert {tuple(a.common_name for a in one.attendees) for _, one in found} == {("ישראלה ישראלי", "Sample Guest", owner.name)}
    assert ["We are ill." in one.description for _, one in found] == [False] * 6 + [True] * 3


def test_the_calendar_file(make, client):
    meeting = make.meeting(S.ACCEPTED)
    answer = client(make.owner(meeting.introduction)).get(f"/meetings/{meeting.public_id}/invitation.ics")
    assert answer.headers["Content-Disposition"].endswith('.ics"')
    _, found = read(answer.text)
    assert (found.uid, found.dtstart) == (meeting.uid, meeting.starts_at)


@pytest.mark.parametrize(("instant", "day", "hours", "zone"), [
    (datetime(2026, 3, 26, 7, tzinfo=UTC), "Thursday, 26 March 2026", "09:00–10:00", "IST, UTC+2"),
    (datetime(2026, 3, 30, 7, tzinfo=UTC), "Monday, 30 March 2026", "10:00–11:00", "IDT, UTC+3"),
    (datetime(2026, 10, 26, 7, tzinfo=UTC), "Monday, 26 October 2026", "09:00–10:00", "IST, UTC+2"),
])
def test_the_clock_of_the_day_counts(app, instant, day, hours, zone):
    with app.test_request_context(), force_locale("en"):
        found = local_time(instant, instant + timedelta(hours=1), "Asia/Jerusalem")
        assert (found.day, found.hours.strip("\u2066\u2069"), found.zone.strip("\u2066\u2069")) == (day, hours, zone)
        assert "JST, UTC+9" in str(local_time(instant, instant + timedelta(hours=1), "Asia/Tokyo"))


@pytest.fixture
def statements():
    """Counts what a request asks the database."""

    def count(browser, path):
        asked = []

        def note(_connection, _cursor, statement, *_rest):
            asked.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert browser.get(path).status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(asked)

    return count


def test_lists_ask_the_same_however_long_they_are(make, client, statements):
    introduction = make.introduction(IntroductionState.IN_TALKS)
    asker = client(make.asker(introduction))
    make.meeting(S.REQUESTED, introduction=introduction)
    paths = ("/meetings", f"/introductions/{introduction.public_id}")
    for path in paths:
        asker.get(path)  # what only a first look asks for is not counted
    before = [statements(asker, path) for path in paths]
    for side in (Side.OWNER, Side.ASKER):
        make.meeting(S.ACCEPTED, introduction=introduction, side=side)
    assert [statements(asker, path) for path in paths] == before
