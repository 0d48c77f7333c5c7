"""Who takes part in an event. Names are read by those who take part themselves, and by the organisers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.accounts.models import Person
from app.core.pagination import Page, paginate
from app.events.enums import ParticipantState
from app.events.models import EventParticipant, ProgrammeEvent
from app.events.queries.events import WHOLE, organised_by
from app.extensions import db
from app.organisations.models import Organisation, OrganisationName
from app.organisations.policy import OWN_ROLES

S = ParticipantState
REGISTERED_STATES = (S.PENDING, S.CONFIRMED)
OF_PARTICIPANT = (
    joinedload(EventParticipant.event).options(*WHOLE), joinedload(EventParticipant.person), joinedload(EventParticipant.organisation),
    selectinload(EventParticipant.absences),
)


def participation_of(event: ProgrammeEvent, actor: Any) -> EventParticipant | None:
    """The actor's registration; none where there is none, or it was withdrawn."""
    if actor.id is None:
        return None
    statement = select(EventParticipant).where(
        EventParticipant.event_id == event.id, EventParticipant.person_id == actor.id, EventParticipant.state != S.WITHDRAWN
    )
    return db.session.scalars(statement.options(joinedload(EventParticipant.organisation), selectinload(EventParticipant.absences))).first()


def get_own_registration(actor: Any, *, lock: bool, public_id: str) -> EventParticipant | None:
    """The actor's registration for an event, by the key of the event."""
    if actor.id is None:
        return None
    statement = select(EventParticipant).where(
        EventParticipant.event.has(ProgrammeEvent.public_id == public_id), EventParticipant.person_id == actor.id,
        EventParticipant.state != S.WITHDRAWN,
    )
    return db.session.scalars((statement.with_for_update(of=EventParticipant) if lock else statement).options(*OF_PARTICIPANT)).first()


def organisations_for(event: ProgrammeEvent, actor: Any) -> Sequence[Organisation]:
    """The verified organisations of the programme's countries for which the actor may register."""
    countries = [party.country for party in event.programme.parties]
    statement = select(Organisation).where(Organisation.id.in_(actor.organisations(*OWN_ROLES)), Organisation.country.in_(countries))
    found = db.session.scalars(statement.order_by(Organisation.sort_key, Organisation.id)).all()
    return [organisation for organisation in found if organisation.is_verified]


def participants_for(actor: Any) -> ColumnElement[bool]:
    """Participants that the actor may know of."""
    mine = aliased(EventParticipant)
    beside = exists().where(mine.event_id == EventParticipant.event_id, mine.person_id == actor.id, mine.state == S.CONFIRMED)
    organised = EventParticipant.event.has(organised_by(actor))
    return or_(EventParticipant.person_id == actor.id, organised, (EventParticipant.state == S.CONFIRMED) & beside)


def get_participant(actor: Any, *, lock: bool, public_id: str) -> EventParticipant | None:
    """A participant that the actor may know of."""
    if actor.id is None:
        return None
    statement = select(EventParticipant).where(EventParticipant.public_id == public_id, participants_for(actor)).options(*OF_PARTICIPANT)
    if lock:
        # Whoever confirms meetings holds the event and refers to participants meanwhile: the keys stay free.
        statement = statement.with_for_update(of=EventParticipant, key_share=True).execution_options(populate_existing=True)
    return db.session.scalars(statement).first()


def list_participants(event: ProgrammeEvent, words: str, number: int, *states: ParticipantState) -> Page:
    """The participants in these states, each of the words in the person's name or in a name of the organisation; in the order of organisations."""
    statement = (
        select(EventParticipant)
        .join(EventParticipant.organisation)
        .join(EventParticipant.person)
        .where(EventParticipant.event_id == event.id, EventParticipant.state.in_(states))
        .options(joinedload(EventParticipant.organisation), joinedload(EventParticipant.person))
    )
    for word in words.split():
        named = exists().where(OrganisationName.organisation_id == Organisation.id, OrganisationName.text.icontains(word, autoescape=True))
        own = (Person.name, Person.name_reading, Organisation.name_native, Organisation.name_latin)
        statement = statement.where(or_(named, *(column.icontains(word, autoescape=True) for column in own)))
    return paginate(statement.order_by(Organisation.sort_key, Organisation.id, EventParticipant.id), number)


def count_participants(event: ProgrammeEvent) -> dict[ParticipantState, int]:
    """How many there are in each state."""
    statement = select(EventParticipant.state, func.count()).where(EventParticipant.event_id == event.id).group_by(EventParticipant.state)
    return dict(db.session.execute(statement).all())


def registered_people(event: ProgrammeEvent) -> Sequence[Person]:
    """Everybody who is registered, or waits to be."""
    statement = select(Person).join(EventParticipant, EventParticipant.person_id == Person.id)
    wanted = statement.where(EventParticipant.event_id == event.id, EventParticipant.state.in_(REGISTERED_STATES))
    return db.session.scalars(wanted.order_by(Person.id)).all()
