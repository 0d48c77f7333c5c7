"""Invitations: who may invite whom, one use, bound to the address."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import policy, services
from app.accounts.enums import InvitationState, Role
from app.accounts.models import Invitation, Membership, SignIn
from app.accounts.queries import get_person_by_email
from app.accounts.rights import Anonymous
from app.core.db import now
from app.core.errors import NotAllowed, Refused
from app.core.events import Event
from tests.accounts.mails import PASSWORD, link, owed

FORM = {"name": "Sample Invited", "language": "ja", "time_zone": "UTC", "password": PASSWORD}


def invited(make, session, email="invited@sample.example", role=Role.REPRESENTATIVE):
    organisation = make.organisation()
    inviter = make.member(organisation, Role.SIGNATORY)
    return services.invite(organisation, email=email, role=role, by=inviter), inviter


def test_a_person_without_an_account_opens_one_on_the_page(app, client, make, session):
    invitation, _inviter = invited(make, session)
    path = link(app, session, "accounts.invitation", "/invitation")
    tester = client()
    page = tester.get(path)
    assert page.status_code == 200
    assert invitation.organisation.name in page.text
    assert get_person_by_email("invited@sample.example") is None, "opening a link does nothing"
    assert tester.send(path, {**FORM, "password": "short"}).status_code == 422
    assert tester.send(path, FORM).status_code == 302
    person = get_person_by_email("invited@sample.example")
    assert person.confirmed_at is not None
    assert person.holds(Role.REPRESENTATIVE, organisation_id=invitation.organisation_id)
    assert tester.get("/account").status_code == 200
    assert client().get(path).status_code == 410
    assert session.get(Invitation, invitation.id).state == InvitationState.ACCEPTED


def test_a_person_with_an_account_signs_in_first_then_accepts(app, client, make, session):
    person, stranger = make.person(), make.person()
    invitation, _inviter = invited(make, session, person.email.upper())
    path = link(app, session, "accounts.invitation", "/invitation")
    assert "/sign-in?next=" in client().get(path).text
    assert client().send(path, FORM).status_code == 200
    assert "another person" in client(stranger).send(path).text
    assert not session.scalars(select(Membership).where(Membership.person_id.in_([person.id, stranger.id]))).all()
    assert client(person).send(path).status_code == 302
    session.expire_all()
    assert person.holds(Role.REPRESENTATIVE, organisation_id=invitation.organisation_id)


def test_invitations_wait_in_the_account_of_their_address_only(client, make, session):
    person, stranger = make.person(), make.person()
    invitation, _inviter = invited(make, session, person.email)
    accept = f"/account/invitations/{invitation.public_id}/accept"
    assert invitation.organisation.name in client(person).get("/account").text
    assert invitation.organisation.name not in client(stranger).get("/account").text
    assert client(stranger).send(accept).status_code == 404
    assert client(person).send(accept).status_code == 302
    assert client(person).send(accept).status_code == 404
    again, _inviter = invited(make, session, person.email)
    assert client(person).send(f"/account/invitations/{again.public_id}/decline").status_code == 302
    session.refresh(again)
    assert again.state == InvitationState.WITHDRAWN


def test_old_withdrawn_and_replaced_invitations_open_nothing(app, client, make, session):
    invitation, inviter = invited(make, session)
    first = link(app, session, "accounts.invitation", "/invitation")
    newer = services.invite(invitation.organisation, email=invitation.email, role=invitation.role, by=inviter)
    second = link(app, session, "accounts.invitation", "/invitation")
    assert client().send(first, FORM).status_code == 410
    newer.expires_at = now() - timedelta(seconds=1)
    assert client().send(second, FORM).status_code == 410
    session.refresh(newer)
    newer.expires_at = now() + timedelta(days=1)
    services.withdraw_invitation(newer, by=inviter)
    assert client().send(second, FORM).status_code == 410
    with pytest.raises(Refused):
        services.withdraw_invitation(newer, by=inviter)


def test_invitations_lapse(make, session):
    invitation, _inviter = invited(make, session)
    assert services.lapse_invitations() == 0
    invitation.expires_at = now() - timedelta(seconds=1)
    session.flush()
    assert services.lapse_invitations() == 1
    assert invitation.state == InvitationState.EXPIRED


def test_who_may_invite_whom(make, session):
    organisation, other = make.organisation(), make.organisation()
    people = {
        "visitor": Anonymous(), "member": make.member(organisation, Role.MEMBER),
        "representative": make.member(organisation, Role.REPRESENTATIVE), "signatory": make.member(organisation, Role.SIGNATORY),
        "foreign": make.member(other, Role.SIGNATORY), "administrator": make.administrator(),
    }
    expected = {
        Role.MEMBER: {"representative", "signatory", "administrator"},
        Role.REPRESENTATIVE: {"representative", "signatory", "administrator"},
        Role.SIGNATORY: {"signatory", "administrator"},
        Role.COORDINATOR: {"administrator"},
        Role.REVIEWER: {"administrator"},
        Role.OFFICER: set(), Role.DECISION_MAKER: set(), Role.FINANCE_OFFICER: set(), Role.ADMINISTRATOR: set(),
    }
    for role, allowed in expected.items():
        seat = policy.Seat(role, organisation.id)
        assert {name for name, by in people.items() if policy.invite(by, seat)} == allowed, role
    for role in policy.AUTHORITY_ROLES:
        seat = policy.Seat(role, organisation.id, is_authority=True)
        assert {name for name, by in people.items() if policy.invite(by, seat)} == {"administrator"}, role
    with pytest.raises(NotAllowed):
        services.invite(organisation, email="x@sample.example", role=Role.SIGNATORY, by=people["representative"])
    with pytest.raises(Refused):
        services.invite(organisation, email="x@sample.example", role=Role.OFFICER, by=people["administrator"])
    with pytest.raises(Refused):
        services.invite(organisation, email=people["member"].email, role=Role.MEMBER, by=people["signatory"])


def test_events_hold_no_name_and_no_address(app, client, make, session):
    invitation, inviter = invited(make, session)
    client().send(link(app, session, "accounts.invitation", "/invitation"), FORM)
    session.commit()
    entries = session.scalars(select(Event)).all()
    assert {"invitation.send", "invitation.accept", "role.grant", "person.register", "person.sign_in"} <= {e.kind for e in entries}
    told = " ".join(str(entry.data) for entry in entries)
    for secret in (invitation.email, inviter.name, FORM["name"]):
        assert secret not in told


def test_raw_tokens_are_nowhere_but_in_the_waiting_mail(make, session):
    invitation, _inviter = invited(make, session)
    token = owed(session, "accounts.invitation")[-1].payload["token"]
    assert invitation.token_digest != token
    assert len(token) >= 43
    assert not session.scalars(select(SignIn).where(SignIn.token_digest == token)).all()


@pytest.mark.parametrize("what", ["left", "closed"])
def test_an_invitation_is_worth_nothing_once_its_sender_is_gone(make, session, what):
    person = make.person()
    invitation, inviter = invited(make, session, person.email)
    if what == "left":
        inviter.memberships[0].ended_at = now()
    else:
        inviter.disabled_at = now()
    session.flush()
    with pytest.raises(Refused):
        services.accept_invitation(invitation, by=person)
    assert not person.holds(Role.REPRESENTATIVE, organisation_id=invitation.organisation_id)
