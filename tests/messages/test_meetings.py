"""Messages about a meeting: read as on its introduction, and by nobody who must not know of the meeting."""

import pytest
from sqlalchemy import select

from app.accounts.enums import Role
from app.core.errors import NotAllowed
from app.core.outbox import Owed
from app.messages import queries
from app.messages.enums import Audience as A
from app.messages.enums import SubjectKind
from app.messages.models import MessageAttachment
from app.messages.services import send_message
from app.notices import recipients
from app.partnering.enums import IntroductionState, MeetingState
from app.partnering.meetings import messages as rules
from app.partnering.models import MeetingParticipant
from app.partnering.services import introducing
from tests.documents.files import PDF
from tests.partnering.test_documents import cast, without_keys

TEXT = "Unmistakable words"
ASKER, OWNER = {"asker", "asker member"}, {"owner", "owner member"}
OFFICERS = {"broker", "coordinator"}


def told(session, message):
    rows = session.scalars(select(Owed).where(Owed.payload["kind"].astext == "message.new", Owed.payload["subject_id"].as_integer() == message.id))
    return list(rows)


@pytest.mark.parametrize(("writer", "audience", "readers"), [
    ("asker", A.OWN_SIDE, ASKER), ("owner", A.OWN_SIDE, OWNER), ("owner", A.BOTH_SIDES, ASKER | OWNER), ("asker", A.WITH_OFFICERS, ASKER | OWNER | OFFICERS),
])
def test_who_reads(client, make, session, writer, audience, readers):
    meeting = make.meeting(MeetingState.REQUESTED)
    introduction = meeting.introduction
    session.commit()
    people = cast(make, introduction)
    path, address = f"/meetings/{meeting.public_id}", f"/introductions/{introduction.public_id}"
    paths = [path, f"{path}/messages", address, f"{address}/messages", "/work", "/messages", "/introductions", "/meetings"]
    outside = {name: person for name, person in people.items() if name not in readers}

    def look():
        return {
            (name, one): without_keys((client(person) if person else client()).get(one).text) for name, person in outside.items() for one in paths
        }

    before = look()
    message = send_message(meeting, text=TEXT, by=people[writer], audience=audience, attached=[(PDF, "Unmistakable plan.pdf")])
    session.commit()
    after = look()
    assert [key for key in before if before[key] != after[key]] == []
    document = session.scalars(select(MessageAttachment)).one().document
    for name, person in people.items():
        browser = client(person) if person else client()
        assert (TEXT in browser.get(f"{path}/messages").text) == (name in readers), name
        assert (browser.send(f"{path}/messages/{document.public_id}/open").status_code == 200) == (name in readers), name
    mails = told(session, message)
    assert {one.payload["person_id"] for one in mails} <= {people[name].id for name in readers}
    assert TEXT not in str([one.payload for one in mails])
    for one in mails:
        assert recipients.find(one.payload)


@pytest.mark.parametrize("state", list(MeetingState))
def test_to_whom_one_may_write(make, state):
    meeting = make.meeting(state)
    named = make.member(meeting.introduction.organisation, Role.MEMBER)
    meeting.participants.append(MeetingParticipant(side="asker", person_id=named.id, name=named.name, email=named.email))
    people = {**cast(make, meeting.introduction), "named": named}
    known = meeting.requested_at is not None
    for name, person in people.items():
        if person is None:
            continue
        expected = {A.OWN_SIDE} if name in ASKER | OWNER | {"named"} else set()
        expected |= {A.BOTH_SIDES} if known and name in {"asker", "owner", "named"} else set()
        expected |= {A.WITH_OFFICERS} if known and name in {"asker", "owner"} else set()
        assert set(rules.audiences(person, meeting)) == expected, name
        for audience in set(A) - expected:
            with pytest.raises(NotAllowed):
                send_message(meeting, text=TEXT, by=person, audience=audience)


def test_the_other_side_does_not_know_of_a_draft(client, make):
    meeting = make.meeting(MeetingState.DRAFT)
    send_message(meeting, text=TEXT, by=make.asker(meeting.introduction), audience=A.OWN_SIDE)
    for person in (make.owner(meeting.introduction), make.broker(meeting.introduction)):
        browser = client(person)
        for page in ("messages", "message"):
            assert browser.get(f"/meetings/{meeting.public_id}/{page}").status_code == 404
        assert queries.count_all_unread(person) == 0


def test_an_officer_reads_neither_what_it_is_about_nor_who_wrote(client, make, session):
    meeting = make.meeting(MeetingState.REQUESTED)
    asker, broker = make.asker(meeting.introduction), make.broker(meeting.introduction)
    browser, path = client(broker), f"/meetings/{meeting.public_id}"
    send_message(meeting, text=TEXT, by=asker)
    assert browser.get(f"{path}/messages").status_code == 403
    send_message(meeting, text="Please help", by=asker, audience=A.WITH_OFFICERS)
    session.commit()
    for page in (f"{path}/messages", f"{path}/message", "/messages"):
        text = browser.get(page).text
        assert meeting.subject not in text
        assert asker.name not in text
        assert TEXT not in text
    assert "1 unread message<" in browser.get("/work").text
    assert browser.send(f"{path}/message", {"audience": "with_officers", "text": "We can."}).status_code == 302
    assert broker.name not in client(asker).get(f"{path}/messages").text


def test_talks_that_end_close_the_thread_to_new_words(make):
    meeting = make.meeting(MeetingState.REQUESTED)
    asker = make.asker(meeting.introduction)
    introducing.end_talks(meeting.introduction, reason="no_funding", by=asker)
    assert meeting.introduction.state == IntroductionState.CLOSED_NO_DEAL
    assert rules.audiences(asker, meeting) == [A.OWN_SIDE]


def test_what_is_unread_is_counted_over_all_threads(client, make, session):
    meeting = make.meeting(MeetingState.REQUESTED)
    introduction, owner = meeting.introduction, make.owner(meeting.introduction)
    for thing in (meeting, introduction):
        send_message(thing, text=TEXT, by=make.asker(introduction))
    session.commit()
    browser = client(owner)
    assert "2 unread messages" in browser.get("/work").text
    listed = browser.get("/messages").text
    assert f"/meetings/{meeting.public_id}/messages" in listed
    assert f"/introductions/{introduction.public_id}/messages" in listed
    assert "(1 unread)" in browser.get(f"/meetings/{meeting.public_id}").text
    last = queries.list_messages(owner, meeting, 1).items[0]
    browser.send(f"/meetings/{meeting.public_id}/messages/read", {"until": last.created_at.isoformat()})
    assert queries.count_unread(owner, SubjectKind.MEETING, [meeting.id]) == {}
    assert queries.count_unread(owner, SubjectKind.INTRODUCTION, [introduction.id]) == {introduction.id: 1}
    assert f"/meetings/{meeting.public_id}/messages" not in browser.get("/messages").text
