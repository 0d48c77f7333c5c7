"""Vouching for a member: who reads what, while it is in force and afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.enums import Role
from app.core.db import now
from app.core.errors import NotAllowed, Refused
from app.core.outbox import Owed
from app.notices import composing, recipients
from app.organisations.affiliations import queries, services, tasks
from app.organisations.affiliations.enums import AffiliationState
from app.organisations.affiliations.enums import VouchState as V
from app.organisations.affiliations.models import Vouch
from app.organisations.enums import OrganisationState

SAID = "It has shown at our fair each year"
REASON = "It has not paid its dues."


@pytest.fixture(autouse=True)
def programme(make):
    return make.programme()


def page_of(client, person, organisation):
    return client(person).get(f"/organisations/{organisation.public_id}").text


def readers(make, affiliation):
    return {
        "visitor": None, "economic": make.chamber(affiliation), "member": make.of_member(affiliation),
        "officer": make.official(make.sample_programme().parties[0]), "other officer": make.official(make.sample_programme().parties[1]),
        "decider": make.official(make.sample_programme().parties[0], Role.DECISION_MAKER), "administrator": make.administrator(),
        "coordinator": make.coordinator(make.sample_programme()),
    }


@pytest.mark.parametrize("state", list(V))
def test_who_reads_what_on_the_page_of_the_member(make, client, state):
    vouch = make.vouch(state)
    member = vouch.affiliation.member
    for name, person in readers(make, vouch.affiliation).items():
        text = page_of(client, person, member)
        official = name in {"officer", "decider"}
        assert (SAID in text) == (state == V.IN_FORCE or official), name
        assert (REASON in text) == (state == V.WITHDRAWN and official), name


def test_the_reason_of_a_withdrawal_reaches_neither_the_member_nor_its_mails(make, client, session):
    vouch = make.vouch(V.WITHDRAWN)
    session.commit()
    member = vouch.affiliation.member
    browser = client(make.of_member(vouch.affiliation))
    for path in (f"/organisations/{member.public_id}", f"/organisations/{member.public_id}/memberships", f"/memberships/{vouch.affiliation.public_id}", "/work"):
        assert REASON not in browser.get(path).text, path
    texts = []
    for row in session.scalars(select(Owed).where(Owed.topic == "mail")).all():
        mail = composing.compose(row.payload["kind"], recipients.find(row.payload), {}, dedup=row.dedup, owed_at=now())
        texts.append(mail.get_content())
    assert any("Withdrawn" in text for text in texts)
    assert all(REASON not in text for text in texts)


def test_the_officer_who_verifies_reads_it(make, client, programme):
    organisation, owner = make.in_state(programme, OrganisationState.IN_VERIFICATION)
    affiliation = make.affiliation(member=organisation)
    assert owner
    make.vouch(affiliation=affiliation)
    officer = client(make.official(programme.parties[0]))
    text = officer.get(f"/organisations/{organisation.public_id}/verify").text
    assert SAID in text
    assert "replaces no verification" in text


def test_it_needs_a_member_and_its_parts(make):
    affiliation = make.affiliation()
    values = {"known_since": 2009, "known_as": "exhibitor", "statement": "It pays its dues each year.", "language": "en"}
    by = make.chamber(affiliation)
    for wrong in ({"known_since": None}, {"known_since": now().year + 1}, {"known_since": 1700}, {"known_as": " "}, {"statement": "Good."}):
        with pytest.raises(Refused) as refused:
            services.give_vouch(affiliation, **{**values, **wrong}, by=by)
        assert {problem.field for problem in refused.value.problems} == set(wrong)
    for person in (make.of_member(affiliation), make.member(affiliation.economic, Role.MEMBER), make.official(make.sample_programme().parties[0])):
        with pytest.raises(NotAllowed):
            services.give_vouch(affiliation, **values, by=person)
    waiting = make.affiliation(AffiliationState.INVITED)
    with pytest.raises(Refused):
        services.give_vouch(waiting, **values, by=make.chamber(waiting))
    services.give_vouch(affiliation, **values, by=by)
    with pytest.raises(Refused):
        services.give_vouch(affiliation, **values, by=by)


def test_it_is_given_renewed_and_withdrawn_by_the_pages(make, client, session):
    affiliation = make.affiliation()
    browser = client(make.chamber(affiliation))
    path = f"/memberships/{affiliation.public_id}"
    data = {"known_since": "2009", "known_as": "exhibitor", "statement": SAID, "language": "en", "version": affiliation.version}
    refused = browser.send(f"{path}/vouch", {**data, "known_since": "long ago"})
    assert refused.status_code == 422
    assert SAID in refused.text
    assert browser.send(f"{path}/vouch", data).status_code == 302
    vouch = session.scalars(select(Vouch)).one()
    assert timedelta(days=729) < vouch.expires_at - now() < timedelta(days=732)
    assert "Renew the vouch" not in browser.get(path).text
    with pytest.raises(Refused):
        services.renew_vouch(vouch, by=make.chamber(affiliation))
    vouch.expires_at = now() + timedelta(days=80)
    assert "Renew the vouch" in browser.get(path).text
    assert browser.send(f"{path}/vouch/renew", {"version": vouch.version}).status_code == 302
    assert vouch.expires_at > now() + timedelta(days=700)
    assert browser.send(f"{path}/vouch/withdraw", {"version": vouch.version, "comment": ""}).status_code == 422
    assert browser.send(f"{path}/vouch/withdraw", {"version": vouch.version, "comment": REASON}).status_code == 302
    assert (vouch.state, vouch.withdrawal_reason) == (V.WITHDRAWN, REASON)
    assert client(make.of_member(affiliation)).send(f"{path}/vouch/withdraw", {"comment": REASON}).status_code == 404


def test_it_ends_by_time_and_with_the_membership(make, session):
    vouch, other = make.vouch(), make.vouch()
    vouch.expires_at = now() - timedelta(hours=1)
    session.commit()
    assert tasks.run_clock() == 1
    assert vouch.state == V.EXPIRED
    services.end_affiliation(other.affiliation, comment="We leave.", by=make.of_member(other.affiliation))
    assert other.state == V.ENDED


@pytest.mark.parametrize("lost", ["suspended", "expired", "over"])
def test_only_a_verified_economic_organisation_vouches(make, session, lost):
    vouch = make.vouch()
    member, economic = vouch.affiliation.member, vouch.affiliation.economic
    assert queries.list_vouches(member, past=False) == [vouch]
    if lost == "suspended":
        economic.state = OrganisationState.SUSPENDED
    elif lost == "expired":
        economic.valid_until = now() - timedelta(days=1)
    else:
        vouch.expires_at = now() - timedelta(seconds=1)
    session.flush()
    assert queries.list_vouches(member, past=False) == []


@pytest.mark.parametrize("values", [{"known_since": 1200}, {"state": V.WITHDRAWN}, {"withdrawal_reason": "none"}])
def test_impossible_rows_are_not_stored(make, session, values):
    vouch = make.vouch()
    for name, value in values.items():
        setattr(vouch, name, value)
    with pytest.raises(IntegrityError):
        session.flush()
