"""Memberships in economic organisations: who begins, answers and ends them, and what is refused."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.enums import Role
from app.accounts.models import Invitation
from app.core.db import now
from app.core.errors import NotAllowed, Refused
from app.core.events import Event
from app.organisations import services as organisations
from app.organisations.affiliations import policy, queries, services, tasks
from app.organisations.affiliations.enums import AffiliationState as S
from app.organisations.affiliations.enums import Consent
from app.organisations.affiliations.models import Affiliation
from app.organisations.affiliations.workflow import AFFILIATION
from app.organisations.enums import OrganisationKind, OrganisationState
from tests.approvals.conftest import statements  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def programme(make):
    return make.programme()


def people(make, affiliation):
    return {
        "economic": make.chamber(affiliation), "economic member": make.member(affiliation.economic, Role.MEMBER),
        "economic signatory": make.member(affiliation.economic, Role.SIGNATORY), "member": make.of_member(affiliation),
        "member's member": make.member(affiliation.member, Role.MEMBER), "other chamber": make.speaker(make.economic()),
        "officer": make.official(make.sample_programme().parties[0]), "stranger": make.person(), "administrator": make.administrator(),
    }


MAY = {
    S.INVITED: {"accept": "member", "decline": "member", "withdraw": "economic"},
    S.REQUESTED: {"accept": "economic", "decline": "economic", "withdraw": "member"},
    S.ACTIVE: {"end": ("economic", "member")},
}


@pytest.mark.parametrize("state", list(S))
def test_who_may_what(make, state):
    affiliation = make.affiliation(state)
    for name, person in people(make, affiliation).items():
        found = {each.action for each in AFFILIATION.available(affiliation, person)}
        expected = {action for action, who in MAY.get(state, {}).items() if name == who or name in who}
        assert found == (expected if name in {"economic", "member"} else set()), name
        seen = queries.get_affiliation(person, lock=False, public_id=affiliation.public_id) is not None
        assert seen == (name in {"economic", "economic member", "economic signatory", "member", "member's member"}), name


def test_pages_are_closed_to_others(make, client):
    affiliation = make.affiliation()
    path = f"/memberships/{affiliation.public_id}"
    statuses = {name: client(person).get(path).status_code for name, person in people(make, affiliation).items()}
    inside = {"economic", "economic member", "economic signatory", "member", "member's member"}
    assert {name for name, status in statuses.items() if status == 200} == inside
    assert {status for name, status in statuses.items() if name not in inside} == {404}
    for name, person in people(make, affiliation).items():
        members = client(person).get(f"/organisations/{affiliation.economic.public_id}/our-members").status_code
        assert members == (200 if name.startswith("economic") else 403), name
        mine = client(person).get(f"/organisations/{affiliation.member.public_id}/memberships").status_code
        assert mine == (200 if name.startswith("member") else 403), name
        consents = client(person).get(f"{path}/consents").status_code
        assert consents == (200 if name == "member" else 403 if name in inside else 404), name


def test_the_whole_way_by_the_pages(make, client, session):
    chamber, member = make.economic(), make.listed(name_latin="Kumo Robotics")
    economic, own = client(make.speaker(chamber)), client(make.speaker(member))
    path = f"/organisations/{chamber.public_id}/our-members"
    assert "Kumo Robotics" in economic.get(f"{path}/invite?q=kumo").text
    answer = economic.send(f"{path}/invite?q=kumo", {"organisation": member.public_id})
    affiliation = session.scalars(select(Affiliation)).one()
    assert answer.location == f"/memberships/{affiliation.public_id}"
    assert "Kumo Robotics" not in economic.get(f"{path}/invite?q=kumo").text.split("</form>")[-1]
    assert "Answer the invitation of an economic organisation" in own.get("/work").text
    assert own.send(f"{answer.location}/accept", {"version": affiliation.version}).status_code == 302
    assert affiliation.state == S.ACTIVE
    assert affiliation.consents == frozenset()
    assert "nothing but the membership itself" in economic.get(answer.location).text
    saved = own.send(f"{answer.location}/consents", {"version": affiliation.version, "allowed": ["shares_profiles", "lets_broker"]})
    assert saved.status_code == 302
    assert affiliation.consents == {Consent.PROFILES, Consent.BROKERING}
    assert "Kumo Robotics" in economic.get(path).text
    refused = own.send(f"{answer.location}/end", {"version": affiliation.version, "comment": " "})
    assert refused.status_code == 422
    assert own.send(f"{answer.location}/end", {"version": affiliation.version, "comment": "We merge."}).status_code == 302
    assert (affiliation.state, affiliation.consents, affiliation.end_reason) == (S.ENDED, frozenset(), "We merge.")
    assert "We merge." in economic.get(answer.location).text


def test_an_organisation_asks(make, client, session):
    chamber, member = make.economic(name_latin="Minato Chamber"), make.listed(name_latin="Minato Works")
    own = client(make.speaker(member))
    path = f"/organisations/{member.public_id}/memberships/request?q=minato"
    text = own.get(path).text
    assert "Minato Chamber" in text
    assert f'value="{member.public_id}"' not in text
    answer = own.send(path, {"organisation": chamber.public_id})
    affiliation = session.scalars(select(Affiliation)).one()
    assert affiliation.state == S.REQUESTED
    assert client(make.speaker(chamber)).send(f"{answer.location}/accept", {"version": affiliation.version}).status_code == 302
    assert affiliation.state == S.ACTIVE


@pytest.mark.parametrize("picked", ["", "nonsense", "another kind"])
def test_what_cannot_be_asked_is_refused(make, client, session, picked):
    member, company = make.listed(), make.listed()
    wanted = company.public_id if picked == "another kind" else picked
    answer = client(make.speaker(member)).send(f"/organisations/{member.public_id}/memberships/request", {"organisation": wanted})
    assert answer.status_code == 422
    assert session.scalars(select(Affiliation)).all() == []


def test_one_that_is_not_verified_or_no_economic_organisation_invites_nobody(make):
    member = make.listed()
    unverified = make.economic(state=OrganisationState.DECLARED)
    company = make.listed()
    for inviting in (unverified, company):
        with pytest.raises(Refused):
            services.invite_member(inviting, member, by=make.speaker(inviting))
    assert not policy.invite(make.speaker(company), company)
    with pytest.raises(NotAllowed):
        services.invite_member(make.economic(), member, by=make.speaker(member))


def test_nothing_is_open_twice_between_two(make):
    affiliation = make.affiliation(S.REQUESTED)
    with pytest.raises(Refused):
        services.invite_member(affiliation.economic, affiliation.member, by=make.chamber(affiliation))
    services.decline_affiliation(affiliation, by=make.chamber(affiliation))
    assert services.invite_member(affiliation.economic, affiliation.member, by=make.chamber(affiliation)).state == S.INVITED
    with pytest.raises(Refused):
        services.invite_member(affiliation.economic, affiliation.economic, by=make.chamber(affiliation))


@pytest.mark.parametrize("values", [
    {"state": "active", "lets_broker": True, "due_at": now()}, {"state": "ended"}, {"state": "invited"},
    {"state": "declined", "shares_profiles": True}, {"state": "active", "end_reason": "none"}, {"member": None},
])
def test_impossible_rows_are_not_stored(make, session, values):
    chamber, member = make.economic(), make.listed()
    made = Affiliation(economic=chamber, **{"member": member, **values})
    if made.member is None:
        made.member = chamber
        made.state = S.ACTIVE
    session.add(made)
    with pytest.raises(IntegrityError):
        session.flush()


def test_the_clock_lets_an_unanswered_invitation_lapse(make, session):
    affiliation = make.affiliation(S.INVITED)
    affiliation.due_at = now() - timedelta(hours=1)
    session.commit()
    assert tasks.run_clock() == 1
    assert affiliation.state == S.LAPSED


def invited_newcomer(make, chamber, **values):
    entries = {"kind": "company", "name_latin": "Atarashi Works", **values}
    return services.invite_newcomer(chamber, entries, "new@sample.example", by=make.speaker(chamber))


def test_one_that_is_not_registered_waits_for_its_registration(make, client, session):
    chamber = make.economic()
    affiliation = invited_newcomer(make, chamber)
    member = affiliation.member
    assert (member.state, member.country) == (OrganisationState.INVITED, chamber.country)
    invitation = session.scalars(select(Invitation).where(Invitation.organisation_id == member.id)).one()
    assert (invitation.email, invitation.role) == ("new@sample.example", Role.REPRESENTATIVE)
    affiliation.due_at = now() - timedelta(hours=1)
    session.commit()
    tasks.run_clock()
    tasks.remind()
    session.expire_all()
    assert affiliation.state == S.INVITED
    assert affiliation.due_at > now()
    newcomer = make.member(member, Role.REPRESENTATIVE, Role.SIGNATORY)
    organisations.accept(member, by=newcomer)
    page = client(newcomer).get(f"/memberships/{affiliation.public_id}")
    assert "Declare the organisation in the registry first." in page.text
    with pytest.raises(Refused):
        services.accept_affiliation(affiliation, by=newcomer)
    member.state = OrganisationState.DECLARED  # as a declaration would
    session.flush()
    services.accept_affiliation(affiliation, by=newcomer)
    assert affiliation.state == S.ACTIVE


def test_the_members_page_of_one_that_is_not_registered_leads_nowhere(make, client):
    chamber = make.economic()
    affiliation = invited_newcomer(make, chamber)
    browser = client(make.speaker(chamber))
    text = browser.get(f"/memberships/{affiliation.public_id}").text
    assert "Atarashi Works" in text
    assert f"/organisations/{affiliation.member.public_id}" not in text
    assert browser.get(f"/organisations/{affiliation.member.public_id}").status_code == 404


def test_an_invitation_by_e_mail_shows_what_is_called_alike(make, client, session):
    chamber, known = make.economic(), make.listed(name_latin="Atarashi Works")
    browser = client(make.speaker(chamber))
    path = f"/organisations/{chamber.public_id}/our-members/invite-by-e-mail"
    data = {"kind": "company", "name_latin": "Atarashi Works", "email": "new@sample.example", "number_scheme": "jp.cn", "name_native_language": ""}
    shown = browser.send(path, data)
    assert shown.status_code == 422
    assert known.display_name in shown.text
    assert "Choose one of" not in shown.text
    assert "new@sample.example" in shown.text
    assert session.scalars(select(Affiliation)).all() == []
    assert browser.send(path, {**data, "none_of_these": "y"}).status_code == 302
    assert session.scalars(select(Affiliation)).one().state == S.INVITED


def test_an_invitation_by_e_mail_is_for_verified_economic_organisations_of_the_country(make):
    for chamber in (make.economic(state=OrganisationState.DECLARED), make.listed()):
        with pytest.raises((Refused, NotAllowed)):
            invited_newcomer(make, chamber)
    representative = make.speaker(make.economic(country="IL"))
    with pytest.raises(NotAllowed):
        organisations.invite_organisation(
            {"kind": "company", "country": "JP", "name_latin": "Elsewhere"}, "new@sample.example", by=representative
        )
    with pytest.raises(NotAllowed):
        organisations.invite_organisation(
            {"kind": "company", "country": "JP", "name_latin": "Elsewhere"}, "new@sample.example",
            by=make.member(make.economic(), Role.MEMBER),
        )


def test_each_change_of_what_is_allowed_is_in_the_history(make, session):
    affiliation = make.affiliation(allows=(Consent.PROFILES,))
    by = make.of_member(affiliation)
    services.set_consents(affiliation, {Consent.INTRODUCTIONS}, by=by)
    services.set_consents(affiliation, {Consent.INTRODUCTIONS}, by=by)
    session.commit()
    entries = session.scalars(select(Event).where(Event.kind == "affiliation.allow").order_by(Event.seq)).all()
    assert [(entry.organisation_id, entry.data["allowed"], entry.data["refused"]) for entry in entries] == [
        (affiliation.member_id, ["shares_profiles"], []), (affiliation.member_id, ["shares_introductions"], ["shares_profiles"]),
    ]
    for person in (make.chamber(affiliation), make.member(affiliation.member, Role.MEMBER)):
        with pytest.raises(NotAllowed):
            services.set_consents(affiliation, set(Consent), by=person)


def test_an_older_page_changes_nothing(make, client):
    affiliation = make.affiliation()
    browser = client(make.of_member(affiliation))
    old = affiliation.version
    services.set_consents(affiliation, {Consent.PROFILES}, by=make.of_member(affiliation))
    answer = browser.send(f"/memberships/{affiliation.public_id}/consents", {"version": old, "allowed": ["lets_broker"]})
    assert answer.status_code == 422
    assert affiliation.consents == {Consent.PROFILES}


@pytest.mark.parametrize("lost", ["suspended", "expired", "other kind"])
def test_what_is_allowed_holds_for_a_verified_economic_organisation_only(make, session, lost):
    affiliation = make.affiliation(allows=tuple(Consent))
    by = make.chamber(affiliation)
    assert all(policy.allowed(by, affiliation, consent) for consent in Consent)
    if lost == "suspended":
        affiliation.economic.state = OrganisationState.SUSPENDED
    elif lost == "expired":
        affiliation.economic.valid_until = now() - timedelta(days=1)
    else:
        affiliation.economic.kind = OrganisationKind.COMPANY
    session.flush()
    assert not any(policy.allowed(by, affiliation, consent) for consent in Consent)


def test_the_list_is_narrowed_paged_and_takes_a_fixed_number_of_statements(make, client, session, programme):
    chamber = make.economic()
    first, second = programme.tracks
    named = make.listed(name_latin="Ichiban Works", tracks=(first,))
    make.affiliation(economic=chamber, member=named)
    make.affiliation(S.REQUESTED, economic=chamber, member=make.listed(name_latin="Niban Works", tracks=(second,)))
    hidden = make.listed(name_latin="Hidden Works", tracks=(first,))
    make.affiliation(economic=chamber, member=hidden)
    hidden.state = OrganisationState.SUSPENDED
    session.flush()
    browser = client(make.speaker(chamber))
    path = f"/organisations/{chamber.public_id}/our-members"
    for query, expected in (("", {"Ichiban", "Niban", "Hidden"}), ("?state=requested", {"Niban"}), (f"?track={first.id}", {"Ichiban"}),
                            (f"?track={second.id}&state=active", set()), ("?track=nonsense&state=nonsense", {"Ichiban", "Niban", "Hidden"})):
        text = browser.get(path + query).text
        assert {name for name in ("Ichiban", "Niban", "Hidden") if f"{name} Works" in text} == expected, query
    assert browser.get(f"{path}?other=1").status_code == 400


def test_the_lists_take_the_same_statements_for_one_and_for_many(make, client, statements):  # noqa: F811
    chamber, member = make.economic(), make.listed()
    make.affiliation(economic=chamber, member=member)
    browsers = {
        "/members": client(make.speaker(chamber)), f"/organisations/{chamber.public_id}/our-members": client(make.speaker(chamber)),
        f"/organisations/{member.public_id}/memberships": client(make.speaker(member)),
    }
    for path, browser in browsers.items():
        browser.get(path)
    few = {path: statements(lambda b=browser, p=path: b.get(p)) for path, browser in browsers.items()}
    for _ in range(3):
        make.affiliation(economic=chamber, member=make.listed(tracks=tuple(make.sample_programme().tracks)))
        make.affiliation(S.REQUESTED, economic=make.economic(), member=member)
    assert {path: statements(lambda b=browser, p=path: b.get(p)) for path, browser in browsers.items()} == few
