"""Invitations, read back by one foreign library and validated by another."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from app.core import outbox
from app.notices import delivery
from app.partnering.meetings.invitation import Attendee, Invitation, Method, Text, cancel, local_times, request
from tests.notices.test_delivery import server  # noqa: F401 - a fixture

START = datetime(2026, 3, 30, 6, tzinfo=UTC)
HEBREW, JAPANESE = 'ישראלה ישראלי, מו"פ; דוגמה', "見本 花子"
MEETING = Invitation(
    uid="meeting-1@musubi.example", sequence=0, start=START, end=START + timedelta(hours=1), created=START - timedelta(days=9),
    changed=START - timedelta(days=8), organiser=Attendee("Sample Secretariat", "secretariat@sample.example"),
    attendees=[Attendee(HEBREW, "il@sample.example"), Attendee(JAPANESE, "jp@sample.example")],
    summary="שיחת היכרות: רובוטים, and; ロボット \\ 紹介" + " 長い題名" * 20, zones=["Asia/Jerusalem", "Asia/Tokyo"],
    texts=[Text("Agenda", "1. Opening; 2, three\n2. \\n is no new line"), Text("Questions", "何時間?\r\nכמה?"), Text("None", "  ")],
    place="Tokyo, Room 3", join_link="https://meet.sample.example/a?b=c,d;e",
)


def lines_of(content):
    """Content lines, unfolded as RFC 5545 says; fails on a physical line of more than 75 octets or a bare line end."""
    assert content.endswith(b"\r\n")
    physical = content[:-2].split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in physical)
    for line in physical:
        line.decode()  # no letter is cut in two
    return content.decode().replace("\r\n ", "").split("\r\n")[:-1]


def read(part):
    """The event as both foreign libraries read it, once validated."""
    valid = vobject.readOne(part.content.decode())
    assert valid.validate(raiseException=True)
    (event,) = IcsCalendarStream.calendar_from_ics(part.content.decode()).events
    return event, valid.vevent


def test_a_request_reads_back_as_it_was_meant():
    part = request(MEETING)
    assert part.content_type == "text/calendar; charset=utf-8; method=REQUEST"
    lines = lines_of(part.content)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert {"METHOD:REQUEST", "VERSION:2.0", "DTSTART:20260330T060000Z", "DTEND:20260330T070000Z", "SEQUENCE:0", "STATUS:CONFIRMED",
            "DTSTAMP:20260322T060000Z", "LAST-MODIFIED:20260322T060000Z", "UID:meeting-1@musubi.example"} <= set(lines)
    event, seen = read(part)
    assert (event.dtstart, event.dtend, event.uid, event.sequence) == (MEETING.start, MEETING.end, MEETING.uid, 0)
    assert event.summary == seen.summary.value == MEETING.summary
    assert event.location == "Tokyo, Room 3"
    assert str(event.url) == seen.url.value == MEETING.join_link
    assert any(line.startswith("CONFERENCE;") and line.endswith(f":{MEETING.join_link}") for line in lines)
    assert [a.common_name for a in event.attendees] == ["ישראלה ישראלי, מו״פ; דוגמה", JAPANESE]
    assert [a.value for a in seen.attendee_list] == ["mailto:il@sample.example", "mailto:jp@sample.example"]
    assert all(a.params["RSVP"] == ["TRUE"] and a.params["PARTSTAT"] == ["NEEDS-ACTION"] for a in seen.attendee_list)
    assert event.organizer.common_name == "Sample Secretariat"
    assert event.description == seen.description.value == (
        "Monday 30 March 2026 09:00-10:00 (Jerusalem)\nMonday 30 March 2026 15:00-16:00 (Tokyo)\n\n"
        "Agenda\n1. Opening; 2, three\n2. \\n is no new line\n\nQuestions\n何時間?\nכמה?\n\nhttps://meet.sample.example/a?b=c,d;e"
    )


def test_both_local_times_in_each_language():
    assert local_times(replace(MEETING, language="ja")) == ["2026年3月30日(月曜日) 09:00-10:00 (エルサレム)", "2026年3月30日(月曜日) 15:00-16:00 (東京)"]
    assert local_times(replace(MEETING, language="he"))[1] == "יום שני 30 מרץ 2026 15:00-16:00 (טוקיו)"
    late = replace(MEETING, start=START + timedelta(hours=10), end=START + timedelta(hours=11), zones=["America/New_York", "Asia/Tokyo"])
    assert local_times(late) == ["Monday 30 March 2026 12:00-13:00 (New York)", "Tuesday 31 March 2026 01:00-02:00 (Tokyo)"]


def test_a_change_and_a_cancellation_keep_the_uid_and_raise_the_sequence():
    moved = replace(MEETING, sequence=1, start=START + timedelta(hours=1), end=START + timedelta(hours=2))
    off = cancel(replace(moved, sequence=2))
    assert off.method is Method.CANCEL
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:2"} <= set(lines_of(off.content))
    read_back = [read(part)[0] for part in (request(MEETING), request(moved), off)]
    assert {event.uid for event in read_back} == {MEETING.uid}
    assert [event.sequence for event in read_back] == [0, 1, 2]
    assert read_back[1].dtstart == moved.start


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\x85") | st.sampled_from('",;:\\^\n'), max_size=90)


@settings(max_examples=80, deadline=None)
@given(name=ANY_TEXT, summary=ANY_TEXT, body=ANY_TEXT)
def test_any_text_is_escaped_and_folded_so_that_it_reads_back(name, summary, body):
    part = request(replace(MEETING, summary=summary, attendees=[Attendee(name, "x@sample.example")], texts=[Text("Agenda", body)]))
    lines = lines_of(part.content)
    assert sum(line.startswith(("ATTENDEE", "SUMMARY", "DESCRIPTION")) for line in lines) == 3
    event, _ = read(part)
    assert (event.summary or "") == " ".join(summary.split())
    assert body.strip() in event.description
    assert event.attendees[0].common_name == (" ".join(name.split()).replace('"', "'") or "x@sample.example")


@pytest.mark.parametrize("change", [
    {"end": START}, {"start": datetime(2026, 3, 30)}, {"sequence": -1}, {"attendees": []},  # noqa: DTZ001
    {"join_link": "javascript:alert(1)"}, {"join_link": "https://a.example/\r\nX:1"}, {"attendees": [Attendee("A", "a@b\r\nX:1")]},
    {"organiser": Attendee("A", "nobody")},
])
def test_what_no_calendar_takes_is_refused(change):
    with pytest.raises(ValueError, match=r"zone|ends|sequence|address|link"):
        replace(MEETING, **change)


def test_a_mail_server_gets_the_invitation_beside_the_text(server, make):  # noqa: F811
    person = make.person(name=JAPANESE, email="jp@sample.example")
    part = request(MEETING)
    outbox.owe("mail", "invitation", {"kind": "accounts.password_changed", "person_id": person.id, "data": {}, "calendar": part.owed()})
    assert delivery.send_owed() == 1
    (mail,) = server.received
    assert mail.get_content_type() == "multipart/alternative"
    text, calendar = mail.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert calendar.get_content_type() == "text/calendar"
    assert dict(calendar["Content-Type"].params) == {"charset": "utf-8", "method": "REQUEST"}
    assert calendar.get_payload(decode=True) == part.content
    assert mail["Content-Language"] == "en"
