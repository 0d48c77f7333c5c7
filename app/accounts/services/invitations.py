"""Invitations of an address into a role of an organisation: single use, bound to the address, open for thirty days."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from app.accounts import policy, queries
from app.accounts.enums import InvitationState, Role
from app.accounts.models import Invitation, Membership, Person
from app.accounts.rights import CLOCK
from app.accounts.security import limits, passwords
from app.accounts.security.tokens import digest, new_token
from app.accounts.services import links
from app.accounts.services.roles import give_role, refuse_empty_seat
from app.accounts.services.sessions import LONGEST, Entry, enter
from app.accounts.services.sign_up import lock_address, refuse_weak
from app.core import events, outbox
from app.core.db import now
from app.core.errors import NotAllowed, Refused
from app.core.i18n import _l
from app.extensions import db

OPEN_FOR = timedelta(days=30)
LAPSED_AT_ONCE = 500


def invite(
    organisation: Any, *, email: str, role: Role, by: Any, is_authority: bool = False, language: str | None = None
) -> Invitation:
    """Invite an address; an open invitation of it into the same role is replaced, its link works no more.

    `is_authority` says whether the organisation is the authority of some party; `language` is that of the mail where the
    address has no account, else the inviter's.

    :raises NotAllowed: `by` may not invite into this role.
    :raises Refused: the role does not exist there, or the person has it.
    """
    seat = policy.Seat(role, organisation.id, is_authority)
    refuse_empty_seat(seat)
    if not policy.invite(by, seat):
        raise NotAllowed
    return send_invitation(organisation, email=email, role=role, by=by, language=language)


def send_invitation(organisation: Any, *, email: str, role: Role, by: Any, language: str | None = None) -> Invitation:
    """Invite without asking whether `by` may: for services whose own rule has decided it."""
    limits.count(limits.INVITATION_PER_INVITER, str(by.id))
    email = email.strip().lower()
    lock_address(email)
    _refuse_holder(organisation, email, role)
    _replace_open(organisation, email, role)
    token = new_token()
    invitation = Invitation(
        organisation_id=organisation.id, email=email, role=role, language=language or by.language, token_digest=digest(token),
        invited_by_id=by.id, expires_at=now() + OPEN_FOR,
    )
    db.session.add(invitation)
    db.session.flush()
    _record("send", invitation, organisation, by=by)
    outbox.owe(
        "mail", f"accounts.invitation:{invitation.id}",
        {"kind": "accounts.invitation", "invitation_id": invitation.id, "token": token, "data": {}},
    )
    return invitation


def _record(verb: str, invitation: Invitation, organisation: Any, *, by: Any) -> None:
    data = {"role": invitation.role, "invitation": invitation.public_id}
    events.record(f"invitation.{verb}", organisation, by=by, data=data)


def _refuse_holder(organisation: Any, email: str, role: Role) -> None:
    held = db.session.scalar(
        select(Membership.id)
        .join(Membership.person)
        .where(
            Membership.organisation_id == organisation.id, Membership.role == role, Membership.ended_at.is_(None),
            func.lower(Person.email) == email,
        )
        .limit(1)
    )
    if held is not None:
        raise Refused.because("email", _l("This person has the role in the organisation already."))


def _replace_open(organisation: Any, email: str, role: Role) -> None:
    earlier = db.session.scalars(
        select(Invitation)
        .where(
            Invitation.organisation_id == organisation.id, func.lower(Invitation.email) == email, Invitation.role == role,
            Invitation.state == InvitationState.SENT,
        )
        .with_for_update()
    )
    for invitation in earlier:
        invitation.state = InvitationState.WITHDRAWN
        invitation.answered_at = now()
    db.session.flush()


def withdraw_invitation(invitation: Invitation, *, by: Any) -> None:
    """Take an open invitation back; its link works no more.

    :raises NotAllowed: `by` may not.
    :raises Refused: it was answered already.
    """
    if not policy.withdraw_invitation(by, invitation):
        raise NotAllowed
    _close(invitation, InvitationState.WITHDRAWN, "withdraw", by=by)


def decline_invitation(invitation: Invitation, *, by: Person) -> None:
    """Say no.

    :raises NotAllowed: the invitation went to another address.
    :raises Refused: it was answered already.
    """
    if not policy.answer_invitation(by, invitation):
        raise NotAllowed
    _close(invitation, InvitationState.WITHDRAWN, "decline", by=by)


def _close(invitation: Invitation, state: InvitationState, verb: str, *, by: Any) -> None:
    db.session.refresh(invitation, with_for_update={"of": Invitation})
    _refuse_answered(invitation)
    invitation.state = state
    invitation.answered_at = now()
    _record(verb, invitation, invitation.organisation, by=by)


def _refuse_answered(invitation: Invitation) -> None:
    if invitation.state != InvitationState.SENT:
        raise links.spent()


def accept_invitation(invitation: Invitation, *, by: Person) -> Membership:
    """Accept as the person whose confirmed address was invited.

    :raises NotAllowed: the invitation went to another address.
    :raises Refused: it was used, withdrawn or is too old, or whoever sent it has left.
    """
    if not policy.answer_invitation(by, invitation):
        raise NotAllowed
    db.session.refresh(invitation, with_for_update={"of": Invitation})
    return _accept(invitation, by)


def _accept(invitation: Invitation, person: Person) -> Membership:
    _refuse_answered(invitation)
    if invitation.expires_at <= now() or not queries.still_speaks(invitation.invited_by, invitation.organisation_id):
        raise links.spent()
    invitation.state = InvitationState.ACCEPTED
    invitation.accepted_by_id = person.id
    invitation.answered_at = now()
    _record("accept", invitation, invitation.organisation, by=person)
    return give_role(person, invitation.role, invitation.organisation, by=invitation.invited_by)


def accept_with_new_account(
    token: str, *, name: str, name_reading: str | None, password: str, language: str, time_zone: str, address: str, agent: str,
    lasts: timedelta = LONGEST,
) -> Entry:
    """Accept as someone who has no confirmed account yet: the link shows that the address is theirs.

    :raises Refused: the link cannot be used, the address has an account, or the password may not be used.
    """
    limits.count(limits.LINK_PER_ADDRESS, address)
    invitation = queries.get_invitation_by_token(token, lock=True)
    if invitation is None:
        raise links.spent()
    refuse_weak(password, invitation.email, name)
    lock_address(invitation.email)
    person = queries.get_person_by_email(invitation.email, lock=True)
    if person is not None and (person.confirmed_at is not None or person.disabled_at is not None):
        raise Refused.because("", _l("This address has an account. Sign in, then accept the invitation."))
    if person is None:
        person = Person(email=invitation.email)
        db.session.add(person)
    person.name, person.name_reading, person.password_hash = name, name_reading or None, passwords.hash_password(password)
    person.confirmed_at, person.language, person.time_zone = now(), language, time_zone
    db.session.flush()
    events.record("person.register", person, by=person)
    _accept(invitation, person)
    return enter(person, address=address, agent=agent, lasts=lasts)


def lapse_invitations() -> int:
    """Close invitations that nobody answered in time; gives how many."""
    lapsed = queries.list_lapsed_invitations(now(), limit=LAPSED_AT_ONCE)
    for invitation in lapsed:
        invitation.state = InvitationState.EXPIRED
        _record("lapse", invitation, invitation.organisation, by=CLOCK)
    return len(lapsed)
