"""People of an organisation: who invites whom into which role, who ends a role, and what stays closed."""

import pytest
from sqlalchemy import select

from app.accounts.enums import InvitationState, Role
from app.accounts.models import Invitation
from app.organisations.enums import OrganisationState as S


@pytest.fixture(autouse=True)
def programme(make):
    return make.programme()


@pytest.fixture
def organisation(make, programme):
    return make.in_state(programme, S.VERIFIED)[0]


def path(organisation, end=""):
    return f"/organisations/{organisation.public_id}/members{end}"


@pytest.mark.parametrize(
    ("inviter", "role", "status"),
    [
        (Role.REPRESENTATIVE, "member", 302), (Role.REPRESENTATIVE, "representative", 302), (Role.REPRESENTATIVE, "signatory", 403),
        (Role.SIGNATORY, "signatory", 302), (Role.SIGNATORY, "officer", 422), (Role.SIGNATORY, "nonsense", 302), (Role.MEMBER, "member", 403),
    ],
)
def test_who_invites_into_which_role(make, client, session, organisation, inviter, role, status):
    answer = client(make.member(organisation, inviter)).send(path(organisation, "/invite"), {"email": "new@sample.example", "role": role})
    assert answer.status_code == status
    invitations = session.scalars(select(Invitation).where(Invitation.organisation_id == organisation.id)).all()
    assert len(invitations) == (status == 302)
    assert all(invitation.role in {"member", "representative", "signatory"} for invitation in invitations)


def test_a_wrong_address_is_shown_again(make, client, organisation):
    answer = client(make.member(organisation)).send(path(organisation, "/invite"), {"email": "not an address", "role": "member"})
    assert answer.status_code == 422
    assert "not an address" in answer.text


def test_an_invitation_is_withdrawn(make, client, session, organisation):
    tester = client(make.member(organisation))
    tester.send(path(organisation, "/invite"), {"email": "new@sample.example", "role": "member"})
    invitation = session.scalar(select(Invitation).where(Invitation.organisation_id == organisation.id))
    assert "new@sample.example" in tester.get(path(organisation)).text
    foreign = client(make.member(make.organisation()))
    assert foreign.send(path(organisation, "/withdraw-invitation"), {"invitation": invitation.public_id}).status_code == 403
    assert tester.send(path(organisation, "/withdraw-invitation"), {"invitation": invitation.public_id}).status_code == 302
    assert invitation.state == InvitationState.WITHDRAWN
    assert tester.send(path(organisation, "/withdraw-invitation"), {"invitation": invitation.public_id}).status_code == 404


def test_a_signatory_ends_a_role_and_the_rights_go_at_once(make, client, organisation):
    representative = make.member(organisation, Role.REPRESENTATIVE)
    signatory = client(make.member(organisation, Role.SIGNATORY))
    other = client(representative)
    assert other.get(path(organisation)).status_code == 200
    data = {"person": representative.public_id, "role": "representative"}
    assert signatory.send(path(organisation, "/end"), data).status_code == 302
    assert other.get(path(organisation)).status_code == 403
    assert signatory.send(path(organisation, "/end"), data).status_code == 404


def test_the_last_signatory_stays(make, client, programme):
    organisation, signatory = make.in_state(programme, S.VERIFIED)
    answer = client(signatory).send(path(organisation, "/end"), {"person": signatory.public_id, "role": "signatory"})
    assert answer.status_code == 422
    assert "last signatory" in answer.text
    assert 'name="email"' in answer.text, "the invitation form keeps its fields"
    assert 'value="member"' in answer.text


def test_a_representative_does_not_end_a_signatory(make, client, organisation):
    signatory = make.member(organisation, Role.SIGNATORY)
    answer = client(make.member(organisation, Role.REPRESENTATIVE)).send(
        path(organisation, "/end"), {"person": signatory.public_id, "role": "signatory"}
    )
    assert answer.status_code == 403


def test_members_are_seen_by_those_concerned(make, client, programme, organisation):
    name = make.member(organisation, Role.MEMBER, name="Sample Insider").name
    for person, status in (
        (make.member(organisation, Role.MEMBER), 200), (make.official(programme.parties[0]), 200), (make.administrator(), 200),
        (make.official(programme.parties[1]), 403), (make.person(), 403),
    ):
        answer = client(person).get(path(organisation))
        assert answer.status_code == status
        assert (name in answer.text) == (status == 200)
