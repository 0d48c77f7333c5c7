"""The menu leads each kind of user to pages that they may open, and to no other."""

import re
from types import SimpleNamespace

import pytest

from app.accounts.enums import Role
from app.accounts.models import Membership
from app.core.db import now

MENU = re.compile(r'<nav class="site-nav".*?</nav>', re.DOTALL)
LINK = re.compile(r'href="([^"]+)"')
FOR_ALL = {"/organisations", "/profiles", "/programmes", "/projects", "/events"}
FOR_PEOPLE = FOR_ALL | {"/work"}
EXPECTED = {
    "visitor": FOR_ALL,
    "newcomer": FOR_PEOPLE,
    "representative": FOR_PEOPLE | {"/introductions", "/meetings", "/trials"},
    "reviewer": FOR_PEOPLE | {"/reviews"},
    "officer": FOR_PEOPLE | {
        "/profiles/checks", "/introductions/screening", "/verification", "/approvals", "/administration/imports", "/figures/trials",
    },
    "decision maker": FOR_PEOPLE | {"/approvals", "/administration/imports", "/figures/trials"},
    "coordinator": FOR_PEOPLE | {
        "/profiles/checks", "/introductions/screening", "/approvals", "/administration/imports", "/administration/programmes",
        "/figures/trials",
    },
    "administrator": FOR_PEOPLE | {"/verification", "/administration/imports", "/administration/people", "/administration/programmes"},
}


def person(make: SimpleNamespace, kind: str) -> object:
    programme = make.programme()
    party = programme.parties[0]
    makers = {
        "visitor": lambda: None, "newcomer": make.person, "representative": lambda: make.member(make.organisation()),
        "reviewer": make.reviewer, "officer": lambda: make.official(party), "decision maker": lambda: make.official(party, Role.DECISION_MAKER),
        "coordinator": lambda: make.coordinator(programme), "administrator": make.administrator,
    }
    return makers[kind]()


@pytest.mark.parametrize("kind", EXPECTED)
def test_each_entry_opens(client, make, kind):
    browser = client(person(make, kind)) if kind != "visitor" else client()
    entries = set(LINK.findall(MENU.search(browser.get("/").text).group()))
    assert entries == EXPECTED[kind]
    assert {entry: browser.get(entry).status_code for entry in entries} == dict.fromkeys(entries, 200)


def test_an_ended_role_leads_nowhere(client, make, session):
    official = make.official(make.programme().parties[0])
    session.query(Membership).filter_by(person_id=official.id).update({"ended_at": now()})
    session.expire_all()
    assert set(LINK.findall(MENU.search(client(official).get("/").text).group())) == FOR_PEOPLE
