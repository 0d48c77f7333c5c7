"""Who sees an organisation, its contacts and its history; the same number of statements for one row and for three."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from app.accounts.enums import Role
from app.accounts.rights import CLOCK, Anonymous
from app.extensions import db
from app.organisations import queries
from app.organisations.enums import LISTED_STATES, NameKind
from app.organisations.enums import OrganisationState as S
from app.organisations.models import OfficialNumber, Organisation, OrganisationName

HIDDEN = sorted(set(S) - LISTED_STATES)


@pytest.fixture(autouse=True)
def programme(make):
    return make.programme()


def sees(session, actor, organisation):
    return session.scalar(select(Organisation.id).where(Organisation.id == organisation.id, queries.visible_to(actor))) is not None


@pytest.mark.parametrize("state", sorted(LISTED_STATES))
def test_listed_states_are_public(make, session, programme, state):
    organisation, _ = make.in_state(programme, state)
    assert sees(session, Anonymous(), organisation)


@pytest.mark.parametrize("state", HIDDEN)
def test_the_others_are_for_those_concerned(make, session, programme, state):
    organisation, representative = make.in_state(programme, state)
    japan, israel = programme.parties
    coordinator = make.member(programme.secretariat, Role.COORDINATOR)
    for actor, expected in (
        (Anonymous(), False), (make.person(), False), (make.member(make.organisation()), False), (representative, True),
        (make.official(japan), True), (make.official(japan, Role.DECISION_MAKER), True), (make.administrator(), True), (CLOCK, True),
        (make.official(israel), state == S.SUSPENDED), (coordinator, state in {S.INVITED, S.EXPIRED}),
    ):
        assert sees(session, actor, organisation) == expected, actor


def test_a_right_that_ended_shows_nothing(make, session, programme):
    from app.core.db import now

    organisation, representative = make.in_state(programme, S.DRAFT)
    for membership in representative.memberships:
        membership.ended_at = now()
    assert not sees(session, representative, organisation)


def test_what_is_not_visible_is_404_and_what_is_not_allowed_403(make, client, programme):
    hidden, _ = make.in_state(programme, S.DRAFT)
    listed, _ = make.in_state(programme, S.DECLARED)
    stranger = client(make.person())
    assert stranger.get(f"/organisations/{hidden.public_id}").status_code == 404
    assert stranger.get(f"/organisations/{listed.public_id}").status_code == 200
    for path in ("edit", "edit/contact", "check", "members", "verify", "change-legal-data", "ask-for-data"):
        assert stranger.get(f"/organisations/{hidden.public_id}/{path}").status_code == 404, path
        assert stranger.get(f"/organisations/{listed.public_id}/{path}").status_code == 403, path
    for path in ("declare", "take-up", "reject", "suspend", "lift", "retire", "appeal", "accept", "resubmit", "renew", "confirm-track", "members/invite"):
        assert stranger.send(f"/organisations/{hidden.public_id}/{path}").status_code == 404, path
        assert stranger.send(f"/organisations/{listed.public_id}/{path}").status_code == 403, path
    assert stranger.get("/verification").status_code == 403
    assert client().get("/verification").status_code == 302


def test_contacts_are_for_people_of_verified_organisations_and_officials(make, client, programme):
    organisation, _ = make.in_state(programme, S.VERIFIED, contact_name="Sample Contact", contact_email="hidden@sample.example", contact_phone="+81 3 0000")
    url = f"/organisations/{organisation.public_id}"
    unverified = make.member(make.organisation(state=S.DECLARED))
    for person, expected in (
        (None, False), (make.person(), False), (unverified, False), (make.member(make.organisation()), True),
        (make.official(programme.parties[1]), True), (make.administrator(), True),
    ):
        text = client(person).get(url).text
        assert ("hidden@sample.example" in text) == expected
        assert ("Sample Contact" in text) == expected


def test_evidence_and_history_are_not_public(make, client, programme):
    organisation, representative = make.in_state(programme, S.VERIFIED, evidence="secret evidence")
    from app.core import events

    events.record("organisation.edit", organisation, by=representative, data={"fields": [], "version": 1})
    url = f"/organisations/{organisation.public_id}"
    for person in (None, make.person(), make.member(make.organisation())):
        text = client(person).get(url).text
        assert "secret evidence" not in text
        assert representative.name not in text


@contextmanager
def counted():
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def grow(make, session, organisation, programme, count):
    for index in range(count):
        organisation.numbers.append(OfficialNumber(scheme="lei", value=f"{organisation.id}-{index}"))
        session.add(OrganisationName(organisation_id=organisation.id, kind=NameKind.OTHER, text=f"Name {index}", key=f"name {index}", grams=[]))
    organisation.subtopics = [s for track in programme.tracks for s in track.subtopics][: count + 1]
    for _ in range(count):
        make.member(organisation, Role.MEMBER)
    session.flush()


@pytest.mark.parametrize("who", ["visitor", "representative", "officer"])
def test_the_page_takes_the_same_statements_for_one_row_and_three(make, client, session, programme, who):
    found = []
    make.in_state(programme, S.DECLARED)
    for count in (1, 3):
        organisation, representative = make.in_state(programme, S.IN_VERIFICATION)
        grow(make, session, organisation, programme, count)
        person = {"visitor": None, "representative": representative, "officer": make.official(programme.parties[0])}[who]
        tester = client(person)
        paths = ["", *{"representative": ["/members", "/edit", "/check"], "officer": ["/verify", "/members"]}.get(who, [])]
        for path in paths:
            tester.get(f"/organisations/{organisation.public_id}{path}")
            session.expire_all()
            with counted() as statements:
                tester.get(f"/organisations/{organisation.public_id}{path}")
            found.append((count, path, len(statements)))
    ones, threes = ([row[1:] for row in found if row[0] == count] for count in (1, 3))
    assert ones == threes
    assert all(number <= 25 for _, number in ones), ones


def test_the_queue_takes_the_same_statements_for_one_row_and_three(make, client, session, programme):
    tester = client(make.official(programme.parties[0]))
    found = []
    for count in (1, 2):
        for _ in range(count):
            make.in_state(programme, S.DECLARED)
            from app.organisations.models import Recovery

            session.add(Recovery(organisation=make.organisation(), claimant=make.person(), reason="lost"))
        session.flush()
        tester.get("/verification")
        with counted() as statements:
            tester.get("/verification")
        found.append(len(statements))
    assert found[0] == found[1]


def test_the_queue_holds_the_own_country_the_most_urgent_first(make, client, programme):
    from datetime import timedelta

    from app.core.db import now

    later, _ = make.in_state(programme, S.DECLARED, due_at=now() + timedelta(days=3))
    late, _ = make.in_state(programme, S.IN_VERIFICATION, due_at=now() - timedelta(days=3))
    foreign, _ = make.in_state(programme, S.DECLARED, country="IL")
    unclaimed = make.listed(state=S.DECLARED)
    text = client(make.official(programme.parties[0])).get("/verification").text
    assert text.index(late.public_id) < text.index(later.public_id)
    assert foreign.public_id not in text and unclaimed.public_id not in text


def test_a_suggested_track_is_confirmed_by_a_person(make, client, session, programme):
    from app.organisations.enums import TrackLinkState
    from app.organisations.models import TrackLink

    organisation, representative = make.in_state(programme, S.VERIFIED)
    for track, state in ((programme.tracks[1], TrackLinkState.SUGGESTED),):
        session.add(TrackLink(organisation_id=organisation.id, track_id=track.id, state=state, reason="Its words match."))
    session.flush()
    session.expire(organisation, ["track_links"])
    url = f"/organisations/{organisation.public_id}"
    assert "Its words match." in client().get(url).text
    data = {"track": str(programme.tracks[1].id), "version": str(organisation.version)}
    assert client(make.person()).send(f"{url}/confirm-track", data).status_code == 403
    tester = client(representative)
    assert tester.send(f"{url}/confirm-track", data).status_code == 302
    assert tester.send(f"{url}/confirm-track", data).status_code == 422
    assert len(organisation.confirmed_tracks) == 2
