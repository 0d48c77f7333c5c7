"""Messages: who reads each is chosen by its writer, and nobody else learns that it exists."""

import io
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core.db import now
from app.core.errors import NotAllowed, Refused
from app.core.events import Event
from app.core.outbox import Owed
from app.messages import queries
from app.messages.enums import Audience, SubjectKind
from app.messages.models import Message, MessageAttachment
from app.messages.services import send_message
from app.notices import delivery, recipients
from app.partnering import queries as partnering
from app.partnering.enums import IntroductionState as S
from app.partnering.introductions import messages as rules
from app.partnering.services import introducing
from tests.approvals.conftest import statements  # noqa: F401 - a fixture
from tests.documents.files import PDF
from tests.partnering.test_documents import cast, without_keys

A = Audience
TEXT = "Unmistakable words"
ASKER, OWNER = {"asker", "asker member"}, {"owner", "owner member"}
READERS = {
    ("asker", A.OWN_SIDE): ASKER, ("owner", A.OWN_SIDE): OWNER, **{(writer, A.BOTH_SIDES): ASKER | OWNER for writer in ("asker", "owner")},
    **{(writer, A.WITH_OFFICERS): ASKER | OWNER | {"broker", "coordinator"} for writer in ("asker", "owner")},
}


def write(make, introduction, writer="asker", audience=A.BOTH_SIDES, **values):
    by = getattr(make, writer)(introduction)
    return send_message(introduction, text=TEXT, by=by, audience=audience, **values)


def unread_of(person, introduction):
    return queries.count_unread(person, SubjectKind.INTRODUCTION, [introduction.id])


def pages(introduction):
    path = f"/introductions/{introduction.public_id}"
    return [
        path, f"{path}/messages", f"{path}/documents", "/introductions", "/introductions?box=sent", "/introductions/screening", "/work", "/messages",
        f"/profiles/{introduction.profile.public_id}", f"/organisations/{introduction.organisation.public_id}",
    ]


def read(client, person, paths):
    browser = client(person) if person else client()
    return {path: without_keys(browser.get(path).text) for path in paths}


@pytest.mark.parametrize(("writer", "audience"), [("asker", A.OWN_SIDE), ("owner", A.OWN_SIDE), ("owner", A.BOTH_SIDES), ("asker", A.WITH_OFFICERS)])
def test_who_reads(client, make, session, writer, audience):
    introduction = make.introduction(S.IN_TALKS)
    session.commit()
    people, paths = cast(make, introduction), pages(introduction)
    readers = READERS[writer, audience]
    outside = {name: person for name, person in people.items() if name not in readers}
    introduction.due_at = now() + timedelta(days=1)
    session.commit()
    before = {name: read(client, person, paths) for name, person in outside.items()}
    moment = now()
    message = write(make, introduction, writer, audience, attached=[(PDF, "Unmistakable plan.pdf")])
    session.commit()
    after = {name: read(client, person, paths) for name, person in outside.items()}
    assert [(name, path) for name in outside for path in paths if before[name][path] != after[name][path]] == []
    document = session.scalars(select(MessageAttachment)).one().document
    for name, person in people.items():
        browser = client(person) if person else client()
        assert (TEXT in browser.get(paths[1]).text) == (name in readers), name
        opened = browser.send(f"{paths[1]}/{document.public_id}/open")
        assert (opened.status_code == 200) == (name in readers), name
        assert (opened.data == PDF) == (name in readers), name
    mails = session.scalars(select(Owed).where(Owed.payload["kind"].astext == "message.new", Owed.created_at >= moment)).all()
    asked = {one.payload["person_id"] for one in mails}
    assert asked <= {person.id for name, person in people.items() if name in readers} - {message.written_by_id}
    assert asked
    assert TEXT not in str([one.payload for one in mails])


def test_the_mail_carries_a_link_only(app, make, session, tmp_path):
    introduction = make.introduction(S.IN_TALKS)
    session.commit()
    delivery.send_owed()
    folder = app.config["SETTINGS"].instance / "mail"
    known = set(folder.iterdir())
    write(make, introduction, "owner")
    session.commit()
    delivery.send_owed()
    [mail] = set(folder.iterdir()) - known
    text = mail.read_text()
    assert TEXT not in text
    assert f"/introductions/{introduction.public_id}/messages" in text.replace("=\n", "")


def test_the_mail_is_dropped_for_whoever_left(make, session):
    introduction = make.introduction(S.IN_TALKS)
    write(make, introduction, "owner")
    owed = session.scalars(select(Owed).where(Owed.payload["kind"].astext == "message.new")).first()
    person = make.asker(introduction)
    assert recipients.find(owed.payload).email == person.email
    for membership in person.memberships:
        membership.ended_at = now()
    session.commit()
    with pytest.raises(recipients.NotDue):
        recipients.find(owed.payload)


@pytest.mark.parametrize("state", list(S))
def test_to_whom_one_may_write(make, state):
    introduction = make.introduction(state)
    talking = {A.BOTH_SIDES, A.WITH_OFFICERS} if state in {S.ACCEPTED, S.IN_TALKS, S.UNDER_NDA} else set()
    for name, person in cast(make, introduction).items():
        if person is None:
            continue
        own = {A.OWN_SIDE} if name in ASKER | OWNER else set()
        expected = own | (talking if name in {"asker", "owner"} else set())
        assert set(rules.audiences(person, introduction)) == expected, name
        for audience in set(A) - expected:
            with pytest.raises(NotAllowed):
                send_message(introduction, text=TEXT, by=person, audience=audience)


def test_without_a_screening_no_officer_is_asked(make):
    introduction = make.introduction(S.IN_TALKS, programme=make.sample_programme())
    introduction.programme.introduction_screening_days = 0
    other = make.introduction(S.ACCEPTED, programme=introduction.programme)
    assert A.WITH_OFFICERS not in rules.audiences(make.asker(other), other)


def test_an_officer_answers_once_asked_and_is_not_named(client, make, session):
    introduction = make.introduction(S.IN_TALKS)
    broker = make.broker(introduction)
    browser, path = client(broker), f"/introductions/{introduction.public_id}"
    write(make, introduction, audience=A.OWN_SIDE)
    assert browser.get(f"{path}/messages").status_code == 403
    assert browser.send(f"{path}/message", {"audience": "with_officers", "text": "Hello"}).status_code == 403
    write(make, introduction, audience=A.WITH_OFFICERS)
    assert browser.send(f"{path}/message", {"audience": "both_sides", "text": "Hello"}).status_code == 422
    assert browser.send(f"{path}/message", {"audience": "with_officers", "text": "We can help."}).status_code == 302
    for person in (make.asker(introduction), make.owner(introduction)):
        for page in (path, f"{path}/messages"):
            text = client(person).get(page).text
            assert broker.name not in text
        assert "We can help." in text


def test_an_officer_attaches_files_of_the_own_office(client, make, session):
    introduction = make.introduction(S.IN_TALKS)
    people = cast(make, introduction)
    write(make, introduction, audience=A.WITH_OFFICERS)
    path = f"/introductions/{introduction.public_id}"
    for name in ("broker", "coordinator"):
        browser = client(people[name])
        assert 'type="file"' in browser.get(f"{path}/message").text
        data = {"audience": "with_officers", "text": "See the form.", "files": (io.BytesIO(PDF), f"{name}.pdf")}
        assert browser.send(f"{path}/message", data).status_code == 302
    session.commit()
    party = introduction.programme.party_of(introduction.organisation.country)
    found = {one.document.name: one.document for one in session.scalars(select(MessageAttachment))}
    assert {name: document.organisation_id for name, document in found.items()} == {
        "broker.pdf": party.authority_id, "coordinator.pdf": introduction.programme.secretariat_id,
    }
    for name, person in people.items():
        browser = client(person) if person else client()
        opened = browser.send(f"{path}/messages/{found['broker.pdf'].public_id}/open")
        assert (opened.status_code == 200) == (name in ASKER | OWNER | {"broker", "coordinator"}), name
    shown = client(people["broker"]).get(f"{path}/messages").text
    assert people["broker"].name in shown
    assert people["asker"].name not in shown


def test_unread_until_marked(client, make, session):
    introduction = make.introduction(S.IN_TALKS)
    asker, owner = make.asker(introduction), make.owner(introduction)
    write(make, introduction, "owner")
    write(make, introduction, "owner", A.OWN_SIDE)
    session.commit()
    assert unread_of(asker, introduction) == {introduction.id: 1}
    assert unread_of(owner, introduction) == {}
    path, browser = f"/introductions/{introduction.public_id}", client(asker)
    assert "(1 unread)" in browser.get(path).text
    assert "1 unread message" in browser.get("/introductions?box=sent").text
    assert "1 unread message<" in browser.get("/work").text
    shown = queries.list_messages(asker, introduction, 1).items[0].created_at
    later = write(make, introduction, "owner")
    later.created_at = shown + timedelta(minutes=1)
    session.commit()
    for wrong in ("", "yesterday", "2026-01-01"):
        assert browser.send(f"{path}/messages/read", {"until": wrong}).status_code == 302
    assert unread_of(asker, introduction) == {introduction.id: 2}
    browser.send(f"{path}/messages/read", {"until": shown.isoformat()})
    assert unread_of(asker, introduction) == {introduction.id: 1}
    browser.send(f"{path}/messages/read", {"until": later.created_at.isoformat()})
    assert unread_of(asker, introduction) == {}
    assert "unread" not in browser.get(path).text.lower()


def test_paged(client, make, session):
    introduction = make.introduction(S.IN_TALKS)
    for number in range(21):
        send_message(introduction, text=f"Word {number} ended.", by=make.owner(introduction))
    browser, path = client(make.asker(introduction)), f"/introductions/{introduction.public_id}/messages"
    assert "Word 20 ended." in browser.get(path).text
    assert "Word 0 ended." not in browser.get(path).text
    assert "Word 0 ended." in browser.get(f"{path}?page=2").text


def test_a_fixed_number_of_statements(client, make, statements):  # noqa: F811
    introduction = make.introduction(S.UNDER_NDA)
    owner, asker, path = make.owner(introduction), make.asker(introduction), f"/introductions/{introduction.public_id}"

    def add():
        for by in (owner, asker):
            send_message(introduction, text=TEXT, by=by, attached=[(PDF, "plan.pdf")])
            paper = introducing.add_document(introduction, content=PDF, filename="plan.pdf", by=by)
            introducing.open_document(paper, by=owner)

    def count():
        browser = client(asker)
        browser.get(path)
        return {page: statements(lambda page=page: browser.get(path + page)) for page in ("", "/messages", "/documents")}

    add()
    few = count()
    for _more in range(3):
        add()
    assert count() == few


def test_what_is_refused_keeps_what_was_typed(client, make, session):
    introduction = make.introduction(S.IN_TALKS)
    browser, path = client(make.owner(introduction)), f"/introductions/{introduction.public_id}/message"
    for data in (
        {"text": TEXT}, {"text": TEXT, "audience": "everybody"},
        {"text": TEXT, "audience": "both_sides", "files": (io.BytesIO(b"<html>"), "a.html")},
        {"text": TEXT, "audience": "both_sides", "files": [(io.BytesIO(PDF), f"{n}.pdf") for n in range(4)]},
    ):
        answer = browser.send(path, data)
        assert answer.status_code == 422
        assert TEXT in answer.text
    assert session.scalars(select(Message)).all() == []
    with pytest.raises(Refused):
        send_message(introduction, text=" ", by=make.owner(introduction))


def test_an_own_message_is_in_no_history_of_the_introduction(make, session):
    introduction = make.introduction(S.IN_TALKS)
    session.commit()
    count = len(partnering.introduction_timeline(introduction))
    message = write(make, introduction, audience=A.OWN_SIDE)
    session.commit()
    assert len(partnering.introduction_timeline(introduction)) == count
    assert session.scalars(select(Event).where(Event.kind == "person.own_message")).one().data["message"] == message.id


def test_the_database_wants_an_organisation_for_all_but_officers(make, session):
    introduction = make.introduction(S.IN_TALKS)
    for audience in (None, A.BOTH_SIDES, A.OWN_SIDE):
        row = Message(introduction_id=introduction.id, written_by_id=make.asker(introduction).id, text="x", audience=audience)
        with pytest.raises(IntegrityError), session.begin_nested():
            session.add(row)
            session.flush()


WORDS = st.lists(st.tuples(st.sampled_from(["asker", "owner"]), st.sampled_from(list(A))), max_size=6)


@given(written=WORDS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_everybody_reads_exactly_what_is_for_them(make, written):
    introduction = make.introduction(S.IN_TALKS)
    made = [(write(make, introduction, writer, audience).id, READERS[writer, audience]) for writer, audience in written]
    for name, person in cast(make, introduction).items():
        if person is None:
            continue
        found = {message.id for message in queries.list_messages(person, introduction, 1).items}
        assert found == {key for key, readers in made if name in readers}, name
