"""Economic organisations screen for members that let them, beside the officers: who may, who is told, and what stays hidden."""

import pytest
from sqlalchemy import select

from app.accounts.enums import Role
from app.core.errors import NotAllowed, Refused
from app.core.outbox import Owed
from app.desk.work import entries
from app.messages.enums import Audience
from app.messages.queries import list_messages
from app.messages.services import send_message
from app.notices import composing, recipients
from app.organisations.affiliations import services
from app.organisations.affiliations.enums import Consent
from app.organisations.enums import OrganisationState
from app.partnering import queries
from app.partnering.enums import IntroductionState as S
from app.partnering.enums import ProfileState
from app.partnering.introductions import messages, policy
from app.partnering.introductions.turn import whose_turn
from app.partnering.introductions.workflow import INTRODUCTION, brokers, screening_officers
from app.partnering.models import Introduction
from app.partnering.queries.introductions import visible_to
from app.partnering.services import introducing
from tests.factories.introductions import ANSWERS

STEPS = ("forward", "send_back", "refuse")


@pytest.fixture
def scene(make):
    """An introduction whose asker is a member of a chamber and lets it broker."""

    def build(state=S.SCREENING, *, allows=(Consent.BROKERING,), withheld=False, owner=None):
        programme = make.sample_programme()
        make.official(programme.parties[1])
        asker = make.listed(country=programme.parties[1].country, name_latin="Mealhaanan Works")
        affiliation = make.affiliation(economic=make.economic(asker.country), member=asker, allows=allows)
        owner = owner or make.listed(country=programme.parties[0].country, name_latin="Kumonoue Works")
        profile = make.profile(ProfileState.PUBLISHED, organisation=owner, programme=programme, anonymous=True)
        return make.introduction(state, profile=profile, organisation=asker, withheld=withheld), affiliation

    return build


def sees(session, person, introduction):
    return session.scalar(select(Introduction.id).where(Introduction.id == introduction.id, visible_to(person))) is not None


def people(make, introduction, affiliation):
    return {
        "chamber": make.chamber(affiliation), "chamber member": make.member(affiliation.economic, Role.MEMBER),
        "chamber signatory": make.member(affiliation.economic, Role.SIGNATORY), "other chamber": make.speaker(make.economic("IL")),
        "broker": make.broker(introduction), "coordinator": make.coordinator(introduction.programme), "asker": make.asker(introduction),
        "owner": make.owner(introduction), "stranger": make.person(), "administrator": make.administrator(),
        "owner officer": make.official(introduction.programme.parties[0]),
    }


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("lets", [True, False])
def test_who_screens(make, session, scene, state, lets):
    introduction, affiliation = scene(state, allows=(Consent.BROKERING,) if lets else (Consent.PROFILES, Consent.INTRODUCTIONS))
    expected = ({"broker", "coordinator"} | ({"chamber"} if lets else set())) if state == S.SCREENING else set()
    for name, person in people(make, introduction, affiliation).items():
        for action in STEPS:
            assert INTRODUCTION.can(action, introduction, person) == (name in expected), (name, action)
        assert (introduction in queries.list_screening(person, 1).items) == (name in expected), name
        if name.startswith(("chamber", "other")):
            assert sees(session, person, introduction) == (name in expected), name


def test_a_chamber_that_is_a_side_or_verified_no_more_does_not_broker(make, session, scene):
    introduction, affiliation = scene()
    by = make.chamber(affiliation)
    assert policy.broker(by, introduction)
    linked = make.member(affiliation.economic, Role.REPRESENTATIVE)
    linked.memberships.append(linked.memberships[0].__class__(organisation=introduction.profile.organisation, role=Role.MEMBER))
    session.flush()
    assert not policy.broker(linked, introduction)
    assert introduction not in queries.list_screening(linked, 1).items
    affiliation.economic.state = OrganisationState.SUSPENDED
    session.flush()
    assert not policy.broker(by, introduction)
    assert not sees(session, by, introduction)
    with pytest.raises(NotAllowed):
        introducing.forward_introduction(introduction, by=by)


def test_it_is_told_and_finds_it_in_its_work(make, session, scene):
    introduction, affiliation = scene()
    session.commit()
    by = make.chamber(affiliation)
    told = set(session.scalars(select(Owed.payload["person_id"].as_integer()).where(Owed.payload["kind"].astext == "introduction.send")))
    assert {by.id, make.broker(introduction).id} <= told
    assert any(entry.public_id == introduction.public_id for entry in entries(by))
    assert whose_turn(introduction).is_mine(by)
    assert {person.id for person in brokers(introduction)} >= {by.id}
    assert by.id not in {person.id for person in screening_officers(introduction)}


def test_it_screens_by_the_pages(make, client, scene):
    introduction, affiliation = scene(withheld=True)
    browser = client(make.chamber(affiliation))
    path = f"/introductions/{introduction.public_id}"
    assert path in browser.get("/introductions/screening").text
    assert "Screening" in browser.get("/work").text
    page = browser.get(f"{path}/screen").text
    assert ANSWERS["why"] in page
    assert "Mealhaanan" in page
    assert browser.send(f"{path}/screen", {"outcome": "forward", "version": introduction.version}).status_code == 302
    assert introduction.state == S.SENT
    assert browser.get(path).status_code == 404
    assert path not in browser.get("/introductions/screening").text


@pytest.mark.parametrize("action", STEPS)
def test_officers_keep_their_rights(make, scene, action):
    introduction, _affiliation = scene()
    act = {"forward": introducing.forward_introduction, "send_back": introducing.send_back, "refuse": introducing.refuse_introduction}[action]
    act(introduction, by=make.broker(introduction), comment="" if action == "forward" else "Say more.")
    assert introduction.state in {S.SENT, S.DRAFT, S.REFUSED_BY_BROKER}


@pytest.mark.parametrize("state", list(S))
def test_the_owner_is_hidden_from_it_on_every_page_and_in_every_mail(make, client, session, scene, state):
    introduction, affiliation = scene(state, allows=tuple(Consent))
    browser, owner = client(make.chamber(affiliation)), introduction.profile.organisation
    pages = [f"/introductions/{introduction.public_id}", f"/introductions/{introduction.public_id}/screen", "/introductions/screening", "/work",
             f"/memberships/{affiliation.public_id}", f"/memberships/{affiliation.public_id}/introductions", "/members"]
    for path in pages:
        text = browser.get(path).text
        assert "Kumonoue" not in text, path
        assert owner.public_id not in text, path
    session.commit()
    by = make.chamber(affiliation)
    for row in session.scalars(select(Owed).where(Owed.topic == "mail", Owed.payload["person_id"].as_integer() == by.id)):
        try:
            mail = composing.compose(row.payload["kind"], recipients.find(row.payload), {}, dedup=row.dedup, owed_at=row.created_at)
        except recipients.NotDue:
            continue
        assert "Kumonoue" not in mail.get_content()


def test_consent_taken_back_ends_it_at_once(make, client, session, scene):
    introduction, affiliation = scene()
    by = make.chamber(affiliation)
    services.set_consents(affiliation, (), by=make.of_member(affiliation))
    session.expire_all()
    assert not policy.broker(by, introduction)
    assert client(by).get(f"/introductions/{introduction.public_id}").status_code == 404
    assert not any(entry.public_id == introduction.public_id for entry in entries(by))
    session.commit()
    owed = [row for row in session.scalars(select(Owed).where(Owed.payload["person_id"].as_integer() == by.id)) if row.payload["kind"] == "introduction.send"]
    assert owed
    for row in owed:
        with pytest.raises(recipients.NotDue):
            recipients.find(row.payload)


@pytest.mark.parametrize("state", [S.SCREENING, S.ACCEPTED, S.IN_TALKS])
def test_messages_to_the_officers_are_not_for_it(make, scene, state):
    introduction, affiliation = scene(state)
    by = make.chamber(affiliation)
    assert not messages.reads(by, introduction)
    assert messages.audiences(by, introduction) == []
    if state != S.SCREENING:
        sent = send_message(introduction, text="We need a word.", by=make.asker(introduction), audience=Audience.WITH_OFFICERS)
        assert by.id not in {person.id for person in messages.told(introduction, sent)}
        assert not messages.reads(by, introduction)
        assert list_messages(by, introduction, 1).items == []


def test_names_of_officers_are_not_told_to_it(make, client, session, scene):
    introduction, affiliation = scene()
    officer = make.broker(introduction)
    introducing.send_back(introduction, comment="Say what you bring.", by=officer)
    introducing.send_introduction(introduction, by=make.asker(introduction))
    session.commit()
    path = f"/introductions/{introduction.public_id}"
    assert officer.name in client(make.coordinator(introduction.programme)).get(path).text
    text = client(make.chamber(affiliation)).get(path).text
    assert "Say what you bring." in text
    assert officer.name not in text


def test_who_knows_the_owner_by_its_consent_does_not_tell_the_asker(make, scene):
    """The chamber of both sides knows whose the anonymous profile is; its words to the asker must not say it."""
    owner = make.listed(country="JP", name_latin="Kumonoue Works")
    introduction, affiliation = scene(owner=owner)
    by = make.chamber(affiliation)
    introducing.send_back(introduction, comment="Kumonoue Works wants more.", by=by)  # it does not know: no comparison answers a guess
    introducing.send_introduction(introduction, by=make.asker(introduction))
    make.affiliation(economic=affiliation.economic, member=owner, allows=(Consent.PROFILES,))
    for act in (introducing.send_back, introducing.refuse_introduction):
        with pytest.raises(Refused, match="names the owner"):
            act(introduction, comment="Kumonoue Works wants more.", by=by)


def test_another_economic_organisation_of_the_member_does_not_broker(make, client, scene):
    introduction, affiliation = scene()
    assert [one.id for one in introduction.brokerages] == [affiliation.id]
    other = make.affiliation(economic=make.economic("IL"), member=introduction.organisation, allows=(Consent.PROFILES,))
    assert client(make.chamber(other)).get(f"/introductions/{introduction.public_id}").status_code == 404
