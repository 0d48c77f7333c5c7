"""Giving and ending roles. A role that ended grants nothing from the next request on, since rights are read with each."""

from typing import Any

from sqlalchemy import select

from app.accounts import policy
from app.accounts.enums import Role
from app.accounts.models import Membership, Person
from app.core import events
from app.core.db import lock, now
from app.core.errors import NotAllowed, Refused
from app.core.i18n import _l
from app.extensions import db


def give_role(person: Person, role: Role, organisation: Any | None, *, by: Any) -> Membership:
    """Give a role without asking whether `by` may: for services whose own rule has decided it. Twice is once."""
    organisation_id = organisation.id if organisation is not None else None
    held = _in_force(role, organisation_id, person.id)
    if held:
        return held[0]
    membership = Membership(
        person_id=person.id, organisation_id=organisation_id, role=role, granted_by_id=by.id if by.id != person.id else None
    )
    db.session.add(membership)
    db.session.flush()
    db.session.expire(person, ["memberships"])
    subject = organisation if organisation is not None else person
    events.record("role.grant", subject, by=by, data={"role": role, "person": person.id})
    return membership


def grant_role(person: Person, role: Role, organisation: Any | None, *, by: Any, is_authority: bool = False) -> Membership:
    """Give a role as an administrator; `is_authority` says whether the organisation is the authority of some party.

    :raises NotAllowed: `by` is no administrator.
    :raises Refused: such a role does not exist there.
    """
    seat = policy.Seat(role, organisation.id if organisation is not None else None, is_authority)
    refuse_empty_seat(seat)
    if not policy.grant(by, seat):
        raise NotAllowed
    lock(person)
    return give_role(person, role, organisation, by=by)


def refuse_empty_seat(seat: policy.Seat) -> None:
    """:raises Refused: the organisation cannot have someone in this role."""
    if seat.exists:
        return
    if seat.role in policy.AUTHORITY_ROLES:
        raise Refused.because("role", _l("This role is given only in the authority of a programme's party."))
    if seat.role == Role.ADMINISTRATOR:
        raise Refused.because("organisation", _l("An administrator acts for the whole workspace: leave the organisation empty."))
    raise Refused.because("organisation", _l("Choose the organisation in which the person has this role."))


def end_membership(membership: Membership, *, by: Any) -> None:
    """End a role at once.

    :raises NotAllowed: `by` may not end it.
    :raises Refused: nobody would be left where someone must be.
    """
    if not policy.end_membership(by, membership):
        raise NotAllowed
    holders = _in_force(membership.role, membership.organisation_id)
    if all(held.id != membership.id for held in holders):
        raise Refused.because("", _l("This role has ended already."))
    if len(holders) == 1:
        _refuse_last(membership, by)
    membership.ended_at = now()
    subject = membership.organisation if membership.organisation is not None else membership.person
    events.record("role.end", subject, by=by, data={"role": membership.role, "person": membership.person_id})


def _refuse_last(membership: Membership, by: Any) -> None:
    if membership.role == Role.ADMINISTRATOR:
        raise Refused.because("", _l("This is the last administrator. Name another one first."))
    if membership.role == Role.SIGNATORY and not by.is_administrator:
        raise Refused.because("", _l("This is the last signatory of the organisation. Name another one first."))


def _in_force(role: Role, organisation_id: int | None, person_id: int | None = None) -> list[Membership]:
    """The memberships of a role in an organisation, locked, so that two people cannot leave it empty together."""
    statement = select(Membership).where(Membership.role == role, Membership.ended_at.is_(None)).order_by(Membership.id)
    same_place = Membership.organisation_id.is_(None) if organisation_id is None else Membership.organisation_id == organisation_id
    statement = statement.where(same_place)
    if person_id is not None:
        statement = statement.where(Membership.person_id == person_id)
    return list(db.session.scalars(statement.with_for_update()))
