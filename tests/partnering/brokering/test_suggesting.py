"""A chamber points a member to a profile: who may, what the member does with it, and what nobody learns."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.enums import Role
from app.core.db import now
from app.core.errors import NotAllowed, Refused
from app.core.outbox import Owed
from app.desk.work import entries
from app.organisations.affiliations import services as affiliations
from app.organisations.affiliations.enums import Consent
from app.partnering import services, suggestion_tasks
from app.partnering.brokering.workflow import SUGGESTION
from app.partnering.enums import ProfileState
from app.partnering.enums import SuggestionState as S
from app.partnering.models import Introduction, ProfileSuggestion
from app.partnering.services import brokering

WHY = "You asked us for somebody who picks soft fruit."


@pytest.fixture
def programme(make):
    return make.sample_programme()


@pytest.fixture
def affiliation(make, programme):
    return make.affiliation(economic=make.economic("IL"), allows=(Consent.BROKERING,))


@pytest.fixture
def profile(make, programme):
    return make.profile(ProfileState.PUBLISHED, programme=programme, title="Gripper of the clouds")


def test_from_the_search_to_the_profile_by_the_pages(make, client, session, affiliation, profile):
    chamber, member = client(make.chamber(affiliation)), client(make.of_member(affiliation))
    path = f"/memberships/{affiliation.public_id}/suggest"
    assert path in chamber.get(f"/memberships/{affiliation.public_id}").text
    found = chamber.get(f"{path}?q=gripper").text
    assert "Gripper of the clouds" in found
    data = {"profile": profile.public_id, "note": WHY, "language": "en"}
    refused = chamber.send(f"{path}?q=gripper", {**data, "note": " "})
    assert refused.status_code == 422
    assert "Say why the profile fits." in refused.text
    assert chamber.send(f"{path}?q=gripper", data).status_code == 302
    suggestion = session.scalars(select(ProfileSuggestion)).one()
    page = f"/suggestions/{suggestion.public_id}"
    assert page in member.get("/work").text
    text = member.get(page).text
    assert WHY in text
    assert affiliation.economic.display_name in text
    answer = member.send(f"{page}/look-at", {"version": suggestion.version})
    assert answer.location == f"/profiles/{profile.public_id}"
    assert suggestion.state == S.LOOKED_AT
    assert page not in member.get("/work").text
    assert session.scalars(select(Introduction)).all() == []


@pytest.mark.parametrize("state", list(S))
def test_who_sees_and_answers_it(make, client, state):
    suggestion = make.suggestion(state)
    affiliation = suggestion.affiliation
    people = {
        "member": make.of_member(affiliation), "member's member": make.member(affiliation.member, Role.MEMBER),
        "chamber": make.chamber(affiliation), "officer": make.official(make.sample_programme().parties[0]), "stranger": make.person(),
        "owner": make.speaker(suggestion.profile.organisation), "administrator": make.administrator(),
    }
    for name, person in people.items():
        expected = {"look_at", "dismiss"} if name == "member" and state == S.OPEN else set()
        assert {each.action for each in SUGGESTION.available(suggestion, person)} == expected, name
        status = client(person).get(f"/suggestions/{suggestion.public_id}").status_code
        assert status == (200 if name.startswith("member") else 404), name
        assert any(entry.public_id == suggestion.public_id for entry in entries(person)) == bool(expected), name


def test_who_suggests(make, client, affiliation, profile):
    path = f"/memberships/{affiliation.public_id}/suggest"
    for person, status in (
        (make.chamber(affiliation), 200), (make.member(affiliation.economic, Role.MEMBER), 403), (make.of_member(affiliation), 403),
        (make.speaker(make.economic("IL")), 404), (make.official(profile.programme.parties[1]), 404),
    ):
        assert client(person).get(path).status_code == status
        if status != 200:
            with pytest.raises(NotAllowed):
                brokering.suggest_profile(affiliation, profile, note=WHY, language="en", by=person)
    affiliations.set_consents(affiliation, {Consent.PROFILES, Consent.INTRODUCTIONS}, by=make.of_member(affiliation))
    assert client(make.chamber(affiliation)).get(path).status_code == 403
    with pytest.raises(NotAllowed):
        brokering.suggest_profile(affiliation, profile, note=WHY, language="en", by=make.chamber(affiliation))


def test_a_profile_is_suggested_once_whatever_became_of_it(make, affiliation, profile):
    by = make.chamber(affiliation)
    for become in (None, brokering.dismiss_suggestion):
        if become is None:
            suggestion = brokering.suggest_profile(affiliation, profile, note=WHY, language="en", by=by)
        else:
            become(suggestion, by=make.of_member(affiliation))
        with pytest.raises(Refused, match="already"):
            brokering.suggest_profile(affiliation, profile, note=WHY, language="en", by=by)


@pytest.mark.parametrize("anonymous", [True, False])
def test_no_refusal_tells_whose_an_anonymous_profile_is(make, session, affiliation, programme, anonymous):
    own = make.profile(ProfileState.PUBLISHED, programme=programme, organisation=affiliation.member, anonymous=anonymous)
    if anonymous:
        assert brokering.suggest_profile(affiliation, own, note=WHY, language="en", by=make.chamber(affiliation)).state == S.OPEN
    else:
        with pytest.raises(Refused, match="of the member itself"):
            brokering.suggest_profile(affiliation, own, note=WHY, language="en", by=make.chamber(affiliation))


def test_a_closed_profile_is_not_suggested_and_a_suggestion_outlives_it(make, client, affiliation, profile):
    suggestion = brokering.suggest_profile(affiliation, profile, note=WHY, language="en", by=make.chamber(affiliation))
    services.pause_profile(profile, by=make.speaker(profile.organisation))
    other = make.affiliation(economic=affiliation.economic, member=make.listed(country="IL"), allows=(Consent.BROKERING,))
    with pytest.raises(Refused, match="not open"):
        brokering.suggest_profile(other, profile, note=WHY, language="en", by=make.chamber(other))
    browser = client(make.of_member(affiliation))
    text = browser.get(f"/suggestions/{suggestion.public_id}").text
    assert "not open any more" in text
    assert "Look at the profile" not in text
    assert browser.send(f"/suggestions/{suggestion.public_id}/dismiss", {"version": suggestion.version}).status_code == 302


@pytest.mark.parametrize("answer", [brokering.look_at_suggestion, brokering.dismiss_suggestion])
def test_the_chamber_does_not_learn_what_became_of_it(make, client, session, affiliation, profile, answer):
    by = make.chamber(affiliation)
    suggestion = brokering.suggest_profile(affiliation, profile, note=WHY, language="en", by=by)
    session.commit()
    browser = client(by)
    paths = [f"/memberships/{affiliation.public_id}", f"/memberships/{affiliation.public_id}/suggest?q=gripper", "/members", "/work",
             f"/organisations/{affiliation.member.public_id}", f"/profiles/{profile.public_id}"]

    def seen():
        return [[line for line in browser.get(path).text.splitlines() if "csrf" not in line and "once" not in line] for path in paths]

    before, owed = seen(), set(session.scalars(select(Owed.id)))
    answer(suggestion, by=make.of_member(affiliation))
    session.commit()
    assert seen() == before
    assert set(session.scalars(select(Owed.id).where(Owed.payload["person_id"].as_integer() == by.id))) <= owed


def test_it_lapses(make, session, affiliation, profile):
    suggestion = brokering.suggest_profile(affiliation, profile, note=WHY, language="en", by=make.chamber(affiliation))
    suggestion.due_at = now() - timedelta(hours=1)
    session.commit()
    assert suggestion_tasks.run_clock() == 1
    assert (suggestion.state, suggestion.due_at) == (S.LAPSED, None)


@pytest.mark.parametrize("values", [{"due_at": None}, {"state": S.DISMISSED}])
def test_impossible_rows_are_not_stored(make, session, values):
    suggestion = make.suggestion()
    for name, value in values.items():
        setattr(suggestion, name, value)
    with pytest.raises(IntegrityError):
        session.flush()
