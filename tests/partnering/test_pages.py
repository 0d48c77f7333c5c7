"""Every page renders for those who may open it, in every state, and is closed to all others."""

import pytest

from app.accounts.enums import Role
from app.partnering import queries, services
from app.partnering.enums import ProfileKind, ProfileSection
from app.partnering.enums import ProfileState as S
from app.partnering.enums import RevisionState as R
from tests.approvals.conftest import statements  # noqa: F401 - a fixture
from tests.factories.partnering import LONG, SCORES, SUMMARY

SECTIONS = ("summary", "description", "technology", "cooperation", "reach", "anonymity")


@pytest.mark.parametrize("state", list(S))
def test_the_page_by_state_and_reader(make, client, state):
    profile = make.profile(state)
    path = f"/profiles/{profile.public_id}"
    first, second = profile.programme.parties
    submitted = 404 if state == S.DRAFT else 200
    public = 200 if state == S.PUBLISHED else 404
    readers = {
        make.speaker(profile.organisation): 200, make.member(profile.organisation, Role.MEMBER): 200, make.profile_officer(profile): submitted,
        make.decider(first): submitted, make.coordinator(profile.programme): submitted, make.officer(second): public,
        make.speaker(make.organisation()): public, make.administrator(): public, None: public,
    }
    for person, expected in readers.items():
        browser = client(person) if person else client()
        assert browser.get(path).status_code == expected
        if expected == 200:
            assert profile.newest.title in browser.get(path).text


@pytest.mark.parametrize("name", SECTIONS)
def test_edit_pages_of_a_draft(make, client, name):
    profile = make.profile()
    path = f"/profiles/{profile.public_id}/{name}"
    assert client(make.speaker(profile.organisation)).get(path).status_code == 200
    assert client(make.member(profile.organisation, Role.MEMBER)).get(path).status_code == 403
    assert client(make.profile_officer(profile)).get(path).status_code == 404
    assert client().get(path).status_code == 302


@pytest.mark.parametrize(("state", "expected"), [
    (S.IN_REVIEW, set()), (S.PUBLISHED, {*SECTIONS} - {"anonymity"}), (S.PAUSED, {"reach"}), (S.ARCHIVED, set()),
    (S.EXPIRED, {*SECTIONS} - {"anonymity"}), (S.CHANGES_REQUESTED, {*SECTIONS}), (S.REJECTED, set()),
])
def test_which_sections_are_open_in_which_state(make, client, state, expected):
    profile = make.profile(state)
    browser = client(make.speaker(profile.organisation))
    found = {name for name in SECTIONS if browser.get(f"/profiles/{profile.public_id}/{name}").status_code == 200}
    assert found == expected


@pytest.mark.parametrize("kind", list(ProfileKind))
def test_a_draft_is_written_by_its_forms(make, client, kind):
    programme = make.programme(code="sample")
    organisation = make.organisation()
    browser = client(make.speaker(organisation))
    begun = browser.send(f"/organisations/{organisation.public_id}/profiles/new", {
        "kind": kind, "title": "Gripper for soft fruit", "programme": programme.code, "language": "en", "named": "named",
    })
    assert begun.status_code == 302, begun.text
    path = begun.location
    profile = queries.list_of_organisation(organisation, 1).items[0]
    track, topic = programme.tracks[0].code, programme.tracks[0].subtopics[0].code
    forms = {
        "summary": {"title": "Gripper for soft fruit", "summary": SUMMARY, "language": "en"},
        "description": {"description": LONG * 3, "advantages": LONG, "expertise": LONG},
        "technology": {"tracks": track, "subtopics": topic, "trl": "6", "stage": "prototype", "rights": "patent_applied", "goals": "9"},
        "cooperation": {"collaboration": "poc_pilot", "partner_kinds": "company", "partner_role": LONG, "deadline": "2099-01-01"},
        "reach": {"languages": ["en", "ja"], "countries": ["IL"], "keywords": "fruit, greenhouse", "external_link": "https://sample.example/gripper"},
    }
    for name, data in forms.items():
        answer = browser.send(f"{path}/{name}", {**data, "version": profile.version})
        assert answer.status_code == 302, (name, answer.text)
    page = browser.get(f"{path}/submit").text
    assert "Nothing is missing" in page
    assert browser.send(f"{path}/submit", {"version": profile.version}).status_code == 302
    assert profile.state == S.IN_REVIEW
    assert profile.newest.goals == [9]
    assert [track.code for track in profile.newest.tracks] == [track]
    assert (profile.newest.deadline is not None) == (kind == ProfileKind.RD_REQUEST)


def test_a_deadline_is_left_empty_and_taken_back(make, client):
    profile = make.profile(kind=ProfileKind.RD_REQUEST)
    browser = client(make.speaker(profile.organisation))
    data = {"collaboration": "poc_pilot", "partner_kinds": "company", "partner_role": LONG}
    for typed, kept in (("", False), ("2099-01-01", True), ("", False)):
        answer = browser.send(f"/profiles/{profile.public_id}/cooperation", {**data, "deadline": typed, "version": profile.version})
        assert answer.status_code == 302, typed
        assert (profile.newest.deadline is not None) == kept, typed


def test_nothing_typed_is_lost(make, client):
    profile = make.profile()
    browser = client(make.speaker(profile.organisation))
    answer = browser.send(f"/profiles/{profile.public_id}/summary", {
        "title": "x" * 121, "summary": "Kept words", "language": "xx", "version": profile.version,
    })
    assert answer.status_code == 422
    assert "Kept words" in answer.text
    assert "x" * 121 in answer.text
    answer = browser.send(f"/profiles/{profile.public_id}/technology", {"trl": "99", "version": profile.version, "rights_notes": "Kept words"})
    assert answer.status_code == 422
    assert "Kept words" in answer.text


def test_the_checklist_shows_all_that_is_missing(make, client):
    profile = make.profile(filled=False)
    page = client(make.speaker(profile.organisation)).get(f"/profiles/{profile.public_id}/submit").text
    for words in ("Short summary", "What you offer", "at least one sector track", "how far it is developed", "kind of cooperation", "readiness level"):
        assert words in page
    assert "Submit for the check</button>" not in page


def test_the_check_publishes_through_its_page(make, client):
    profile = make.profile(S.IN_REVIEW)
    officer = client(make.profile_officer(profile))
    assert "Gripper" in officer.get("/profiles/checks").text
    path = f"/profiles/{profile.public_id}/check"
    scores = {f"score_{name}": value for name, value in SCORES.items()}
    refused = officer.send(path, {**scores, "score_clarity": "2", "outcome": "publish", "version": profile.version, "comment": "Kept words"})
    assert refused.status_code == 422
    assert "scored below 3" in refused.text
    assert "Kept words" in refused.text
    assert profile.newest.reviews == []
    half = officer.send(path, {"outcome": "publish", "version": profile.version})
    assert half.status_code == 422
    assert officer.send(path, {**scores, "outcome": "publish", "version": profile.version}).status_code == 302
    assert profile.state == S.PUBLISHED
    assert client().get(f"/profiles/{profile.public_id}").status_code == 200


def test_a_coordinator_is_not_offered_to_publish(make, client):
    profile = make.profile(S.IN_REVIEW)
    browser = client(make.coordinator(profile.programme))
    path = f"/profiles/{profile.public_id}/check"
    assert 'value="publish"' not in browser.get(path).text
    scores = {f"score_{name}": value for name, value in SCORES.items()}
    assert browser.send(path, {**scores, "outcome": "publish", "version": profile.version}).status_code in {403, 422}
    assert profile.state == S.IN_REVIEW
    done = browser.send(path, {**scores, "score_clarity": "1", "outcome": "ask_for_changes", "comment": "Clearer.", "version": profile.version})
    assert done.status_code == 302
    owner = client(make.speaker(profile.organisation)).get(f"/profiles/{profile.public_id}").text
    assert "Clearer." in owner
    assert "1 of 5" in owner


def test_steps_by_their_buttons(make, client):
    profile = make.profile(S.PUBLISHED)
    browser, path = client(make.speaker(profile.organisation)), f"/profiles/{profile.public_id}"
    for step, state in (("pause", S.PAUSED), ("resume", S.PUBLISHED)):
        assert browser.send(f"{path}/{step}", {"version": profile.version}).status_code == 302
        assert profile.state == state
    assert browser.send(f"{path}/renew", {"version": profile.version}).status_code == 422
    officer = client(make.profile_officer(profile))
    assert officer.send(f"{path}/take-down", {"version": profile.version}).status_code == 422
    assert browser.send(f"{path}/take-down", {"version": profile.version, "comment": "No."}).status_code == 403
    assert browser.get(f"{path}/fulfil").status_code == 200
    assert browser.send(f"{path}/fulfil", {"version": profile.version}).status_code == 422
    assert browser.send(f"{path}/fulfil", {"version": profile.version, "found_through": "this_platform"}).status_code == 302
    assert profile.state == S.FULFILLED
    assert officer.send(f"{path}/archive", {"version": profile.version, "comment": ""}).status_code == 302
    taken = make.profile(S.PUBLISHED)
    assert client(make.profile_officer(taken)).send(
        f"/profiles/{taken.public_id}/take-down", {"version": taken.version, "comment": "It misleads."}
    ).status_code == 302
    assert taken.state == S.WITHDRAWN_BY_AUTHORITY


def test_versions_show_what_changed(make, client):
    profile = make.revised(R.IN_REVIEW)
    page = client(make.speaker(profile.organisation)).get(f"/profiles/{profile.public_id}/versions").text
    assert "Version 2" in page
    assert "Gripper for soft fruit, second kind" in page
    assert client(make.speaker(make.organisation())).get(f"/profiles/{profile.public_id}/versions").status_code == 404


def test_outsiders_see_the_old_version_until_the_new_one_is_published(make, client):
    profile = make.revised(R.IN_REVIEW)
    path = f"/profiles/{profile.public_id}"
    assert "second kind" not in client().get(path).text
    services.publish(profile, scores=SCORES, comment="", by=make.profile_officer(profile))
    assert "second kind" in client().get(path).text


def test_what_is_not_material_changes_at_once(make, client):
    profile = make.profile(S.PUBLISHED)
    browser = client(make.speaker(profile.organisation))
    data = {"languages": ["en"], "countries": ["IL"], "keywords": "strawberry", "version": profile.version}
    assert browser.send(f"/profiles/{profile.public_id}/reach", data).status_code == 302
    assert profile.open_revision is None
    assert "strawberry" in client().get(f"/profiles/{profile.public_id}").text
    assert "Gripper for soft fruit" in client().get("/profiles?q=strawberry").text


def test_a_new_version_can_be_given_up(make, client):
    profile = make.revised(R.CHANGES_REQUESTED)
    browser = client(make.speaker(profile.organisation))
    assert browser.send(f"/profiles/{profile.public_id}/drop-version", {"version": profile.version}).status_code == 302
    assert profile.newest is profile.published_version
    services.save_section(profile, section=ProfileSection.SUMMARY, values={"title": "A third kind of gripper"}, by=make.speaker(profile.organisation))
    assert profile.newest.number == profile.versions[-1].number == 3


def test_translations_and_their_state(make, client):
    profile = make.profile(S.PUBLISHED)
    browser, path = client(make.speaker(profile.organisation)), f"/profiles/{profile.public_id}"
    assert browser.get(f"{path}/translations/en").status_code == 404
    assert browser.get(f"{path}/translations/xx").status_code == 404
    data = {"title": "柔らかい果物をつかむハンド", "summary": "傷つけずに摘む。", "made_by": "machine", "version": profile.version}
    assert browser.send(f"{path}/translations/ja", data).status_code == 302
    page = client().get(f"{path}?lang=ja").text
    assert "柔らかい果物をつかむハンド" in page
    assert "Gripper for soft fruit" in client().get(f"{path}?text=en&lang=ja").text
    said = client().get(f"{path}?text=ja").text
    assert "Translated by a machine." in said
    assert "Not checked." in said
    assert "The original has changed since." not in said
    assert "柔らかい果物" in client().get("/profiles?q=果物&lang=ja").text
    services.save_section(profile, section=ProfileSection.SUMMARY, values={"title": "Gripper for hard fruit"}, by=make.speaker(profile.organisation))
    assert "The original has changed since." not in client().get(f"{path}?text=ja").text
    services.submit_profile(profile, by=make.speaker(profile.organisation))
    services.publish(profile, scores=SCORES, comment="", by=make.profile_officer(profile))
    assert "The original has changed since." in client().get(f"{path}?text=ja").text


def test_search_by_words_and_facets(make, client):
    offer = make.profile(S.PUBLISHED, title="Gripper for soft fruit")
    make.profile(S.PUBLISHED, ProfileKind.REQUEST, title="Shuttle for a village", organisation=make.organisation(country="IL"))
    make.profile(S.IN_REVIEW, title="Hidden thing")
    browser = client()
    everything = browser.get("/profiles").text
    assert "Gripper for soft fruit" in everything
    assert "Shuttle for a village" in everything
    assert "Hidden thing" not in everything
    for query, shown, hidden in (
        ("kind=request", "Shuttle", "Gripper for"), ("country=JP", "Gripper for", "Shuttle for"), ("q=gripp", "Gripper for", "No profile"),
        ("collaboration=poc_pilot&kind=offer", "Gripper for", "Shuttle for"), (f"track=sample:{offer.newest.tracks[0].code}", "Gripper for", "No profile"),
        ("language=en", "Gripper for", "No profile"), ("q=zzz", "No profile matches", "Gripper for"), ("kind=nonsense", "Gripper for", "No profile"),
        ("country=ZZ", "No profile matches", "Gripper for"), ("q=%22%25_\\", "Gripper for", "No profile"),
    ):
        page = browser.get(f"/profiles?{query}").text
        assert shown in page, query
        assert hidden not in page, query
    assert browser.get("/profiles?sort=owner").status_code == 400


def test_profiles_of_a_suspended_organisation_are_hidden(make, client, session):
    from app.organisations.enums import OrganisationState as O

    profile = make.profile(S.PUBLISHED)
    profile.organisation.state = O.SUSPENDED
    session.flush()
    assert client().get(f"/profiles/{profile.public_id}").status_code == 404
    assert "Gripper" not in client().get("/profiles").text


def test_bookmarks_and_looks(make, client, session):
    profile = make.profile(S.PUBLISHED)
    reader, path = make.person(), f"/profiles/{profile.public_id}"
    browser = client(reader)
    assert client().send(f"{path}/bookmark", {"version": profile.version, "keep": "yes"}).status_code in {302, 403}
    for _ in range(2):
        assert browser.send(f"{path}/bookmark", {"version": profile.version, "keep": "yes"}).status_code == 302
    assert "Gripper for soft fruit" in browser.get("/profiles/bookmarks").text
    assert "Gripper for soft fruit" not in client(make.person()).get("/profiles/bookmarks").text
    assert "1 person keeps a bookmark." in client(make.speaker(profile.organisation)).get(path).text
    services.pause_profile(profile, by=make.speaker(profile.organisation))
    assert "Gripper for soft fruit" not in browser.get("/profiles/bookmarks").text
    services.resume_profile(profile, by=make.speaker(profile.organisation))
    assert browser.send(f"{path}/bookmark", {"version": profile.version, "keep": "no"}).status_code == 302
    assert queries.count_bookmarks(profile) == 0


def test_a_fixed_number_of_statements(make, client, statements):  # noqa: F811
    programme = make.programme(code="sample")
    organisation = make.organisation()

    def add(number):
        for at in range(number):
            make.profile(S.PUBLISHED, organisation=organisation, programme=programme, title=f"Gripper number {at}", anonymous=at % 2 == 1)
            make.profile(S.IN_REVIEW, organisation=organisation, programme=programme, title=f"Gripper in review {at}")

    speaker, officer, visitor = make.speaker(organisation), make.officer(programme.parties[0]), None
    paths = {
        "/profiles": visitor, f"/organisations/{organisation.public_id}/profiles": visitor, "/profiles/checks": officer,
        "/profiles/bookmarks": speaker,
    }

    def count_all():
        found = {}
        for path, person in paths.items():
            browser = client(person) if person else client()
            browser.get(path)
            found[path] = statements(lambda browser=browser, path=path: browser.get(path))
        browser = client(speaker)
        own = f"/organisations/{organisation.public_id}/profiles"
        found["own"] = statements(lambda: browser.get(own))
        return found

    add(1)
    few = count_all()
    add(4)
    assert count_all() == few
