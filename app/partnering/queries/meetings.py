"""Which meetings an actor sees, what of a person's time is taken, and lists.

Both sides of the introduction see its meetings, a draft only the side that writes it; officials who may see the introduction see those
that were asked for.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.accounts.models import Person
from app.core.db import now
from app.core.pagination import Page, paginate
from app.extensions import db
from app.organisations.policy import OWN_ROLES
from app.partnering.enums import MeetingState, Side
from app.partnering.models import Introduction, Meeting, MeetingParticipant, MeetingSlot
from app.partnering.queries.introductions import ROW, WHOLE, owned_by, visible_to

S = MeetingState
AT_ONCE = 500
ONE_DAY = timedelta(days=1)
PARTS = (
    selectinload(Meeting.participants), selectinload(Meeting.times), selectinload(Meeting.notes), selectinload(Meeting.slots),
    joinedload(Meeting.created_by),
)
OF_MEETING = (joinedload(Meeting.introduction).options(*WHOLE), *PARTS)
OF_ROW = (joinedload(Meeting.introduction).options(*ROW),)


def of_side(organisations: Sequence[int], side: Side) -> ColumnElement[bool]:
    """Meetings in whose introduction the organisations are on that side."""
    own = Introduction.organisation_id.in_(organisations) if side == Side.ASKER else owned_by(organisations)
    return Meeting.introduction.has(own)


def of_requester(organisations: Sequence[int]) -> ColumnElement[bool]:
    """Meetings for which the organisations asked."""
    return or_(*(and_(Meeting.side == side, of_side(organisations, side)) for side in Side))


def offered_to(organisations: Sequence[int]) -> ColumnElement[bool]:
    """Meetings whose present offer the organisations did not make."""
    return or_(*(and_(Meeting.proposer == side.other, of_side(organisations, side)) for side in Side))


def meetings_of(actor: Any) -> ColumnElement[bool]:
    """Meetings that the actor may see."""
    own = actor.organisations(*OWN_ROLES)
    return and_(Meeting.introduction.has(visible_to(actor)), or_(Meeting.requested_at.is_not(None), of_requester(own)))


def get_meeting(actor: Any, *, lock: bool, public_id: str) -> Meeting | None:
    """A meeting that the actor may see."""
    statement = select(Meeting).where(Meeting.public_id == public_id, meetings_of(actor)).options(*OF_MEETING)
    if lock:
        statement = statement.with_for_update(of=Meeting).execution_options(populate_existing=True)
    return db.session.scalars(statement).first()


def list_meetings_of(introduction: Introduction, actor: Any) -> Sequence[Meeting]:
    """The meetings of an introduction that the actor may see, the last planned first."""
    statement = select(Meeting).where(Meeting.introduction_id == introduction.id, meetings_of(actor))
    return db.session.scalars(statement.order_by(Meeting.id.desc()).limit(AT_ONCE)).all()


def list_own_meetings(actor: Any, number: int) -> Page:
    """Meetings of the actor's organisations: those that are still to come or to be settled first, by their date."""
    own = actor.organisations(*OWN_ROLES)
    statement = select(Meeting).where(meetings_of(actor), or_(*(of_side(own, side) for side in Side))).options(*OF_ROW)
    return paginate(statement.order_by(Meeting.due_at.is_(None), Meeting.starts_at.desc().nulls_last(), Meeting.id.desc()), number)


def list_taken(meeting: Meeting) -> Sequence[tuple[Side, datetime]]:
    """Half-hours that other meetings take of those who take part in this one, meetings at events included."""
    mine = aliased(MeetingParticipant)
    statement = select(mine.side, MeetingSlot.starts_at).join(mine, mine.person_id == MeetingSlot.person_id).where(
        mine.meeting_id == meeting.id, MeetingSlot.meeting_id.is_distinct_from(meeting.id), MeetingSlot.starts_at >= now() - ONE_DAY
    )
    return [(side, start) for side, start in db.session.execute(statement)]


def lock_people(keys: Iterable[int]) -> None:
    """Let nobody else give away the time of these people until the transaction ends."""
    statement = select(Person.id).where(Person.id.in_(sorted(keys))).order_by(Person.id)
    db.session.execute(statement.with_for_update(key_share=True)).all()


def list_meetings_due(at: datetime, *states: MeetingState) -> Sequence[int]:
    """Keys of meetings in these states whose date has passed."""
    statement = select(Meeting.id).where(Meeting.state.in_(states), Meeting.due_at <= at)
    return db.session.scalars(statement.order_by(Meeting.due_at, Meeting.id).limit(AT_ONCE)).all()


def list_meetings_waiting(until: datetime, *states: MeetingState) -> Sequence[Meeting]:
    """Meetings in these states that are due by an instant."""
    statement = select(Meeting).where(Meeting.state.in_(states), Meeting.due_at <= until).options(*OF_MEETING)
    return db.session.scalars(statement.order_by(Meeting.due_at, Meeting.id)).all()


def list_meetings_to_date(at: datetime) -> Sequence[Meeting]:
    """Drafts and agreed meetings whose date has passed."""
    statement = select(Meeting).where(Meeting.state.in_((S.DRAFT, S.ACCEPTED)), Meeting.due_at <= at).order_by(Meeting.id)
    return db.session.scalars(statement.limit(AT_ONCE).with_for_update(of=Meeting, skip_locked=True)).all()
