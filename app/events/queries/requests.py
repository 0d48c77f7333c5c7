"""Requests for meetings at events: each of the two sees them, nobody else."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.pagination import Page, paginate
from app.events.enums import RequestState
from app.events.models import EventParticipant, MeetingRequest, ProgrammeEvent
from app.events.queries.events import WHOLE
from app.extensions import db

S = RequestState
OPEN_STATES = (S.ASKED, S.WANTED)
TWO = tuple(
    joinedload(side).options(joinedload(EventParticipant.person), joinedload(EventParticipant.organisation))
    for side in (MeetingRequest.asker, MeetingRequest.asked)
)
WITH_PRESENCE = tuple(
    joinedload(side).options(
        joinedload(EventParticipant.person), joinedload(EventParticipant.organisation), selectinload(EventParticipant.absences)
    )
    for side in (MeetingRequest.asker, MeetingRequest.asked)
)
OF_REQUEST = (joinedload(MeetingRequest.event).options(*WHOLE), *TWO)


def requests_of(actor: Any) -> ColumnElement[bool]:
    """Requests that the actor made or was asked for."""
    own = EventParticipant.person_id == actor.id
    return or_(MeetingRequest.asker.has(own), MeetingRequest.asked.has(own))


def get_request(actor: Any, *, lock: bool, public_id: str) -> MeetingRequest | None:
    """One of the actor's requests."""
    if actor.id is None:
        return None
    statement = select(MeetingRequest).where(MeetingRequest.public_id == public_id, requests_of(actor)).options(*OF_REQUEST)
    if lock:
        statement = statement.with_for_update(of=MeetingRequest).execution_options(populate_existing=True)
    return db.session.scalars(statement).first()


def list_own_requests(participant: EventParticipant, number: int) -> Page:
    """The requests of a participant: what waits for an answer of the participant first, then the open ones, then the others."""
    asked_me = and_(MeetingRequest.asked_id == participant.id, MeetingRequest.state == S.ASKED)
    mine = or_(MeetingRequest.asker_id == participant.id, MeetingRequest.asked_id == participant.id)
    statement = select(MeetingRequest).where(mine).options(*TWO)
    order = (asked_me.desc(), MeetingRequest.state.in_(OPEN_STATES).desc(), MeetingRequest.priority.desc(), MeetingRequest.id)
    return paginate(statement.order_by(*order), number)


def between(one: EventParticipant, other: EventParticipant) -> ColumnElement[bool]:
    """Requests between two participants, whoever asked."""
    ids = (one.id, other.id)
    return and_(MeetingRequest.asker_id.in_(ids), MeetingRequest.asked_id.in_(ids))


def open_request_between(one: EventParticipant, other: EventParticipant) -> MeetingRequest | None:
    """The request between two participants that is open."""
    return db.session.scalars(select(MeetingRequest).where(between(one, other), MeetingRequest.state.in_(OPEN_STATES))).first()


def list_open_requests(event: ProgrammeEvent, *, lock: bool = False) -> Sequence[MeetingRequest]:
    """All that may be placed, by their keys; locked so that nobody answers them meanwhile."""
    statement = select(MeetingRequest).where(MeetingRequest.event_id == event.id, MeetingRequest.state.in_(OPEN_STATES))
    statement = statement.options(*WITH_PRESENCE)
    if lock:
        statement = statement.with_for_update(of=MeetingRequest).execution_options(populate_existing=True)
    return db.session.scalars(statement.order_by(MeetingRequest.id)).all()


def list_open_of(participant: EventParticipant) -> Sequence[MeetingRequest]:
    """The open requests of a participant."""
    mine = or_(MeetingRequest.asker_id == participant.id, MeetingRequest.asked_id == participant.id)
    statement = select(MeetingRequest).where(mine, MeetingRequest.state.in_(OPEN_STATES)).options(*TWO)
    return db.session.scalars(statement.order_by(MeetingRequest.id)).all()


def count_requests(event: ProgrammeEvent) -> dict[RequestState, int]:
    """How many there are in each state."""
    statement = select(MeetingRequest.state, func.count()).where(MeetingRequest.event_id == event.id).group_by(MeetingRequest.state)
    return dict(db.session.execute(statement).all())
