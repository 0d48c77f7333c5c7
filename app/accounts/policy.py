"""Who may do what with people and their roles."""

from dataclasses import dataclass
from typing import Any

from app.accounts.enums import UNBOUND_ROLES, Role

APPLICANT_ROLES = frozenset({Role.MEMBER, Role.REPRESENTATIVE})
AUTHORITY_ROLES = frozenset({Role.OFFICER, Role.DECISION_MAKER, Role.FINANCE_OFFICER})


@dataclass(frozen=True)
class Seat:
    """A role to be filled, in which organisation; `is_authority` says whether that organisation is a party's authority."""

    role: Role
    organisation_id: int | None
    is_authority: bool = False

    @property
    def exists(self) -> bool:
        """Officials act in a party's authority only; administrators stand in no organisation, reviewers in none or one."""
        if self.role in AUTHORITY_ROLES:
            return self.organisation_id is not None and self.is_authority
        if self.role == Role.ADMINISTRATOR:
            return self.organisation_id is None
        return self.organisation_id is not None or self.role in UNBOUND_ROLES


def administer_people(by: Any, _thing: Any = None) -> bool:
    """Sees people, grants and ends their roles, disables accounts."""
    return bool(by.is_administrator)


def grant(by: Any, seat: Seat) -> bool:
    """Gives a role directly, without an invitation."""
    return bool(by.is_administrator and seat.exists)


def invite(by: Any, seat: Seat) -> bool:
    """Invites someone into a role.

    Members and representatives are invited by those who act for the organisation, signatories by a signatory, officials
    and coordinators by an administrator.
    """
    if not seat.exists or seat.organisation_id is None:
        return False
    if by.is_administrator:
        return True
    if seat.role in APPLICANT_ROLES:
        return bool(by.holds(Role.REPRESENTATIVE, Role.SIGNATORY, organisation_id=seat.organisation_id))
    return seat.role == Role.SIGNATORY and bool(by.holds(Role.SIGNATORY, organisation_id=seat.organisation_id))


def withdraw_invitation(by: Any, invitation: Any) -> bool:
    """Takes an open invitation back: who sent it, and who may invite into that role."""
    seat = Seat(invitation.role, invitation.organisation_id, is_authority=True)
    return bool(by.is_authenticated and (invitation.invited_by_id == by.id or invite(by, seat)))


def answer_invitation(by: Any, invitation: Any) -> bool:
    """Accepts or declines: only the person whose confirmed address was invited."""
    return bool(by.is_authenticated and by.confirmed_at and by.email.lower() == invitation.email.lower())


def end_membership(by: Any, membership: Any) -> bool:
    """Ends a role: one's own, and those below one's own in the organisation; any by an administrator."""
    if by.is_administrator or (by.id is not None and membership.person_id == by.id):
        return True
    if membership.role == Role.MEMBER:
        return bool(by.holds(Role.REPRESENTATIVE, Role.SIGNATORY, organisation_id=membership.organisation_id))
    below_signatory = membership.role in {Role.REPRESENTATIVE, Role.SIGNATORY}
    return below_signatory and bool(by.holds(Role.SIGNATORY, organisation_id=membership.organisation_id))


def disable(by: Any, person: Any) -> bool:
    """Closes or reopens an account; never one's own."""
    return bool(by.is_administrator and person.id != by.id)


def end_session(by: Any, sign_in: Any) -> bool:
    """Ends a session: one's own."""
    return bool(by.id is not None and sign_in.person_id == by.id)
