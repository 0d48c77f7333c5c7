"""Reads of people, their sessions and invitations."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, column, func, or_, select, table, union
from sqlalchemy.orm import contains_eager, selectinload

from app.accounts.enums import InvitationState, Role, TokenPurpose
from app.accounts.models import Invitation, Membership, OneTimeToken, Person, SignIn
from app.accounts.security.tokens import digest
from app.core.db import lock as lock_row
from app.core.db import now
from app.core.pagination import Page, paginate
from app.extensions import db

KNOWN_ADDRESS_DAYS = 90

PARTY = table("party", column("authority_id"))
PROGRAMME = table("programme", column("secretariat_id"))
"""Of the programmes, which stand above this domain, only where their authorities and secretariats are is read."""


def get_sign_in(token: str, *, idle: timedelta) -> SignIn | None:
    """The session in force behind a token, with its person, memberships and their organisations, in one statement."""
    moment = now()
    statement = (
        select(SignIn)
        .join(SignIn.person)
        .outerjoin(Person.memberships.and_(Membership.ended_at.is_(None)))
        .outerjoin(Membership.organisation)
        .where(
            SignIn.token_digest == digest(token), SignIn.ended_at.is_(None), SignIn.expires_at > moment,
            SignIn.seen_at > moment - idle, Person.confirmed_at.is_not(None), Person.disabled_at.is_(None),
        )
        .options(contains_eager(SignIn.person).contains_eager(Person.memberships).contains_eager(Membership.organisation))
        .order_by(Membership.id)
    )
    return db.session.scalars(statement).unique().one_or_none()


def get_person_by_email(email: str, *, lock: bool = False) -> Person | None:
    """The person with an address, whatever its case."""
    statement = select(Person).where(func.lower(Person.email) == email.lower())
    return db.session.scalar(statement.with_for_update() if lock else statement)


def people_with(*roles: Role, organisation_id: int | None = None, country: str | None = None) -> list[Person]:
    """The people who may sign in and hold one of the roles now, in that organisation or country where one is named."""
    held: list[ColumnElement[bool]] = [Membership.role.in_(roles), Membership.ended_at.is_(None)]
    if organisation_id is not None:
        held.append(Membership.organisation_id == organisation_id)
    if country is not None:
        held.append(Membership.organisation.has(country=country))
    statement = (
        select(Person)
        .where(
            Person.id.in_(select(Membership.person_id).where(*held)), Person.confirmed_at.is_not(None),
            Person.disabled_at.is_(None),
        )
        .order_by(Person.id)
    )
    return list(db.session.scalars(statement))


def has_signed_in_from(person: Person | None, address: str) -> bool:
    """Whether the person signed in from this address lately."""
    since = now() - timedelta(days=KNOWN_ADDRESS_DAYS)
    known = select(SignIn.id).where(
        SignIn.person_id == (person.id if person else 0), SignIn.address == address, SignIn.created_at > since
    )
    return db.session.scalar(select(known.exists())) or False


def list_sign_ins(person: Person, *, idle: timedelta) -> Sequence[SignIn]:
    """A person's sessions in force, the last used first."""
    moment = now()
    return db.session.scalars(
        select(SignIn)
        .where(
            SignIn.person_id == person.id, SignIn.ended_at.is_(None), SignIn.expires_at > moment, SignIn.seen_at > moment - idle
        )
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    ).all()


def get_own_sign_in(actor: Any, *, lock: bool, key: int) -> SignIn | None:
    """One of the actor's sessions that has not ended."""
    statement = select(SignIn).where(SignIn.id == key, SignIn.person_id == actor.id, SignIn.ended_at.is_(None))
    return db.session.scalar(statement.with_for_update() if lock else statement)


def get_token(token: str, purpose: TokenPurpose, *, lock: bool = False) -> OneTimeToken | None:
    """The link behind a token, while it can be used: not used, not too old, for the address that the person still has."""
    statement = (
        select(OneTimeToken)
        .join(OneTimeToken.person)
        .where(
            OneTimeToken.token_digest == digest(token), OneTimeToken.purpose == purpose, OneTimeToken.used_at.is_(None),
            OneTimeToken.expires_at > now(), func.lower(OneTimeToken.email) == func.lower(Person.email),
            Person.disabled_at.is_(None),
        )
    )
    return db.session.scalar(statement.with_for_update(of=OneTimeToken) if lock else statement)


def _open_invitations() -> Select[Invitation]:
    return select(Invitation).where(Invitation.state == InvitationState.SENT, Invitation.expires_at > now())


def get_invitation_by_token(token: str, *, lock: bool = False) -> Invitation | None:
    """The invitation behind a token, while it waits for an answer."""
    statement = _open_invitations().where(Invitation.token_digest == digest(token)).options(selectinload(Invitation.organisation))
    return db.session.scalar(statement.with_for_update(of=Invitation) if lock else statement)


def get_own_invitation(actor: Any, *, lock: bool, public_id: str) -> Invitation | None:
    """An invitation that waits for the person's answer; theirs because it went to their confirmed address."""
    statement = _open_invitations().where(
        Invitation.public_id == public_id, func.lower(Invitation.email) == actor.email.lower()
    )
    return db.session.scalar(statement.with_for_update(of=Invitation) if lock else statement)


def list_own_invitations(person: Person) -> Sequence[Invitation]:
    """The invitations that wait for the person's answer."""
    statement = _open_invitations().where(func.lower(Invitation.email) == person.email.lower())
    return db.session.scalars(
        statement.options(selectinload(Invitation.organisation), selectinload(Invitation.invited_by)).order_by(Invitation.id)
    ).all()


def list_invitations_of(organisation_id: int) -> Sequence[Invitation]:
    """The invitations of an organisation that wait for an answer."""
    statement = _open_invitations().where(Invitation.organisation_id == organisation_id)
    return db.session.scalars(statement.options(selectinload(Invitation.invited_by)).order_by(Invitation.id)).all()


def list_lapsed_invitations(moment: datetime, *, limit: int) -> Sequence[Invitation]:
    """Invitations that nobody answered in time."""
    return db.session.scalars(
        select(Invitation)
        .where(Invitation.state == InvitationState.SENT, Invitation.expires_at <= moment)
        .order_by(Invitation.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Invitation)
    ).all()


def list_members_of(organisation_id: int) -> Sequence[Membership]:
    """The roles in force in an organisation, each with its person, ordered by name."""
    return db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .where(Membership.organisation_id == organisation_id, Membership.ended_at.is_(None))
        .options(contains_eager(Membership.person))
        .order_by(Person.name, Membership.id)
    ).all()


def list_people(words: str, number: int) -> Page:
    """People whose name, reading or address holds each of the words, a page at a time, each with memberships."""
    statement = select(Person).options(selectinload(Person.memberships).selectinload(Membership.organisation))
    for word in words.split():
        statement = statement.where(
            or_(
                Person.name.icontains(word, autoescape=True), Person.name_reading.icontains(word, autoescape=True),
                Person.email.icontains(word, autoescape=True),
            )
        )
    return paginate(statement.order_by(func.lower(Person.name), Person.id), number)


def get_person(actor: Any, *, lock: bool, public_id: str) -> Person | None:
    """A person, for administrators; for anyone else there is none."""
    if not actor.is_administrator:
        return None
    person = db.session.scalar(
        select(Person)
        .where(Person.public_id == public_id)
        .options(selectinload(Person.memberships).selectinload(Membership.organisation))
    )
    if person is not None and lock:
        lock_row(person)
    return person


def list_history_of(person: Person) -> Sequence[SignIn]:
    """All sessions of a person that are kept, for the export of their own data."""
    return db.session.scalars(select(SignIn).where(SignIn.person_id == person.id).order_by(SignIn.id)).all()


def is_authority(organisation_id: int) -> bool:
    """Whether the organisation is the authority of some programme's party."""
    found = select(PARTY.c.authority_id).where(PARTY.c.authority_id == organisation_id)
    return db.session.scalar(select(found.exists())) or False


def list_seats(person: Person) -> Sequence[Any]:
    """Organisations in which an administrator may give the person a role: authorities, secretariats, and the person's own."""
    organisation = Membership.organisation.property.mapper.class_
    ids = union(
        select(PARTY.c.authority_id), select(PROGRAMME.c.secretariat_id),
        select(Membership.organisation_id).where(Membership.person_id == person.id, Membership.ended_at.is_(None)),
    )
    return db.session.scalars(
        select(organisation).where(organisation.id.in_(ids)).order_by(organisation.sort_key, organisation.id)
    ).all()


def list_memberships(person: Person) -> Sequence[Membership]:
    """Every role that a person has or had, those in force first."""
    return db.session.scalars(
        select(Membership)
        .where(Membership.person_id == person.id)
        .options(selectinload(Membership.organisation))
        .order_by(Membership.ended_at.is_not(None), Membership.id)
    ).all()


def get_membership(actor: Any, *, lock: bool, key: int) -> Membership | None:
    """A role in force, for administrators; for anyone else there is none."""
    if not actor.is_administrator:
        return None
    statement = select(Membership).where(Membership.id == key, Membership.ended_at.is_(None))
    return db.session.scalar(statement.with_for_update(of=Membership) if lock else statement)


def still_speaks(person: Person, organisation_id: int | None) -> bool:
    """Whether the person has an open account and, having belonged to the organisation, has not left it.

    Officials invite into organisations to which they never belonged.
    """
    roles = select(Membership.ended_at).where(Membership.person_id == person.id, Membership.organisation_id == organisation_id)
    ended = db.session.scalars(roles).all()
    return person.disabled_at is None and (not ended or None in ended)
