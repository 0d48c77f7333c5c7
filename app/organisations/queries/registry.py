"""Which organisations an actor sees, and one of them with its parts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import selectinload

from app.accounts.enums import Role
from app.accounts.models import Membership, Person
from app.core.db import Base
from app.core.events import Event
from app.extensions import db
from app.organisations.enums import LISTED_STATES, OrganisationState
from app.organisations.models import OfficialNumber, Organisation, TrackLink
from app.programmes.models import Party, Programme, Subtopic

CLOSED_PROJECT_STATES = ("ineligible", "not_submitted", "rejected", "withdrawn")
IN_CONSORTIUM = ("invited", "accepted")
TIMELINE_LENGTH = 50

WITH_PARTS = (
    selectinload(Organisation.numbers), selectinload(Organisation.names),
    selectinload(Organisation.track_links).joinedload(TrackLink.track),
    selectinload(Organisation.subtopics).joinedload(Subtopic.track),
)
"""What a page about one organisation shows, read in a fixed number of statements."""


def visible_to(actor: Any) -> ColumnElement[bool]:
    """The organisations that exist for the actor, as a condition on `Organisation`.

    Listed ones are public. The others are seen by their members, the officials of their country, and administrators;
    suspended ones also by the officials of the countries that share a programme, who are told of the suspension; invited
    ones also by the secretariat of a programme of that country, which may have invited them.
    """
    if actor.is_administrator or actor.is_clock:
        return true()
    seen: list[ColumnElement[bool]] = [Organisation.state.in_(sorted(LISTED_STATES))]
    own = actor.organisations()
    if own:
        seen.append(Organisation.id.in_(own))
    if actor.countries:
        seen.append(Organisation.country.in_(sorted(actor.countries)))
        shared = select(Party.programme_id).where(Party.country.in_(sorted(actor.countries)))
        partners = select(Party.country).where(Party.programme_id.in_(shared))
        seen.append(and_(Organisation.state == OrganisationState.SUSPENDED, Organisation.country.in_(partners)))
    secretariats = actor.organisations(Role.COORDINATOR)
    if secretariats:
        coordinated = select(Party.country).join(Party.programme).where(Programme.secretariat_id.in_(secretariats))
        invited = Organisation.state.in_([OrganisationState.INVITED, OrganisationState.EXPIRED])
        seen.append(and_(invited, Organisation.country.in_(coordinated)))
    return or_(*seen)


def get_organisation(actor: Any, *, lock: bool, public_id: str) -> Organisation | None:
    """One organisation that the actor sees, with its parts."""
    statement = select(Organisation).where(Organisation.public_id == public_id, visible_to(actor)).options(*WITH_PARTS)
    return db.session.scalar(statement.with_for_update(of=Organisation) if lock else statement)


def list_own(actor: Any) -> Sequence[Organisation]:
    """The organisations to whose people the actor belongs, in the order of lists."""
    mine = actor.organisations(Role.MEMBER, Role.REPRESENTATIVE, Role.SIGNATORY)
    statement = select(Organisation).where(Organisation.id.in_(mine)).order_by(Organisation.sort_key, Organisation.id)
    return db.session.scalars(statement.limit(50)).all()


def get_survivor(actor: Any, public_id: str, *, other_than: Organisation) -> Organisation | None:
    """The organisation that a duplicate is merged into: visible, of the same country, itself standing."""
    return db.session.scalar(
        select(Organisation).where(
            Organisation.public_id == public_id, visible_to(actor), Organisation.id != other_than.id,
            Organisation.country == other_than.country,
            Organisation.state.in_(sorted(LISTED_STATES - {OrganisationState.RETIRED})),
        )
    )


def get_own_draft(person: Person, country: str, native: str | None, latin: str | None) -> Organisation | None:
    """The draft that a person has begun under exactly these names."""
    return db.session.scalar(
        select(Organisation)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(
            Membership.person_id == person.id, Membership.role == Role.REPRESENTATIVE, Membership.ended_at.is_(None),
            Organisation.state == OrganisationState.DRAFT, Organisation.country == country,
            Organisation.name_native.is_not_distinct_from(native), Organisation.name_latin.is_not_distinct_from(latin),
        )
        .order_by(Organisation.id)
        .limit(1)
    )


def holder_of(scheme: str, value: str, *, other_than: int | None = None) -> Organisation | None:
    """The organisation that an official number (in canonical form) belongs to, whoever may see it."""
    statement = select(Organisation).join(Organisation.numbers).where(
        OfficialNumber.scheme == scheme, OfficialNumber.value == value
    )
    if other_than is not None:
        statement = statement.where(Organisation.id != other_than)
    return db.session.scalar(statement)


def pending_number(organisation: Organisation) -> dict[str, str] | None:
    """The number entered by hand that waits for the declaration: a draft holds no number of the register."""
    found = (organisation.facts or {}).get("number")
    return dict(found) if found else None


def count_open_projects(organisation_id: int) -> int:
    """In how many open projects the organisation is a partner.

    The table stands above this domain, so it is read by its name.
    """
    partner, project = Base.metadata.tables["partner"], Base.metadata.tables["project"]
    return db.session.scalar(
        select(func.count())
        .select_from(partner.join(project, partner.c.project_id == project.c.id))
        .where(
            partner.c.organisation_id == organisation_id, partner.c.state.in_(IN_CONSORTIUM),
            project.c.state.not_in(CLOSED_PROJECT_STATES),
        )
    ) or 0


def list_events(organisation: Organisation) -> Sequence[tuple[Event, Person | None]]:
    """The latest entries of the audit chain about an organisation, newest first, each with who acted."""
    rows = db.session.execute(
        select(Event, Person)
        .outerjoin(Person, Person.id == Event.actor_id)
        .where(Event.organisation_id == organisation.id)
        .order_by(Event.seq.desc())
        .limit(TIMELINE_LENGTH)
    )
    return [(entry, person) for entry, person in rows]


