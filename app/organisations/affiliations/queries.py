"""Memberships: which an actor sees, lists, organisations to invite or to ask, and vouches."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.enums import Role
from app.core.db import now
from app.core.pagination import Page, paginate
from app.extensions import db
from app.organisations.affiliations.enums import AffiliationState as S
from app.organisations.affiliations.enums import VouchState
from app.organisations.affiliations.models import Affiliation, Vouch
from app.organisations.enums import IN_FORCE_STATES, LISTED_STATES, OrganisationKind, OrganisationState, TrackLinkState
from app.organisations.models import Organisation, TrackLink
from app.organisations.queries import called, other_countries

OPEN_STATES = (S.INVITED, S.REQUESTED, S.ACTIVE)
JOINING_STATES = LISTED_STATES - {OrganisationState.RETIRED}
"""States in which an organisation is invited, or becomes a member."""
UNREGISTERED_STATES = frozenset({OrganisationState.INVITED, OrganisationState.DRAFT})
"""States in which an invitation to a membership waits for the registration."""
FOUND = 20
AT_ONCE = 500
OWN_ROLES = (Role.MEMBER, Role.REPRESENTATIVE, Role.SIGNATORY)
BOTH = (joinedload(Affiliation.economic), joinedload(Affiliation.member))
ROW = (
    joinedload(Affiliation.economic),
    joinedload(Affiliation.member).selectinload(Organisation.track_links).joinedload(TrackLink.track),
)
ROW = (joinedload(Affiliation.economic), joinedload(Affiliation.member).selectinload(Organisation.track_links).joinedload(TrackLink.track))


def in_force(organisation: type[Organisation]) -> ColumnElement[bool]:
    """Economic organisations that are verified and in date."""
    return and_(
        organisation.kind == OrganisationKind.ECONOMIC_ORGANISATION, organisation.state.in_(sorted(IN_FORCE_STATES)),
        organisation.valid_until > now(),
    )


def visible_to(actor: Any) -> ColumnElement[bool]:
    """Memberships of, and in, the actor's organisations."""
    own = actor.organisations(*OWN_ROLES)
    return or_(Affiliation.economic_id.in_(own), Affiliation.member_id.in_(own))


def get_affiliation(actor: Any, *, lock: bool, public_id: str) -> Affiliation | None:
    """A membership that the actor may see."""
    statement = select(Affiliation).where(Affiliation.public_id == public_id, visible_to(actor)).options(*BOTH)
    if lock:
        statement = statement.with_for_update(of=Affiliation).execution_options(populate_existing=True)
    return db.session.scalars(statement).first()


def open_between(economic: Organisation, member: Organisation) -> Affiliation | None:
    """The membership between the two that has not ended."""
    statement = select(Affiliation).where(
        Affiliation.economic_id == economic.id, Affiliation.member_id == member.id, Affiliation.state.in_(OPEN_STATES)
    )
    return db.session.scalars(statement).first()


def list_members(organisations: Sequence[int], *, state: S | None, track: int | None, number: int) -> Page:
    """The members of economic organisations: what waits first, then by name."""
    statement = select(Affiliation).join(Affiliation.member).where(Affiliation.economic_id.in_(organisations))
    if state is not None:
        statement = statement.where(Affiliation.state == state)
    if track is not None:
        under = select(TrackLink.id).where(
            TrackLink.organisation_id == Organisation.id, TrackLink.track_id == track, TrackLink.state == TrackLinkState.CONFIRMED
        )
        statement = statement.where(Organisation.state.in_(sorted(LISTED_STATES)), under.correlate(Organisation).exists())
    return paginate(_in_order(statement.options(*ROW)), number)


def list_memberships(organisation: Organisation, number: int) -> Page:
    """The economic organisations to which an organisation belongs, or has to do with."""
    statement = select(Affiliation).join(Affiliation.economic).where(Affiliation.member_id == organisation.id)
    return paginate(_in_order(statement.options(*BOTH)), number)


def _in_order(statement: Select[Any]) -> Select[Any]:
    rank = case((Affiliation.state.in_((S.INVITED, S.REQUESTED)), 0), (Affiliation.state == S.ACTIVE, 1), else_=2)
    return statement.order_by(rank, Organisation.sort_key, Affiliation.id)


def find_joining(economic: Organisation, asked: str) -> Sequence[Organisation]:
    """Registered organisations that can be invited, by a name or an official number."""
    return _find(asked, _joining(economic), [economic.country, *other_countries(economic.country)])


def get_joining(economic: Organisation, public_id: str) -> Organisation | None:
    """One of them."""
    return db.session.scalars(select(Organisation).where(Organisation.public_id == public_id, _joining(economic))).first()


def _joining(economic: Organisation) -> ColumnElement[bool]:
    taken = select(Affiliation.member_id).where(Affiliation.economic_id == economic.id, Affiliation.state.in_(OPEN_STATES))
    countries = [economic.country, *other_countries(economic.country)]
    states = Organisation.state.in_(sorted(JOINING_STATES))
    return and_(states, Organisation.country.in_(countries), Organisation.id != economic.id, Organisation.id.not_in(taken))


def find_economic(member: Organisation, asked: str) -> Sequence[Organisation]:
    """Verified economic organisations that can be asked for a membership, by a name or an official number."""
    return _find(asked, _askable(member), [member.country, *other_countries(member.country)])


def get_economic(member: Organisation, public_id: str) -> Organisation | None:
    """One of them."""
    return db.session.scalars(select(Organisation).where(Organisation.public_id == public_id, _askable(member))).first()


def _askable(member: Organisation) -> ColumnElement[bool]:
    taken = select(Affiliation.economic_id).where(Affiliation.member_id == member.id, Affiliation.state.in_(OPEN_STATES))
    countries = [member.country, *other_countries(member.country)]
    return and_(in_force(Organisation), Organisation.country.in_(countries), Organisation.id != member.id, Organisation.id.not_in(taken))


def _find(asked: str, wanted: ColumnElement[bool], countries: Sequence[str]) -> Sequence[Organisation]:
    statement = select(Organisation).where(wanted, called(asked, countries)).order_by(Organisation.sort_key, Organisation.id)
    return db.session.scalars(statement.limit(FOUND)).all()


def list_affiliations_due(at: datetime) -> Sequence[int]:
    """Keys of invitations and requests whose date has passed, but for those that wait for a registration."""
    statement = select(Affiliation.id).join(Affiliation.member).where(
        Affiliation.due_at <= at, Organisation.state.not_in(sorted(UNREGISTERED_STATES))
    )
    return db.session.scalars(statement.order_by(Affiliation.due_at, Affiliation.id).limit(AT_ONCE)).all()


def list_affiliations_waiting(until: datetime) -> Sequence[Affiliation]:
    """Invitations and requests that are due by an instant."""
    statement = select(Affiliation).where(Affiliation.due_at <= until).options(*BOTH)
    return db.session.scalars(statement.order_by(Affiliation.due_at, Affiliation.id)).all()


def list_affiliations_to_date(at: datetime) -> Sequence[Affiliation]:
    """Invitations that wait for a registration and whose date has passed."""
    statement = select(Affiliation).join(Affiliation.member).where(
        Affiliation.due_at <= at, Organisation.state.in_(sorted(UNREGISTERED_STATES))
    )
    return db.session.scalars(statement.order_by(Affiliation.id).limit(AT_ONCE).with_for_update(of=Affiliation, skip_locked=True)).all()


def vouch_in_force(affiliation: Affiliation) -> Vouch | None:
    """What the economic organisation says of the member now."""
    statement = select(Vouch).where(Vouch.affiliation_id == affiliation.id, Vouch.state == VouchState.IN_FORCE)
    return db.session.scalars(statement.options(joinedload(Vouch.affiliation).options(*BOTH))).first()


def get_vouch(actor: Any, *, lock: bool, public_id: str) -> Vouch | None:
    """The vouch in force of a membership that the actor may see."""
    statement = select(Vouch).join(Vouch.affiliation).where(
        Affiliation.public_id == public_id, visible_to(actor), Vouch.state == VouchState.IN_FORCE
    ).options(joinedload(Vouch.affiliation).options(*BOTH))
    if lock:
        statement = statement.with_for_update(of=Vouch).execution_options(populate_existing=True)
    return db.session.scalars(statement).first()


def list_vouches_of(affiliation: Affiliation) -> Sequence[Vouch]:
    """All that was ever said of a member, the latest first."""
    statement = select(Vouch).where(Vouch.affiliation_id == affiliation.id).options(joinedload(Vouch.given_by))
    return db.session.scalars(statement.order_by(Vouch.id.desc()).limit(FOUND)).all()


def list_vouches(member: Organisation, *, past: bool) -> Sequence[Vouch]:
    """What economic organisations that are verified say of an organisation now; with `past` also what is over."""
    economic = select(Organisation.id).where(Organisation.id == Affiliation.economic_id, in_force(Organisation))
    now_said = and_(
        Vouch.state == VouchState.IN_FORCE, Vouch.expires_at > now(), Affiliation.state == S.ACTIVE, economic.correlate(Affiliation).exists()
    )
    statement = select(Vouch).join(Vouch.affiliation).where(Affiliation.member_id == member.id)
    if not past:
        statement = statement.where(now_said)
    loaded = statement.options(joinedload(Vouch.affiliation).joinedload(Affiliation.economic))
    return db.session.scalars(loaded.order_by(now_said.desc(), Vouch.id.desc()).limit(FOUND)).all()


def list_vouches_due(at: datetime) -> Sequence[int]:
    """Keys of vouches whose time is over."""
    statement = select(Vouch.id).where(Vouch.state == VouchState.IN_FORCE, Vouch.expires_at <= at)
    return db.session.scalars(statement.order_by(Vouch.expires_at, Vouch.id).limit(AT_ONCE)).all()


def list_vouches_ending(until: datetime) -> Sequence[Vouch]:
    """Vouches that end by an instant."""
    statement = select(Vouch).where(Vouch.state == VouchState.IN_FORCE, Vouch.expires_at <= until)
    return db.session.scalars(statement.options(joinedload(Vouch.affiliation).options(*BOTH)).order_by(Vouch.expires_at, Vouch.id)).all()
