"""Messages on a project: partners read from the day they joined to the day they leave; officers once it was submitted."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.enums import Role
from app.approvals.services import decisions
from app.core.db import now
from app.core.errors import NotAllowed
from app.core.events import Event
from app.core.outbox import Owed
from app.messages import queries
from app.messages.enums import Audience as A
from app.messages.enums import SubjectKind
from app.messages.models import MessageAttachment
from app.messages.services import open_attachment, send_message
from app.notices import recipients
from app.projects import messages as rules
from app.projects import queries as projects
from app.projects import services
from app.projects.enums import PartnerRole
from app.projects.enums import ProjectState as S
from tests.approvals.conftest import statements  # noqa: F401 - a fixture
from tests.documents.files import PDF
from tests.partnering.test_documents import without_keys

TEXT = "Unmistakable words"
LEAD, PARTNER = {"lead", "lead member"}, {"partner", "partner member"}
OFFICERS = {"officer", "other officer", "coordinator"}


def cast(make, project):
    first, second = project.programme.parties
    lead, partner = (one.organisation for one in project.accepted[:2])
    return {
        "lead": make.speaker(lead), "lead member": make.member(lead, Role.MEMBER), "partner": make.speaker(partner),
        "partner member": make.member(partner, Role.MEMBER), "officer": make.officer(first), "other officer": make.officer(second),
        "decider": make.decider(first), "coordinator": make.coordinator(project.programme), "reviewer": make.reviewer(),
        "administrator": make.administrator(), "stranger": make.speaker(make.organisation()), "visitor": None,
    }


def mails(session, message):
    found = session.scalars(select(Owed).where(Owed.payload["kind"].astext == "message.new")).all()
    return [one for one in found if one.payload["subject_id"] == message.id]


def sees(person, message):
    return any(one.id == message.id for one in queries.list_messages(person, message_thing(message), 1).items)


def message_thing(message):
    [thing] = queries.things_of([message]).values()
    return thing


@pytest.mark.parametrize(("writer", "audience", "readers"), [
    ("lead", A.OWN_SIDE, LEAD), ("partner", A.OWN_SIDE, PARTNER), ("lead", A.BOTH_SIDES, LEAD | PARTNER),
    ("partner", A.WITH_OFFICERS, LEAD | PARTNER | OFFICERS), ("officer", A.WITH_OFFICERS, LEAD | PARTNER | OFFICERS),
])
def test_who_reads(client, make, session, writer, audience, readers):
    project = make.project(S.SUBMITTED)
    people = cast(make, project)
    session.commit()
    path = f"/projects/{project.public_id}"
    paths = [path, f"{path}/messages", "/work", "/messages", "/projects", f"/approvals/{project.public_id}"]
    outside = {name: person for name, person in people.items() if name not in readers}

    def look():
        return {
            (name, one): without_keys((client(person) if person else client()).get(one).text) for name, person in outside.items() for one in paths
        }

    before = look()
    message = send_message(project, text=TEXT, by=people[writer], audience=audience, attached=[(PDF, "Unmistakable plan.pdf")])
    session.commit()
    after = look()
    assert [key for key in before if before[key] != after[key]] == []
    document = session.scalars(select(MessageAttachment)).one().document
    for name, person in people.items():
        browser = client(person) if person else client()
        assert (TEXT in browser.get(f"{path}/messages").text) == (name in readers), name
        assert (browser.send(f"{path}/messages/{document.public_id}/open").status_code == 200) == (name in readers), name
    owed = mails(session, message)
    assert {one.payload["person_id"] for one in owed} <= {people[name].id for name in readers} - {people[writer].id}
    assert owed or audience == A.OWN_SIDE
    assert TEXT not in str([one.payload for one in owed])
    for one in owed:
        assert recipients.find(one.payload)


@pytest.mark.parametrize("state", [S.DRAFT, S.AWAITING_COMMITMENT, S.SUBMITTED, S.AWAITING_DECISIONS, S.APPROVED])
def test_to_whom_one_may_write(make, state):
    project = make.project(state)
    submitted = project.submitted_version is not None
    for name, person in cast(make, project).items():
        if person is None:
            continue
        expected = {A.OWN_SIDE} if name in LEAD | PARTNER else set()
        expected |= {A.BOTH_SIDES} if name in {"lead", "partner"} else set()
        expected |= {A.WITH_OFFICERS} if submitted and name in {"lead", "partner"} | OFFICERS else set()
        assert set(rules.audiences(person, project)) == expected, name
        for audience in set(A) - expected:
            with pytest.raises(NotAllowed):
                send_message(project, text=TEXT, by=person, audience=audience)


def invite(make, project):
    organisation = make.organisation(country="IL")
    speaker = make.speaker(organisation)
    partner = services.invite_partner(project, organisation=organisation, role=PartnerRole.PARTNER, by=make.speaker(project.lead.organisation))
    return partner, speaker


def test_who_is_invited_reads_neither_what_was_nor_what_is_said(client, make, session):
    project = make.project()
    lead = make.speaker(project.lead.organisation)
    before = send_message(project, text="Before", by=lead)
    partner, speaker = invite(make, project)
    during = send_message(project, text="During", by=lead)
    own = send_message(project, text="Shall we?", by=speaker, audience=A.OWN_SIDE)
    session.commit()
    assert set(rules.audiences(speaker, project)) == {A.OWN_SIDE}
    assert [sees(speaker, one) for one in (before, during, own)] == [False, False, True]
    assert not sees(lead, own)
    assert speaker.id not in {one.payload["person_id"] for one in mails(session, during)}
    assert queries.count_all_unread(speaker) == 0
    services.answer_invitation(partner, accept=True, by=speaker)
    after = send_message(project, text="After", by=lead)
    session.commit()
    assert [sees(speaker, one) for one in (before, during, after)] == [False, False, True]
    assert speaker.id in {one.payload["person_id"] for one in mails(session, after)}
    text = client(speaker).get(f"/projects/{project.public_id}/messages").text
    assert "Before" not in text
    assert "After" in text


@pytest.mark.parametrize("accepted", [True, False])
def test_who_leaves_or_declines_reads_no_more(client, make, session, accepted):
    project = make.project()
    partner, speaker = invite(make, project)
    lead = make.speaker(project.lead.organisation)
    services.answer_invitation(partner, accept=accepted, by=speaker)
    message = send_message(project, text=TEXT, by=lead)
    owed = mails(session, message)
    if accepted:
        assert sees(speaker, message)
        services.remove_partner(partner, by=lead)
    session.commit()
    assert not sees(speaker, message)
    assert queries.count_all_unread(speaker) == 0
    assert client(speaker).get(f"/projects/{project.public_id}/messages").status_code == 404
    for one in owed:
        if one.payload["person_id"] == speaker.id:
            with pytest.raises(recipients.NotDue):
                recipients.find(one.payload)


def test_officials_with_a_conflict_are_kept_away(client, make, session):
    project = make.case()
    first = project.programme.parties[0]
    free, linked, withdrawn = make.officer(first), make.officer(first), make.officer(first)
    linked.email = "someone@linked-works.example"
    project.lead.organisation.website = "https://linked-works.example"
    decisions.recuse(make.decision(project, 0), by=withdrawn, reason="Sample reason.")
    session.commit()
    message = send_message(project, text=TEXT, by=make.speaker(project.lead.organisation), audience=A.WITH_OFFICERS)
    session.commit()
    for person, reads in ((free, True), (linked, False), (withdrawn, False)):
        assert sees(person, message) == reads
        assert queries.count_all_unread(person) == int(reads)
        assert client(person).get(f"/projects/{project.public_id}/messages").status_code == (200 if reads else 403)
        assert (person.id in {one.payload["person_id"] for one in mails(session, message)}) == reads


def test_officials_are_not_named_to_partners(client, make, session):
    project = make.project(S.SUBMITTED)
    people = cast(make, project)
    lead, officer = people["lead"], people["officer"]
    send_message(project, text="Asked", by=lead, audience=A.WITH_OFFICERS, attached=[(PDF, "plan.pdf")])
    attachment = session.scalars(select(MessageAttachment)).one()
    open_attachment(attachment, by=officer)
    open_attachment(attachment, by=people["partner"])
    send_message(project, text="Answered", by=officer, audience=A.WITH_OFFICERS, attached=[(PDF, "answer.pdf")])
    session.commit()
    path = f"/projects/{project.public_id}/messages"
    for name in ("lead", "partner"):
        text = client(people[name]).get(path).text
        assert "Answered" in text
        assert "answer.pdf" in text
        assert officer.name not in text
    assert people["partner"].name in client(lead).get(path).text
    assert "not named to you" in client(lead).get(path).text
    assert officer.name in client(people["other officer"]).get(path).text


def test_the_page_of_the_project_tells_of_no_message(client, make, session):
    project = make.project(S.SUBMITTED)
    lead = make.speaker(project.lead.organisation)
    session.commit()
    known = len(projects.timeline(project))
    send_message(project, text=TEXT, by=lead)
    send_message(project, text=TEXT, by=lead, audience=A.OWN_SIDE)
    session.commit()
    assert len(projects.timeline(project)) == known
    kinds = [event.kind for event in session.scalars(select(Event).where(Event.kind.endswith("message")))]
    assert sorted(kinds) == ["person.own_message", "project.message"]


def test_a_fixed_number_of_statements(client, make, statements):  # noqa: F811
    project = make.project(S.SUBMITTED)
    people = cast(make, project)
    pages = (f"/projects/{project.public_id}/messages", f"/projects/{project.public_id}", "/messages", "/work")

    def count(name):
        browser = client(people[name])
        browser.get(pages[0])
        return {page: statements(lambda page=page: browser.get(page)) for page in pages}

    def add(thing, *names):
        for name in names:
            send_message(thing, text=TEXT, by=people[name], audience=A.WITH_OFFICERS, attached=[(PDF, "plan.pdf")])

    add(project, "lead", "partner", "officer")
    few = {name: count(name) for name in ("partner", "other officer")}
    for _more in range(2):
        add(project, "lead", "partner", "officer")
        another = make.project(S.SUBMITTED, lead=project.lead.organisation, partners=[project.accepted[1].organisation])
        add(another, "lead")
    assert {name: count(name) for name in few} == few


WRITERS = {"lead": LEAD, "partner": PARTNER}
WORDS = st.lists(st.tuples(st.sampled_from(["lead", "partner", "officer"]), st.sampled_from(list(A)), st.booleans()), max_size=6)


@given(written=WORDS)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
def test_everybody_reads_exactly_what_is_for_them(make, written):
    project = make.project(S.SUBMITTED)
    people = cast(make, project)
    made = []
    for writer, audience, early in written:
        if writer == "officer" and audience != A.WITH_OFFICERS:
            continue
        message = send_message(project, text=TEXT, by=people[writer], audience=audience)
        if early:
            message.created_at = now() - timedelta(days=1)  # before anybody had joined
        readers = {A.OWN_SIDE: WRITERS.get(writer, set()), A.BOTH_SIDES: set() if early else LEAD | PARTNER}
        readers[A.WITH_OFFICERS] = readers[A.BOTH_SIDES] | OFFICERS
        made.append((message.id, readers[audience]))
    for name, person in people.items():
        if person is None:
            continue
        found = {message.id for message in queries.list_messages(person, project, 1).items}
        assert found == {key for key, readers in made if name in readers}, name
        others = {key for key, readers in made if name in readers and session_writer(make, key) != person.id}
        assert queries.count_unread(person, SubjectKind.PROJECT, [project.id]) == ({project.id: len(others)} if others else {}), name


def session_writer(make, key):
    from app.messages.models import Message

    return make.session.get(Message, key).written_by_id
