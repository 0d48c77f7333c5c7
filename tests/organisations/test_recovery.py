"""Claims to represent an organisation: opened by a person, decided by an officer of its country."""

import pytest
from sqlalchemy import select

from app.accounts.enums import Role
from app.core.db import now
from app.core.errors import NotAllowed, Refused, WrongState
from app.core.outbox import Owed
from app.organisations import queries, services
from app.organisations.enums import OrganisationState as S
from app.organisations.enums import RecoveryState
from app.organisations.models import Recovery
from app.organisations.workflow import ORGANISATION, RECOVERY


@pytest.fixture(autouse=True)
def programme(make):
    return make.programme()


@pytest.fixture
def officer(make, programme):
    return make.official(programme.parties[0])


def claim(make, organisation, **options):
    """By a member; where nobody represents the organisation, by anyone."""
    claimant = make.member(organisation, Role.MEMBER) if queries.has_representative(organisation.id) else make.person()
    return services.open_recovery(organisation, by=claimant, reason="I am the new managing director.", **options), claimant


def test_a_granted_claim_makes_representative_and_signatory(make, programme, officer):
    organisation, earlier = make.in_state(programme, S.VERIFIED)
    recovery, claimant = claim(make, organisation)
    services.grant_recovery(recovery, by=officer)
    assert recovery.state == RecoveryState.GRANTED
    assert claimant.holds(Role.REPRESENTATIVE, organisation_id=organisation.id)
    assert claimant.holds(Role.SIGNATORY, organisation_id=organisation.id)
    assert earlier.belongs_to(organisation.id)


def test_the_roles_of_the_earlier_ones_end_where_the_officer_says_so(make, programme, officer):
    organisation, earlier = make.in_state(programme, S.VERIFIED)
    recovery, claimant = claim(make, organisation)
    services.grant_recovery(recovery, by=officer, end_others=True)
    assert not earlier.belongs_to(organisation.id)
    assert claimant.belongs_to(organisation.id)


def test_a_claimed_row_of_a_public_register_enters_the_queue(make, client, officer):
    organisation = make.listed(state=S.DECLARED)
    recovery, _ = claim(make, organisation)
    services.grant_recovery(recovery, by=officer)
    assert organisation.due_at is not None
    assert organisation.public_id in client(officer).get("/verification").text


def test_a_refusal_needs_a_reason(make, programme, officer):
    organisation = make.listed(state=S.VERIFIED)
    recovery, claimant = claim(make, organisation)
    with pytest.raises(Refused):
        services.refuse_recovery(recovery, by=officer, comment="")
    services.refuse_recovery(recovery, by=officer, comment="No proof.")
    assert not claimant.belongs_to(organisation.id)
    with pytest.raises(WrongState):
        services.grant_recovery(recovery, by=officer)


def test_only_an_officer_of_the_country_decides(make, programme):
    organisation, representative = make.in_state(programme, S.VERIFIED)
    recovery, claimant = claim(make, organisation)
    for by in (claimant, representative, make.official(programme.parties[1]), make.official(programme.parties[0], Role.DECISION_MAKER), make.administrator()):
        with pytest.raises(NotAllowed):
            services.grant_recovery(recovery, by=by)


def test_an_officer_does_not_decide_the_own_claim(make, programme, officer):
    organisation = make.listed(state=S.DECLARED)
    recovery = services.open_recovery(organisation, by=officer, reason="mine")
    with pytest.raises(NotAllowed):
        services.grant_recovery(recovery, by=officer)


def test_one_claim_at_a_time_and_twice_is_once(make, programme, session):
    organisation, _ = make.in_state(programme, S.VERIFIED)
    recovery, claimant = claim(make, organisation)
    assert services.open_recovery(organisation, by=claimant, reason="again") is recovery
    with pytest.raises(Refused):
        claim(make, organisation)
    assert len(session.scalars(select(Recovery)).all()) == 1


@pytest.mark.parametrize("state", [S.DRAFT, S.INVITED, S.REJECTED, S.SUSPENDED, S.MERGED, S.RETIRED, S.EXPIRED])
def test_what_does_not_stand_is_not_claimed(make, programme, state):
    organisation, _ = make.in_state(programme, state)
    with pytest.raises(NotAllowed):
        claim(make, organisation)


def test_who_represents_it_already_does_not_claim(make, client, programme):
    organisation, representative = make.in_state(programme, S.VERIFIED)
    assert client(representative).get(f"/organisations/{organisation.public_id}/claim").status_code == 403


def test_officers_and_the_present_representatives_are_told(make, programme, officer, session):
    organisation, representative = make.in_state(programme, S.VERIFIED)
    claim(make, organisation)
    owed = session.scalars(select(Owed).where(Owed.payload["kind"].astext == "recovery.open_recovery")).all()
    assert {row.payload["person_id"] for row in owed} == {officer.id, representative.id}


def test_through_the_pages(make, client, programme, officer):
    organisation = make.listed(state=S.DECLARED)
    url = f"/organisations/{organisation.public_id}"
    person = client(make.person(name="Sample Claimant"))
    assert "Claim this organisation" in person.get(url).text
    assert person.send(f"{url}/claim", {"reason": ""}).status_code == 422
    assert person.send(f"{url}/claim", {"reason": "I direct it."}).status_code == 302
    assert person.get(f"{url}/recovery").status_code == 403
    desk = client(officer)
    assert "Sample Claimant" in desk.get("/verification").text
    assert "I direct it." in desk.get(f"{url}/recovery").text
    answer = desk.send(f"{url}/recovery/refuse", {"comment": ""})
    assert answer.status_code == 422 and "Give a reason." in answer.text
    assert desk.send(f"{url}/recovery/grant", {"comment": ""}).status_code == 302
    assert desk.send(f"{url}/recovery/grant", {"comment": ""}).status_code == 404
    assert person.get(f"{url}/edit").status_code == 200


@pytest.mark.parametrize("state", [S.VERIFIED, S.DECLARED, S.VERIFICATION_EXPIRED])
def test_a_stranger_does_not_claim_what_somebody_represents(make, client, programme, state, session):
    organisation, _ = make.in_state(programme, state)
    stranger, url = make.person(), f"/organisations/{organisation.public_id}"
    assert "Claim this organisation" not in client(stranger).get(url).text
    assert client(stranger).send(f"{url}/claim", {"reason": "Mine."}).status_code == 403
    assert session.scalars(select(Recovery)).all() == []
    assert not RECOVERY.by_action["open_recovery"].may(stranger, Recovery(organisation=organisation, claimant=stranger, reason="Mine."))
    services.open_recovery(organisation, by=make.member(organisation, Role.MEMBER), reason="Ours.")


def test_where_the_representative_is_lost_a_signed_in_person_may_claim(make, client, programme, session):
    organisation, representative = make.in_state(programme, S.VERIFIED)
    representative.disabled_at = now()
    session.flush()
    stranger = make.person()
    assert "Claim this organisation" in client(stranger).get(f"/organisations/{organisation.public_id}").text
    services.open_recovery(organisation, by=stranger, reason="I am the new managing director.")


def test_the_table_says_who_may_claim():
    roles = {row.action: row.roles for workflow in (ORGANISATION, RECOVERY) for row in workflow.transitions}
    for action in ("lose_representative", "open_recovery"):
        assert list(roles[action]) == ["member", "anyone where nobody represents it"]
