"""What an economic organisation sees of a member: what it allows, and of the other side nothing that the veil hides."""

import re
from itertools import combinations

import pytest

from app.accounts.enums import Role
from app.organisations.affiliations import services
from app.organisations.affiliations.enums import AffiliationState, Consent
from app.partnering import queries
from app.partnering.enums import IntroductionState as S
from app.partnering.enums import ProfileState
from tests.approvals.conftest import statements  # noqa: F401 - a fixture

COMBINATIONS = [frozenset(some) for number in range(4) for some in combinations(Consent, number)]
HANDED_IN = sorted(set(S) - {S.DRAFT, S.WITHDRAWN})
REACHED = sorted(set(HANDED_IN) - {S.SCREENING, S.REFUSED_BY_BROKER})


@pytest.fixture
def programme(make):
    return make.programme()


@pytest.fixture
def member(make, programme):
    """Has a named and an anonymous open profile, and one in draft."""
    made = make.listed(name_latin="Kumonoue Works")
    make.profile(ProfileState.PUBLISHED, organisation=made, programme=programme, title="Gripper of the clouds")
    make.profile(ProfileState.PUBLISHED, organisation=made, programme=programme, title="Hidden hand", anonymous=True)
    make.profile(ProfileState.DRAFT, organisation=made, programme=programme, title="Unfinished arm")
    return made


def pages(client, make, affiliation, person=None):
    browser = client(person or make.chamber(affiliation))
    return {page: browser.get(f"/memberships/{affiliation.public_id}/{page}") for page in ("profiles", "introductions")}


def rows_of(text):
    found = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</th>\s*<td.*?>(.*?)</td>\s*<td.*?>(.*?)</td>\s*<td.*?>(.*?)</td>", text, re.DOTALL)
    return [tuple(re.sub(r"<[^>]+>", "", cell).strip() for cell in row) for row in found]


@pytest.mark.parametrize("allowed", COMBINATIONS, ids=lambda some: "+".join(sorted(some)) or "nothing")
def test_each_page_needs_its_consent(client, make, member, allowed):
    affiliation = make.affiliation(member=member, allows=tuple(allowed))
    statuses = {page: answer.status_code for page, answer in pages(client, make, affiliation).items()}
    assert statuses == {
        "profiles": 200 if Consent.PROFILES in allowed else 403, "introductions": 200 if Consent.INTRODUCTIONS in allowed else 403,
    }
    text = client(make.chamber(affiliation)).get(f"/memberships/{affiliation.public_id}").text
    for page, consent in (("profiles", Consent.PROFILES), ("introductions", Consent.INTRODUCTIONS)):
        assert (f"/memberships/{affiliation.public_id}/{page}" in text) == (consent in allowed)
    for hidden in ("Hidden hand", "Unfinished arm"):
        assert hidden not in text


def test_nobody_else_reads_them(client, make, member, programme):
    affiliation = make.affiliation(member=member, allows=tuple(Consent))
    for person, status in (
        (make.of_member(affiliation), 403), (make.speaker(make.economic()), 404), (make.official(programme.parties[0]), 404),
        (make.coordinator(programme), 404), (make.administrator(), 404), (make.person(), 404),
        (make.member(affiliation.economic, Role.MEMBER), 200),
    ):
        assert {answer.status_code for answer in pages(client, make, affiliation, person).values()} == {status}


def test_it_ends_with_the_consent_and_with_the_membership(client, make, member):
    affiliation = make.affiliation(member=member, allows=tuple(Consent))
    services.set_consents(affiliation, {Consent.INTRODUCTIONS}, by=make.of_member(affiliation))
    assert pages(client, make, affiliation)["profiles"].status_code == 403
    services.end_affiliation(affiliation, comment="We leave.", by=make.of_member(affiliation))
    assert {answer.status_code for answer in pages(client, make, affiliation).values()} == {403}
    assert affiliation.state == AffiliationState.ENDED


def test_open_profiles_are_shown_with_the_anonymous_ones(client, make, member):
    affiliation = make.affiliation(member=member, allows=(Consent.PROFILES,))
    text = pages(client, make, affiliation)["profiles"].text
    assert "Gripper of the clouds" in text
    assert "Hidden hand" in text
    assert "Unfinished arm" not in text


def test_the_page_of_an_anonymous_profile_tells_no_more_than_before(client, make, member):
    affiliation = make.affiliation(member=member, allows=tuple(Consent))
    profile = next(one for one in queries.list_open_of_member(member, 1).items if one.anonymous)
    assert "Kumonoue" not in client(make.chamber(affiliation)).get(f"/profiles/{profile.public_id}").text


@pytest.mark.parametrize("withheld", [True, False])
@pytest.mark.parametrize("state", REACHED)
def test_an_asker_that_withholds_its_name_is_told_by_nothing(client, make, member, state, withheld):
    """Also after the acceptance: the member knows it then, its economic organisation does not."""
    affiliation = make.affiliation(member=member, allows=(Consent.INTRODUCTIONS,))
    profile = next(one for one in queries.list_open_of_member(member, 1).items if not one.anonymous)
    asker = make.listed(country="IL", name_latin="Mealhaanan Works", kind="research_institute")
    introduction = make.introduction(state, profile=profile, organisation=asker, withheld=withheld)
    text = pages(client, make, affiliation)["introductions"].text
    told = ("Not told", "Not told") if withheld else ("Israel", "Research institute")
    assert [row[0] for row in rows_of(text)] == ["Received by the member"]
    assert rows_of(text)[0][2:] == told
    for secret in ("Mealhaanan", asker.public_id, introduction.public_id, "strawberries", profile.public_id, "Gripper of the clouds"):
        assert secret not in text


@pytest.mark.parametrize("shows", [True, False])
@pytest.mark.parametrize("state", HANDED_IN)
def test_the_owner_of_an_anonymous_profile_is_told_by_its_country_at_most(client, make, member, programme, session, state, shows):
    affiliation = make.affiliation(member=member, allows=tuple(Consent))
    owner = make.listed(country="IL", name_latin="Mealhaanan Works")
    profile = make.profile(ProfileState.PUBLISHED, organisation=owner, programme=programme, anonymous=True, title="Somebody’s arm")
    profile.shows_country = shows
    session.flush()
    make.introduction(state, profile=profile, organisation=member)
    text = pages(client, make, affiliation)["introductions"].text
    row = rows_of(text)[0]
    assert row[0] == "Sent by the member"
    assert row[2:] == ("Israel" if shows else "Not told", "Not told")
    for secret in ("Mealhaanan", owner.public_id, profile.public_id, "Somebody"):
        assert secret not in text


@pytest.mark.parametrize("shares_profiles", [True, False])
def test_what_came_to_an_anonymous_profile_counts_only_where_that_is_shared(client, make, member, shares_profiles):
    """One who sees no anonymous profiles must not learn from a request that there is one."""
    consents = (Consent.INTRODUCTIONS, Consent.PROFILES) if shares_profiles else (Consent.INTRODUCTIONS,)
    affiliation = make.affiliation(member=member, allows=consents)
    hidden = next(one for one in queries.list_open_of_member(member, 1).items if one.anonymous)
    make.introduction(S.SEEN, profile=hidden, organisation=make.listed(country="IL"))
    text = pages(client, make, affiliation)["introductions"].text
    assert len(rows_of(text)) == shares_profiles
    assert ("of 1" in re.sub(r"<[^>]+>", "", text)) == shares_profiles


@pytest.mark.parametrize("state", [S.DRAFT, S.WITHDRAWN, S.SCREENING, S.REFUSED_BY_BROKER])
def test_what_was_not_handed_in_or_did_not_arrive_is_the_sides_own(client, make, member, state):
    """A draft is its writer's; a request that stopped at the screening never reached the owner."""
    chamber = make.economic()
    sender = make.listed(country="IL")
    of_owner = make.affiliation(economic=chamber, member=member, allows=tuple(Consent))
    of_asker = make.affiliation(economic=chamber, member=sender, allows=tuple(Consent))
    make.introduction(state, profile=queries.list_open_of_member(member, 1).items[0], organisation=sender)
    assert rows_of(pages(client, make, of_owner)["introductions"].text) == []
    shown = rows_of(pages(client, make, of_asker)["introductions"].text)
    assert len(shown) == (state in {S.SCREENING, S.REFUSED_BY_BROKER})


def test_no_date_lets_two_members_be_put_together(client, make, member):
    chamber = make.economic()
    sender = make.listed(country="IL")
    both = [make.affiliation(economic=chamber, member=one, allows=tuple(Consent)) for one in (member, sender)]
    make.introduction(S.IN_TALKS, profile=queries.list_open_of_member(member, 1).items[0], organisation=sender)
    for affiliation in both:
        text = pages(client, make, affiliation)["introductions"].text
        assert "<time" not in text.split("<table")[1].split("</table>")[0]


def test_the_lists_take_a_fixed_number_of_statements(client, make, member, programme, statements):  # noqa: F811
    affiliation = make.affiliation(member=member, allows=tuple(Consent))
    browser = client(make.chamber(affiliation))
    paths = [f"/memberships/{affiliation.public_id}/{page}" for page in ("profiles", "introductions")]
    profile = queries.list_open_of_member(member, 1).items[0]
    make.introduction(S.SEEN, profile=profile, organisation=make.listed(country="IL"))

    def count():
        for path in paths:
            browser.get(path)
        return [statements(lambda path=path: browser.get(path)) for path in paths]

    few = count()
    for _ in range(3):
        make.introduction(S.SEEN, profile=profile, organisation=make.listed(country="IL"))
        make.profile(ProfileState.PUBLISHED, organisation=member, programme=programme)
    assert count() == few
