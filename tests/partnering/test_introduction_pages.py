"""The pages of introductions, used as by people: from the interest to the joint project, and lists in a fixed number of statements."""

import pytest
from sqlalchemy import select

from app.accounts.enums import Role
from app.core.db import now
from app.messages.services import send_message
from app.partnering.enums import IntroductionState as S
from app.partnering.enums import ProfileState, Side, StepKind
from app.partnering.models import Introduction
from app.partnering.services import introducing
from app.projects.models import Project
from tests.approvals.conftest import statements  # noqa: F401 - a fixture
from tests.factories.introductions import ANSWERS


def written(make, client, profile, **data):
    organisation = make.organisation(country="IL")
    browser = client(make.speaker(organisation))
    values = {**ANSWERS, "language": "en", "organisation": organisation.public_id, **data}
    answer = browser.send(f"/profiles/{profile.public_id}/interest", values)
    return organisation, browser, answer


def test_from_the_interest_to_the_joint_project(make, client, session):
    profile = make.profile(ProfileState.PUBLISHED, anonymous=True)
    assert "Express interest" in client(make.speaker(make.organisation())).get(f"/profiles/{profile.public_id}").text
    assert "Express interest" not in client().get(f"/profiles/{profile.public_id}").text
    assert "Express interest" not in client(make.speaker(profile.organisation)).get(f"/profiles/{profile.public_id}").text
    _organisation, asker, answer = written(make, client, profile)
    path = answer.location
    introduction = session.scalars(select(Introduction)).one()

    def go(browser, page, **data):
        sent = browser.send(f"{path}/{page}", {"version": introduction.version, **data})
        assert sent.status_code == 302, (page, sent.text)

    go(asker, "edit", **{**ANSWERS, "timing": "From April.", "language": "en"})
    go(asker, "send")
    broker = client(make.broker(introduction))
    assert "Gripper" in broker.get("/introductions/screening").text
    refused = broker.send(f"{path}/screen", {"version": introduction.version, "outcome": "send_back"})
    assert refused.status_code == 422
    assert broker.send(f"{path}/screen", {"version": introduction.version}).status_code == 422
    go(broker, "screen", outcome="forward")
    owner = client(make.owner(introduction))
    go(owner, "open")
    go(owner, "ask", text="How cold is it there in January?")
    assert "How cold is it" in asker.get(path).text
    go(asker, "answer", text="Two degrees at night.")
    assert "Two degrees" in owner.get(path).text
    go(owner, "accept")
    go(asker, "propose-meeting", on=now().date().isoformat())
    go(owner, "confirm")
    go(owner, "message", text="We send the agreement.", audience="both_sides")
    go(owner, "propose-confidentiality", text_version="standard_1", confirm="y")
    go(asker, "confirm-confidentiality", confirm="y")
    assert introduction.state == S.UNDER_NDA
    assert "Confidential documents may be opened" in owner.get(path).text
    go(asker, "propose-project", title="Grippers for the cold season")
    assert "Grippers for the cold season" in owner.get(f"{path}/project").text
    go(owner, "project")
    assert introduction.state == S.CONVERTED
    project = session.scalars(select(Project)).one()
    for browser in (asker, owner):
        assert browser.get(f"/projects/{project.public_id}").status_code == 200
    fulfil = f"/profiles/{profile.public_id}/fulfil"
    data = {"version": profile.version, "introduction": introduction.public_id}
    assert owner.send(fulfil, {**data, "found_through": "elsewhere"}).status_code == 422
    assert owner.send(fulfil, {**data, "found_through": "this_platform"}).status_code == 302
    assert introduction.found_partner
    assert profile.state == ProfileState.FULFILLED
    assert path in owner.get(f"/profiles/{profile.public_id}").text
    assert path not in client(make.profile_officer(profile)).get(f"/profiles/{profile.public_id}").text


def test_nothing_typed_is_lost(make, client):
    profile = make.profile(ProfileState.PUBLISHED)
    _organisation, _browser, answer = written(make, client, profile, why="Kept words", brings="x" * 3001)
    assert answer.status_code == 422
    assert "Kept words" in answer.text
    introduction = make.introduction(S.SEEN)
    owner = client(make.owner(introduction))
    answer = owner.send(f"/introductions/{introduction.public_id}/decline", {"version": introduction.version, "note": "Kept words"})
    assert answer.status_code == 422
    assert "Kept words" in answer.text
    stale = owner.send(f"/introductions/{introduction.public_id}/ask", {"version": introduction.version - 1, "text": "Kept words"})
    assert stale.status_code == 422
    assert "Kept words" in stale.text


def test_a_draft_says_all_that_it_lacks(make, client):
    introduction = make.introduction(why="", brings="")
    browser, path = client(make.asker(introduction)), f"/introductions/{introduction.public_id}"
    page = browser.get(path).text
    assert "Why are you interested in this offer?" in page
    assert 'aria-disabled="true"' in page
    assert browser.send(f"{path}/send", {"version": introduction.version}).status_code == 422
    assert introduction.state == S.DRAFT


def test_a_second_one_to_the_same_profile_is_refused_with_its_place(make, client):
    introduction = make.introduction(S.SENT)
    browser = client(make.asker(introduction))
    path = f"/profiles/{introduction.profile.public_id}/interest"
    assert f"/introductions/{introduction.public_id}" in browser.get(path).text
    data = {**ANSWERS, "language": "en", "organisation": introduction.organisation.public_id}
    answer = browser.send(path, data)
    assert answer.status_code == 422
    assert "already" in answer.text


@pytest.mark.parametrize("kind", [kind for kind in StepKind if kind != StepKind.TRIAL])
def test_a_step_is_set_aside(make, client, kind):
    introduction = make.introduction(S.ACCEPTED if kind == StepKind.MEETING else S.IN_TALKS)
    make.propose(introduction, kind, Side.OWNER)
    browser, path = client(make.asker(introduction)), f"/introductions/{introduction.public_id}"
    assert "Proposed by the other side" in browser.get(path).text
    assert "Proposed by your side" in client(make.owner(introduction)).get(path).text
    assert browser.send(f"{path}/set-aside", {"version": introduction.version, "comment": "Not yet."}).status_code == 302
    assert introduction.open_step is None
    assert "Not yet." in browser.get(path).text


def test_the_end_and_the_sleep(make, client):
    introduction = make.introduction(S.UNDER_NDA)
    browser, path = client(make.owner(introduction)), f"/introductions/{introduction.public_id}"
    assert browser.send(f"{path}/end", {"version": introduction.version}).status_code == 422
    assert browser.send(f"{path}/end", {"version": introduction.version, "reason": "no_licence"}).status_code == 302
    assert "No export licence" in client(make.asker(introduction)).get(path).text
    asleep = make.introduction(S.DORMANT)
    assert client(make.asker(asleep)).send(f"/introductions/{asleep.public_id}/reopen", {"version": asleep.version}).status_code == 302
    assert asleep.state == S.IN_TALKS


def test_members_read_and_do_nothing(make, client):
    for state in (S.DRAFT, S.SEEN, S.IN_TALKS):
        introduction = make.introduction(state)
        for organisation in (introduction.organisation, introduction.profile.organisation):
            browser, path = client(make.member(organisation, Role.MEMBER)), f"/introductions/{introduction.public_id}"
            if browser.get(path).status_code == 200:
                assert "Nothing is to be done here by you." in browser.get(path).text
                for page in ("send", "accept", "withdraw", "reopen", "set-aside", "confirm"):
                    assert browser.send(f"{path}/{page}", {"version": introduction.version}).status_code == 403


def test_lists_are_narrowed_by_state_and_box(make, client):
    owner = make.organisation()
    declined, accepted = (make.introduction(state, profile=make.profile(ProfileState.PUBLISHED, organisation=owner, title=f"About {state}"))
                          for state in (S.DECLINED, S.ACCEPTED))
    browser = client(make.speaker(owner))
    for path in ("/introductions", f"/organisations/{owner.public_id}/introductions"):
        everything = browser.get(path).text
        assert "About declined" in everything
        assert "About accepted" in everything
        narrowed = browser.get(f"{path}?state=declined").text
        assert "About declined" in narrowed
        assert "About accepted" not in narrowed
        assert "About" not in browser.get(f"{path}?box=sent").text.split("<h1>")[1]
    assert "About accepted" in client(make.asker(accepted)).get("/introductions?box=sent").text
    assert declined.state == S.DECLINED


def test_a_fixed_number_of_statements(make, client, statements):  # noqa: F811
    programme = make.programme(code="sample", introduction_quota=100)
    owner, asker = make.organisation(country="JP"), make.organisation(country="IL")

    def add(number):
        for at in range(number):
            for state in (S.SCREENING, S.SEEN, S.IN_TALKS):
                profile = make.profile(ProfileState.PUBLISHED, organisation=owner, programme=programme, title=f"Gripper {at}", anonymous=at % 2 == 1)
                made = make.introduction(state, profile=profile, organisation=asker)
                if state == S.IN_TALKS:
                    make.propose(made, StepKind.AGREEMENT)
        return made

    readers = {
        "/introductions": make.speaker(owner), "/introductions?box=sent": make.speaker(asker), "/introductions/screening": make.officer(programme.parties[1]),
        "/work": make.speaker(owner),
    }

    def count_all():
        found = {}
        for path, person in readers.items():
            browser = client(person)
            browser.get(path)
            found[path] = statements(lambda browser=browser, path=path: browser.get(path))
        return found

    add(1)
    few = count_all()
    add(3)
    assert count_all() == few


def test_one_page_in_a_fixed_number_of_statements(make, client, statements):  # noqa: F811
    introduction = make.introduction(S.IN_TALKS)
    person, path = make.owner(introduction), f"/introductions/{introduction.public_id}"

    def count():
        browser = client(person)
        browser.get(path)
        return statements(lambda: browser.get(path))

    send_message(introduction, text="One.", by=person)
    few = count()
    for number in range(5):
        send_message(introduction, text=f"More {number}.", by=make.asker(introduction))
        make.propose(introduction, StepKind.AGREEMENT)
        introducing.set_step_aside(introduction, by=person)
    assert count() == few
