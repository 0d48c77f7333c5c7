"""Before the acceptance no way leads from one side of an introduction to the other: each way out has a test."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.enums import Role
from app.accounts.rights import CLOCK
from app.core.db import now
from app.core.errors import NotAllowed, Refused
from app.core.outbox import Owed
from app.notices import composing, recipients
from app.organisations.enums import OrganisationState as O
from app.organisations.models import OfficialNumber
from app.partnering import introduction_tasks, queries
from app.partnering.enums import IntroductionState as S
from app.partnering.enums import ProfileState, Side, StepKind
from app.partnering.introductions import policy
from app.partnering.introductions.workflow import INTRODUCTION
from app.partnering.services import introducing
from tests.factories.introductions import ANSWERS

BEFORE = (S.SENT, S.SEEN, S.QUESTION, S.DECLINED, S.LAPSED)
AFTER = (S.ACCEPTED, S.IN_TALKS, S.UNDER_NDA, S.CONVERTED, S.AGREED, S.CLOSED_NO_DEAL, S.DORMANT)


def hidden_organisation(make, country, word):
    """An organisation all of whose entries are words of their own."""
    low = word.lower()
    made = make.organisation(
        country=country, name_latin=f"{word} Works", name_native=f"{word}之上", name_kana=f"{word}ウエ", city=f"{word}town", street=f"9 {word} Lane",
        website=f"https://{low}.example", contact_email=f"desk@{low}.example", contact_name=f"Yuki {word}field", sort_key=f"{low} works",
        description=f"The {word} maker.",
    )
    made.numbers.append(OfficialNumber(scheme="jp.cn", value="7000000009999" if country == "JP" else "519990099"))
    make.member(made, Role.REPRESENTATIVE, Role.SIGNATORY, name=f"Aoi {word}person", email=f"aoi@{low}.example")
    return made


def secrets(organisation):
    word = organisation.name_latin.split()[0]
    return [word, word.lower(), organisation.public_id, organisation.numbers[0].value]


@pytest.fixture
def scene(make):
    def build(state, **values):
        programme = make.sample_programme()
        owner, asker = hidden_organisation(make, "JP", "Kumonoue"), hidden_organisation(make, "IL", "Mealhaanan")
        profile = make.profile(ProfileState.PUBLISHED, organisation=owner, programme=programme, anonymous=values.pop("anonymous", True))
        return make.introduction(state, profile=profile, organisation=asker, **values), asker, owner

    return build


def leaks(text, organisation):
    return [word for word in secrets(organisation) if word in text]


PAGES = ("", "/edit", "/screen", "/decline", "/ask", "/answer", "/message", "/messages", "/documents", "/documents/new", "/end", "/propose-meeting", "/propose-confidentiality", "/propose-project",
         "/propose-agreement", "/confirm-confidentiality", "/project")
LISTS = ("/introductions", "/introductions?box=sent", "/introductions/screening", "/work", "/profiles", "/projects", "/profiles/bookmarks")


def read_all(client, person, introduction, language="en"):
    """All that a person can read about it, with addresses and headers."""
    browser, found = client(person), []
    paths = [f"/introductions/{introduction.public_id}{page}" for page in PAGES]
    paths += [*LISTS, f"/profiles/{introduction.profile.public_id}", f"/profiles/{introduction.profile.public_id}/interest"]
    for path in paths:
        answer = browser.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
        found.append(f"{path} {answer.status_code}\n{answer.text}\n{answer.headers}")
    return "\n".join(found)


@pytest.mark.parametrize("state", BEFORE)
def test_neither_side_learns_who_the_other_is(client, make, scene, state):
    introduction, asker, owner = scene(state)
    for role in (Role.REPRESENTATIVE, Role.MEMBER):
        assert leaks(read_all(client, make.member(asker, role), introduction), owner) == []
        assert leaks(read_all(client, make.member(owner, role), introduction), asker) == []


@pytest.mark.parametrize("language", ["he", "ja"])
def test_nor_in_another_language(client, make, scene, language):
    introduction, asker, owner = scene(S.QUESTION)
    assert leaks(read_all(client, make.asker(introduction), introduction, language), owner) == []
    assert leaks(read_all(client, make.owner(introduction), introduction, language), asker) == []


def test_a_named_profile_and_a_withheld_asker(client, make, scene):
    introduction, asker, owner = scene(S.SEEN, anonymous=False, withheld=True)
    assert leaks(read_all(client, make.owner(introduction), introduction), asker) == []
    assert "Kumonoue" in client(make.asker(introduction)).get(f"/introductions/{introduction.public_id}").text
    open_one = make.introduction(S.SEEN, profile=make.profile(ProfileState.PUBLISHED, organisation=owner), organisation=asker)
    assert "Mealhaanan" in client(make.owner(open_one)).get(f"/introductions/{open_one.public_id}").text


@pytest.mark.parametrize("state", AFTER)
def test_both_know_each_other_from_the_acceptance_on(client, make, scene, state):
    introduction, _asker, owner = scene(state)
    path = f"/introductions/{introduction.public_id}"
    assert "Kumonoue" in client(make.asker(introduction)).get(path).text
    assert "Mealhaanan" in client(make.owner(introduction)).get(path).text
    assert "Kumonoue" in client(make.asker(introduction)).get("/introductions?box=sent").text
    assert "Mealhaanan" in client(make.owner(introduction)).get("/introductions").text
    stranger = make.speaker(make.organisation())
    assert leaks(client(stranger).get(f"/profiles/{introduction.profile.public_id}").text, owner) == []


@pytest.mark.parametrize("state", list(S))
def test_others_do_not_find_it(client, make, scene, state):
    introduction, _asker, _owner = scene(state)
    first, _second = introduction.programme.parties
    path = f"/introductions/{introduction.public_id}"
    for person in (make.speaker(make.organisation()), make.administrator(), make.officer(first), make.decider(first),
                   make.coordinator(make.programme(code="other")), make.reviewer()):
        for page in PAGES:
            assert client(person).get(path + page).status_code == 404
    assert client().get(path).status_code == 302


@pytest.mark.parametrize("state", [S.DRAFT, S.SCREENING, S.REFUSED_BY_BROKER, S.WITHDRAWN])
def test_the_owner_does_not_see_what_never_reached_it(client, make, scene, state):
    introduction, _asker, owner = scene(state)
    browser = client(make.speaker(owner))
    assert browser.get(f"/introductions/{introduction.public_id}").status_code == 404
    assert "Gripper" not in re.sub(r"(?s)<header.*?</header>", "", browser.get("/introductions").text)
    assert introduction.public_id not in browser.get("/work").text
    assert browser.send(f"/introductions/{introduction.public_id}/accept", {"version": introduction.version}).status_code == 404


@pytest.mark.parametrize("state", list(S))
def test_brokers_see_the_request_and_what_was_answered_but_not_the_talks(client, make, scene, state):
    introduction, asker, owner = scene(state)
    path, seen = f"/introductions/{introduction.public_id}", state not in {S.DRAFT, S.WITHDRAWN}
    for person in (make.broker(introduction), make.coordinator(introduction.programme), make.decider(introduction.programme.parties[1])):
        answer = client(person).get(path)
        assert answer.status_code == (200 if seen else 404)
        if seen:
            assert ANSWERS["brings"] in answer.text
            assert leaks(answer.text, owner) == []
            for said in ("How cold is it there", "Grippers for the cold season", "Supplier agreement", "No funding"):
                assert said not in answer.text
    assert leaks(read_all(client, make.coordinator(introduction.programme), introduction), asker) == []


def test_the_owner_reads_the_request_only_once_it_is_opened(client, make, scene):
    introduction, _asker, _owner = scene(S.SENT)
    path, browser = f"/introductions/{introduction.public_id}", client(make.owner(introduction))
    member = client(make.member(introduction.profile.organisation, Role.MEMBER))
    assert ANSWERS["why"] not in browser.get(path).text
    assert ANSWERS["why"] not in member.get(path).text
    assert member.send(f"{path}/open", {"version": introduction.version}).status_code == 403
    assert introduction.state == S.SENT
    assert browser.send(f"{path}/open", {"version": introduction.version}).status_code == 302
    assert introduction.state == S.SEEN
    assert ANSWERS["why"] in browser.get(path).text


@pytest.mark.parametrize("words", [
    "We are Mealhaanan Works.", "Write to aoi@mealhaanan.example", "See https://mealhaanan.example", "Aoi Mealhaananperson will call you", "m e a l h a a n a n",
    "Number 519990099",
])
def test_a_withheld_asker_does_not_name_itself(make, scene, words):
    introduction, _asker, _owner = scene(S.DRAFT, why=f"{words} {ANSWERS['why']}")
    with pytest.raises(Refused):
        introducing.send_introduction(introduction, by=make.asker(introduction))


def test_neither_side_names_itself_in_questions_and_answers(make, scene):
    introduction, _asker, _owner = scene(S.SEEN)
    with pytest.raises(Refused):
        introducing.ask_question(introduction, text="Kumonoue Works would like to know more.", by=make.owner(introduction))
    introducing.ask_question(introduction, text="Are you Mealhaanan Works?", by=make.owner(introduction))
    with pytest.raises(Refused):
        introducing.answer_question(introduction, text="Yes, we are Mealhaanan Works.", by=make.asker(introduction))
    introducing.answer_question(introduction, text="Are you Kumonoue Works?", by=make.asker(introduction))
    assert introduction.state == S.SEEN


def test_a_guess_is_neither_confirmed_nor_denied(make, scene):
    """What names the other side is taken like any other text; so is a comment of a broker who may not know the owner."""
    introduction, _asker, _owner = scene(S.DRAFT, why=f"Are you Kumonoue Works? {ANSWERS['why']}")
    introducing.send_introduction(introduction, by=make.asker(introduction))
    introducing.send_back(introduction, comment="Do not ask whether it is Kumonoue Works.", by=make.coordinator(introduction.programme))
    assert introduction.state == S.DRAFT


def test_a_broker_who_knows_the_owner_does_not_name_it(make):
    programme = make.sample_programme()
    owner = hidden_organisation(make, "JP", "Kumonoue")
    profile = make.profile(ProfileState.PUBLISHED, organisation=owner, programme=programme, anonymous=True)
    introduction = make.introduction(S.SCREENING, profile=profile, organisation=make.organisation(country="JP"))
    with pytest.raises(Refused, match="names the owner"):
        introducing.send_back(introduction, comment="Kumonoue Works wants more.", by=make.broker(introduction))


@pytest.mark.parametrize("state", [S.SCREENING, *BEFORE])
def test_mails(make, scene, session, state):
    make.officer(make.sample_programme().parties[1])
    introduction, _asker, _owner = scene(state)
    session.commit()
    rows = session.scalars(select(Owed).where(Owed.topic == "mail", Owed.payload["subject"].astext == "introduction")).all()
    assert rows
    for row in rows:
        reader = recipients.find(row.payload)
        mail = composing.compose(row.payload["kind"], reader, row.payload.get("data") or {}, dedup=row.dedup, owed_at=now())
        text = f"{mail['Subject']}\n{mail.get_content()}".replace(reader.name, "")
        assert re.findall("(?i)Kumonoue|Mealhaanan", text) == [], row.payload["kind"]
        assert introduction.public_id in text


def test_the_standing_of_a_hidden_asker_closes_no_button(client, make, scene, session):
    introduction, asker, _owner = scene(S.SEEN)
    asker.state = O.SUSPENDED
    session.flush()
    page = client(make.owner(introduction)).get(f"/introductions/{introduction.public_id}").text
    assert 'aria-disabled="true"' not in page
    introducing.accept_introduction(introduction, by=make.owner(introduction))
    screened = make.introduction(S.SCREENING, anonymous=True)
    screened.organisation.state = O.SUSPENDED
    session.flush()
    introducing.forward_introduction(screened, by=make.coordinator(screened.programme))


def test_errors_and_sorting_tell_nothing(client, make, scene):
    introduction, asker, _owner = scene(S.SEEN)
    browser = client(make.owner(introduction))
    assert browser.get("/introductions?sort=organisation").status_code == 400
    assert browser.get("/introductions?state=nonsense").status_code == 200
    refused = browser.send(f"/introductions/{introduction.public_id}/decline", {"version": introduction.version})
    assert refused.status_code == 422
    assert leaks(refused.text, asker) == []
    assert browser.get(f"/organisations/{asker.public_id}/introductions").status_code == 403
    outsider = client(make.asker(introduction)).get(f"/organisations/{introduction.profile.organisation.public_id}/introductions")
    assert outsider.status_code == 403


def test_the_figures_do_not_move_with_anonymous_profiles(client, make, session):
    owner = make.organisation()
    profiles = [make.profile(ProfileState.PUBLISHED, organisation=owner, anonymous=True) for _ in range(6)]
    for profile in profiles:
        make.introduction(S.DECLINED, profile=profile)
    assert queries.answering_of(owner) is None
    assert "Answers requests" not in client().get(f"/profiles/{profiles[0].public_id}").text
    assert "Answers requests" not in client().get(f"/organisations/{owner.public_id}/profiles").text


def test_the_figures_of_named_profiles_are_shown(client, make):
    owner = make.organisation()
    profiles = [make.profile(ProfileState.PUBLISHED, organisation=owner) for _ in range(5)]
    hidden = make.profile(ProfileState.PUBLISHED, organisation=owner, anonymous=True)
    for profile in profiles:
        make.introduction(S.DECLINED, profile=profile)
    assert "Answers requests within 1 day (median); 100% answered" in client().get(f"/profiles/{profiles[0].public_id}").text
    assert "Answers requests" in client().get(f"/organisations/{owner.public_id}/profiles").text
    assert "Answers requests" not in client().get(f"/profiles/{hidden.public_id}").text


@pytest.mark.parametrize("state", list(S))
def test_documents_open_only_under_a_confidentiality_agreement(make, scene, state):
    introduction, _asker, _owner = scene(state)
    people = {
        "asker": make.asker(introduction), "asker member": make.member(introduction.organisation, Role.MEMBER), "owner": make.owner(introduction),
        "broker": make.broker(introduction), "coordinator": make.coordinator(introduction.programme), "administrator": make.administrator(),
        "stranger": make.person(), "clock": CLOCK,
    }
    may = {name for name, person in people.items() if policy.may_open_documents(person, introduction)}
    assert may == ({"asker", "asker member", "owner"} if state == S.UNDER_NDA else set())


def test_documents_close_with_the_talks_and_open_again_with_them(make, scene, session):
    introduction, _asker, _owner = scene(S.UNDER_NDA)
    by = make.asker(introduction)
    introducing.let_sleep(introduction)
    assert not policy.may_open_documents(by, introduction)
    introducing.reopen_talks(introduction, by=by)
    assert policy.may_open_documents(by, introduction)
    make.propose(introduction, StepKind.AGREEMENT, Side.OWNER)
    introducing.confirm_step(introduction, by=by)
    assert policy.may_open_documents(by, introduction)


def test_a_lapse_is_announced_once_before(make, scene, session):
    introduction, _asker, owner = scene(S.SEEN)
    make.member(owner, Role.REPRESENTATIVE)
    session.commit()
    session.execute(Owed.__table__.delete())
    introduction.due_at = now() + timedelta(hours=60)
    session.commit()
    for _ in range(3):
        introduction_tasks.remind()
    reminded = session.scalars(select(Owed).where(Owed.payload["kind"].astext == "introduction.reminder")).all()
    assert len({row.payload["person_id"] for row in reminded}) == len(reminded) == 2
    introduction.due_at = now() - timedelta(minutes=1)
    session.commit()
    assert introduction_tasks.run_clock() == 1
    session.expire_all()
    assert introduction.state == S.LAPSED
    with pytest.raises(NotAllowed):
        INTRODUCTION.fire("accept", make.introduction(S.SENT), by=make.asker(introduction))
