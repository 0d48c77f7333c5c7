"""The pages of events: who is let in, who reads names, what a list costs, what is kept of a refused form, what mails say."""

import re
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event as listening
from sqlalchemy import select

from app.accounts.enums import Role
from app.events import services
from app.events.enums import EventMeetingState as M
from app.events.enums import EventState as S
from app.events.enums import ParticipantState as P
from app.events.enums import PlanState as L
from app.events.enums import RequestState as R
from app.events.models import EventMeeting, MeetingRequest, ProgrammeEvent
from app.events.reading import slot_key
from app.events.slots import slots_of
from app.extensions import db
from app.notices import delivery
from tests.core.test_once import planned_event


def version_in(page):
    return re.search(r'name="version"[^>]*value="(\d+)"', page)[1]


@pytest.fixture
def statements():
    """Counts the statements of a call."""

    def count(call):
        seen = []
        listener = lambda *arguments: seen.append(arguments[2])  # noqa: E731
        listening.listen(db.engine, "before_cursor_execute", listener)
        try:
            call()
        finally:
            listening.remove(db.engine, "before_cursor_execute", listener)
        return len(seen)

    return count


@pytest.mark.parametrize("state", list(S))
def test_drafts_are_for_organisers_and_the_rest_is_public(make, client, state):
    event = make.event(state, joint=state == S.AWAITING_BOTH)
    path = f"/events/{event.public_id}"
    hidden = state in {S.DRAFT, S.AWAITING_BOTH}
    for person in (None, make.member(make.organisation()), make.administrator()):
        browser = client(person) if person else client()
        assert browser.get(path).status_code == (404 if hidden else 200)
        assert (event.titles["en"] in browser.get("/events").text + browser.get("/events?past=1").text) == (not hidden)
    page = client(make.organiser(event)).get(path)
    assert page.status_code == 200
    assert 'class="turn' in page.text or state in {S.REGISTRATION_OPEN, S.RUNNING, S.ARCHIVED, S.CANCELLED}


def test_what_each_role_may_open_and_send(make, client):
    event = make.event()
    one, other = make.pair(event)
    waiting = make.participant(event, P.PENDING)
    request = make.wish(one, other)
    plan = make.event_plan(event)
    people = {
        "visitor": client(), "stranger": client(make.person()), "member": client(make.member(make.organisation(), Role.MEMBER)),
        "asker": client(one.person), "asked": client(other.person), "pending": client(waiting.person),
        "coordinator": client(make.organiser(event)), "officer": client(make.officer(event.programme.parties[0])),
        "other officer": client(make.officer(event.programme.parties[1])), "administrator": client(make.administrator()),
    }
    organisers = {"coordinator", "officer"}
    key = event.public_id
    expected = {
        f"/events/{key}/register": {"member"}, f"/events/{key}/participants": {"asker", "asked", *organisers}, f"/events/{key}/mine": {"asker", "asked", "pending"},
        f"/events/{key}/edit": organisers, f"/events/{key}/plans": organisers, f"/events/{key}/timetable": organisers,
        f"/event-participants/{one.public_id}": {"asker", "asked", *organisers}, f"/event-participants/{waiting.public_id}": {"pending", *organisers},
        f"/event-participants/{one.public_id}/presence": {"asker"}, f"/event-requests/{request.public_id}": {"asker", "asked"},
        f"/event-plans/{plan.public_id}": organisers, "/events/new": {*organisers, "other officer"},
    }
    for path, allowed in expected.items():
        assert {name for name, browser in people.items() if browser.get(path).status_code == 200} == allowed, path
    posts = {
        f"/events/{key}/cancel": organisers, f"/events/{key}/close-registration": organisers, f"/event-participants/{waiting.public_id}/confirm": organisers,
        f"/event-requests/{request.public_id}/want": {"asked"}, f"/event-requests/{request.public_id}/withdraw": {"asker"},
        f"/event-plans/{plan.public_id}/confirm": organisers,
    }
    for path, allowed in posts.items():
        for name, browser in people.items():
            if name not in allowed:
                assert browser.send(path, {"version": 1, "comment": "Sample."}).status_code in {403, 404}, (path, name)


def test_an_event_is_planned_and_registered_for_in_the_browser(make, client, session):
    by, path, data, _model = planned_event(make)
    browser = client(by)
    refused = browser.send(path, {**data, "place": "", "days-1-day": "2031-02-03", "tables": "none"})
    assert refused.status_code == 422
    assert all(said in refused.text for said in ("where the event is held", "Day 2 needs a date and both times", "whole number"))
    assert 'value="2031-02-03"' in refused.text
    assert '<a href="#days-0-day">Day 2 needs' in refused.text
    made = browser.send(path, data)
    event = session.scalars(select(ProgrammeEvent)).one()
    assert made.location == f"/events/{event.public_id}"
    local = [span.start.astimezone(ZoneInfo("Asia/Tokyo")) for span in slots_of(event)]
    assert (len(local), f"{local[0]:%Y-%m-%d %H:%M}") == (6, "2031-02-02 09:00")
    page = browser.get(f"{made.location}/edit").text
    assert 'value="2031-01-01T12:00' in page
    changed = browser.send(f"{made.location}/edit", {**data, "version": version_in(page), "tables": "7"})
    assert changed.status_code == 302
    session.expire_all()
    assert event.tables == 7
    assert browser.send(f"{made.location}/ask-both", {"version": event.version}).status_code == 302
    for party in event.programme.parties:
        assert client(make.officer(party)).send(f"{made.location}/agree").status_code == 302
    assert browser.send(f"{made.location}/open-registration").status_code == 302
    organisation = make.organisation()
    person = make.speaker(organisation)
    page = client(person).get(f"{made.location}/register").text
    assert page.count("checked") == 6
    kept = [slot_key(span.start) for span in slots_of(event)[:2]]
    visitor = client(person)
    done = visitor.send(f"{made.location}/register", {"organisation": organisation.public_id, "present": kept})
    assert done.location == f"{made.location}/mine"
    assert "You are registered" in visitor.get(done.location).text


def test_names_are_read_by_those_who_take_part_searched_and_paged(make, client):
    event = make.event()
    people = [make.participant(event) for _ in range(21)]
    reader = client(people[0].person)
    path = f"/events/{event.public_id}/participants"
    first, second = reader.get(path).text, reader.get(f"{path}?page=2").text
    assert sum(one.person.name in first + second for one in people) == 21
    assert "1–20" in first
    found = reader.get(f"{path}?q={people[7].person.name.replace(' ', '+')}").text
    assert people[7].public_id in found
    assert people[8].public_id not in found
    by_organisation = reader.get(f"{path}?q={people[9].organisation.name_latin.replace(' ', '+')}").text
    assert people[9].public_id in by_organisation
    for outsider in (client(), client(make.member(make.organisation()))):
        assert people[1].person.name not in outsider.get(f"/events/{event.public_id}").text


def test_lists_cost_the_same_however_long(make, client, statements):
    event = make.event(tables=9)
    one, other = make.pair(event)
    make.wish(one, other, R.PLACED)
    reader, organiser = client(one.person), client(make.organiser(event))
    plan = make.session.scalars(select(EventMeeting)).one().event
    paths = {
        reader: ["/events", f"/events/{event.public_id}/participants", f"/events/{event.public_id}/mine", "/work"],
        organiser: [f"/events/{plan.public_id}/timetable", f"/events/{event.public_id}/plans"],
    }
    counted = {path: statements(lambda browser=browser, path=path: browser.get(path)) for browser, some in paths.items() for path in some}
    for _ in range(3):
        make.wish(one, make.participant(event, country="IL"))
    make.event_plan(event, L.CONFIRMED)
    make.event()
    for _ in range(2):
        make.wish(make.participant(event, country="IL"), one)
    for browser, some in paths.items():
        for path in some:
            assert statements(lambda browser=browser, path=path: browser.get(path)) == counted[path], path


def test_a_plan_is_looked_at_in_pages_and_says_why(make, client, statements):
    event = make.event(tables=1, meeting_limit=1)
    hub = make.participant(event)
    make.wish(hub, make.participant(event, country="IL"), R.WANTED, priority=3)
    for _ in range(2):
        make.wish(hub, make.participant(event, country="IL"), priority=1)
    plan = make.event_plan(event)
    browser = client(make.organiser(event))
    path = f"/event-plans/{plan.public_id}"
    page = browser.get(path).text
    assert "No plan is worth more" in page
    assert f'action="{path}/confirm"' in page
    few = statements(lambda: browser.get(f"{path}?show=left_out"))
    page = browser.get(f"{path}?show=left_out").text
    assert page.count("has 1 meetings of at most 1") == 2
    services.discard_plan(plan, by=make.organiser(event))
    for _ in range(5):
        make.wish(hub, make.participant(event, country="IL"), priority=1)
    path = f"/event-plans/{make.event_plan(event).public_id}?show=left_out"
    assert statements(lambda: browser.get(path)) == few


def test_the_schedule_shows_table_and_both_clocks_and_the_calendar_file(make, client):
    meeting = make.event_meeting()
    one, other = meeting.participants
    other.person.time_zone = "Asia/Jerusalem"
    one.person.time_zone = "Asia/Tokyo"
    here = client(one.person).get(f"/events/{meeting.event.public_id}/mine").text
    there = client(other.person).get(f"/events/{meeting.event.public_id}/mine").text
    assert "09:00–09:30" in here
    assert "Your time" not in here
    assert "09:00–09:30" in there
    assert re.search("Your time: .*0[23]:00–0[23]:30", there)
    page = client(one.person).get(f"/event-meetings/{meeting.public_id}").text
    assert "Sample Hall, table 1" in page
    file = client(one.person).get(f"/event-meetings/{meeting.public_id}/invitation.ics")
    assert file.mimetype == "text/calendar"
    assert meeting.uid in file.text
    organiser = client(make.organiser(meeting.event))
    seen = organiser.get(f"/event-meetings/{meeting.public_id}").text
    assert meeting.request.subject not in seen
    assert organiser.get(f"/event-meetings/{meeting.public_id}/invitation.ics").status_code == 403
    refused = client(one.person).send(f"/event-meetings/{meeting.public_id}/cancel", {"version": meeting.version, "comment": ""})
    assert (refused.status_code, "Give a reason" in refused.text) == (422, True)
    assert client(other.person).send(f"/event-meetings/{meeting.public_id}/cancel", {"version": meeting.version, "comment": "I am ill."}).status_code == 302
    assert "I am ill." in client(one.person).get(f"/event-meetings/{meeting.public_id}").text


@pytest.mark.parametrize(("became", "state"), [("held", M.HELD), ("asked", M.NO_SHOW), ("both", M.NO_SHOW)])
def test_what_became_of_a_meeting_is_said_on_its_page(make, client, session, became, state):
    meeting = make.event_meeting()
    make.let_it_be_over(meeting)
    browser = client(meeting.asker.person)
    path = f"/event-meetings/{meeting.public_id}"
    page = browser.get(f"{path}/record").text
    assert browser.send(f"{path}/record", {"version": version_in(page)}).status_code == 422
    assert browser.send(f"{path}/record", {"version": version_in(page), "became": became}).status_code == 302
    session.expire_all()
    assert meeting.state == state
    assert client(meeting.asked.person).get(path).status_code == 200


def test_a_participant_leads_to_the_organisation_its_profiles_and_a_request(make, client, session):
    event = make.event()
    one, other = make.pair(event)
    browser = client(one.person)
    path = f"/event-participants/{other.public_id}"
    page = browser.get(path).text
    for link in (f"/organisations/{other.organisation.public_id}", f"/organisations/{other.organisation.public_id}/profiles", f"{path}/ask"):
        assert f'href="{link}"' in page
    refused = browser.send(f"{path}/ask", {"subject": "", "language": "en", "priority": "2"})
    assert (refused.status_code, "Say what the meeting is about" in refused.text) == (422, True)
    assert browser.send(f"{path}/ask", {"subject": "Cold hands", "language": "en", "priority": "1"}).status_code == 302
    request = session.scalars(select(MeetingRequest)).one()
    assert browser.get(f"{path}/ask").status_code == 403
    theirs = client(other.person).get(f"/event-requests/{request.public_id}").text
    assert "Cold hands" in theirs
    assert "Good to have" not in theirs
    assert "Good to have" in browser.get(f"/event-requests/{request.public_id}").text


def test_the_mail_says_when_where_and_with_whom(make, session, tmp_path, monkeypatch):
    sent = []
    monkeypatch.setattr(delivery.sending, "send", lambda message, **_: sent.append(message))
    meeting = make.event_meeting()
    session.commit()
    delivery.send_owed()
    invitations = [message for message in sent if message["Subject"].startswith("Invitation:")]
    assert {message["To"].addresses[0].addr_spec for message in invitations} == {one.person.email for one in meeting.participants}
    body = invitations[0].get_body(("plain",)).get_content()
    reader = next(one for one in meeting.participants if one.person.email == invitations[0]["To"].addresses[0].addr_spec)
    assert "Sample Hall, table 1" in body
    assert meeting.event.titles["en"] in body
    assert f"/event-meetings/{meeting.public_id}" in body
    assert f"With: {meeting.other(reader).person.name}, " in body
    assert f"With: {reader.person.name}, " not in body
