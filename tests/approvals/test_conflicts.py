"""Conflicts of interest: what links a person to a consortium."""

from datetime import timedelta

import pytest

from app.accounts.enums import Role
from app.accounts.models import Membership
from app.approvals import mail_domains
from app.approvals.conflicts import RELATION_DAYS, ConflictKind, links, links_to, reviewer_conflicts
from app.core.db import now
from app.projects.enums import ProjectState as S


@pytest.mark.parametrize(("email", "domain"), [
    ("a@works.example", "works.example"), ("A@WORKS.Example.", "works.example"), ("a@gmail.com", ""), ("a@yahoo.co.jp", ""),
    ("", ""), (None, ""), ("no-at-sign", ""), ("a@localhost", ""),
])
def test_the_domain_of_an_address(email, domain):
    assert mail_domains.of_address(email) == domain


@pytest.mark.parametrize(("url", "domain"), [
    ("https://www.works.example/en?x=1", "works.example"), ("works.example", "works.example"), ("http://lab.works.example:8080", "lab.works.example"),
    ("", ""), (None, ""), ("https://", ""), ("http://[broken", ""), ("https://gmail.com", ""),
])
def test_the_host_of_a_website(url, domain):
    assert mail_domains.of_website(url) == domain


@pytest.mark.parametrize(("a", "b", "same"), [
    ("works.example", "works.example", True), ("lab.works.example", "works.example", True), ("works.example", "lab.works.example", True),
    ("fireworks.example", "works.example", False), ("", "", False), ("", "works.example", False),
])
def test_the_same_house(a, b, same):
    assert mail_domains.same_house(a, b) is same


@pytest.fixture
def project(make):
    lead = make.organisation(country="JP", website="https://www.lead-works.example", contact_email="info@lead-works.example")
    partner = make.organisation(country="IL", contact_email="info@partner-works.example")
    return make.project(state=S.UNDER_REVIEW, lead=lead, partners=[partner])


def kinds(person, project):
    return [conflict.kind for conflict in links_to(person, project)]


@pytest.mark.parametrize("role", [Role.MEMBER, Role.REPRESENTATIVE, Role.SIGNATORY, Role.FINANCE_OFFICER])
def test_a_membership_of_any_role_links(make, project, role):
    assert kinds(make.member(project.partners[1].organisation, role, email="a@elsewhere.example"), project) == [ConflictKind.MEMBERSHIP]


@pytest.mark.parametrize(("days", "linked"), [(1, True), (RELATION_DAYS - 1, True), (RELATION_DAYS + 1, False)])
def test_a_membership_that_ended_lately_links(make, project, session, days, linked):
    person = make.person(email="a@elsewhere.example")
    ended = now() - timedelta(days=days)
    session.add(Membership(person=person, organisation=project.partners[0].organisation, role=Role.MEMBER, ended_at=ended))
    session.flush()
    assert bool(kinds(person, project)) is linked


@pytest.mark.parametrize("email", ["a@lead-works.example", "A@Lab.LEAD-works.example", "a@partner-works.example"])
def test_an_address_of_a_partners_house_links(make, project, email):
    assert kinds(make.person(email=email), project) == [ConflictKind.MAIL_DOMAIN]


def test_an_address_of_another_members_house_links(make, project):
    make.member(project.partners[0].organisation, email="boss@group-holding.example")
    assert kinds(make.person(email="a@group-holding.example"), project) == [ConflictKind.MAIL_DOMAIN]


def test_a_public_mail_provider_links_nobody(make, project):
    make.member(project.partners[0].organisation, email="boss@gmail.com")
    assert kinds(make.person(email="someone@gmail.com"), project) == []


def test_many_projects_take_a_fixed_number_of_statements(make, project, statements):
    person = make.person(email="a@elsewhere.example")
    others = [make.project(state=S.UNDER_REVIEW) for _ in range(3)]
    for one in (project, *others):
        assert one.consortium[0].organisation.name
    assert statements(lambda: links(person, [project])) == statements(lambda: links(person, [project, *others])) == 3


def test_reviewers_conflicts(make, project, session):
    lead = project.partners[0].organisation
    society = make.organisation(country="JP", contact_email="info@society.example")
    make.member(lead, email="boss@lead-works.example").memberships.append(Membership(organisation=society, role=Role.MEMBER))
    earlier_firm = make.organisation(country="IL", contact_email="info@earlier.example")
    earlier = make.project(state=S.SUBMITTED, lead=lead, partners=[earlier_firm])
    free, society_member, old_partner, official = make.reviewer(), make.reviewer(), make.reviewer(), make.reviewer()
    society_member.memberships.append(Membership(organisation=society, role=Role.MEMBER))
    old_partner.memberships.append(Membership(organisation=earlier_firm, role=Role.MEMBER))
    official.memberships.append(Membership(organisation=project.programme.parties[0].authority, role=Role.OFFICER))
    session.flush()
    found = reviewer_conflicts([free, society_member, old_partner, official], project)
    assert {person: [c.kind for c in found[person.id]] for person in (free, society_member, old_partner, official)} == {
        free: [], society_member: [ConflictKind.SHARED_ORGANISATION], old_partner: [ConflictKind.PAST_PROJECT],
        official: [ConflictKind.AUTHORITY],
    }
    assert earlier.reference in str(found[old_partner.id][0])


def test_a_draft_in_common_is_no_past_project(make, project, session):
    other = make.organisation(country="IL", contact_email="info@other.example")
    make.project(state=S.DRAFT, lead=project.partners[0].organisation, partners=[other])
    reviewer = make.reviewer()
    reviewer.memberships.append(Membership(organisation=other, role=Role.MEMBER))
    session.flush()
    assert reviewer_conflicts([reviewer], project)[reviewer.id] == []


def test_an_applicant_cannot_keep_an_authority_from_its_case_by_naming_its_domain(make, session):
    case = make.case()
    officers = [make.officer(case.programme.parties[0], email=f"{name}@ministry.example") for name in ("one", "two")]
    partner = case.partners[0].organisation
    partner.website, partner.contact_email = "https://www.ministry.example/", "info@ministry.example"
    session.flush()
    assert [links_to(officer, case) for officer in officers] == [[], []]
    partner.contact_email = "info@firm.example"
    stranger = make.officer(case.programme.parties[0], email="own@firm.example")
    session.flush()
    assert links_to(stranger, case)
