"""Lists of introductions: sent and received, in the queue of the screening, and due."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.enums import Role
from app.core.pagination import Page, paginate
from app.extensions import db
from app.partnering.enums import IntroductionState, StepState
from app.partnering.models import Introduction, IntroductionStep
from app.partnering.queries.introductions import ROW, WHOLE, asked_in, brokered_for, coordinated_by, received_by, without_part

S = IntroductionState
AT_ONCE = 500


def list_sent(organisations: Sequence[int], state: IntroductionState | None, number: int) -> Page:
    """What the organisations ask for, the last moved first."""
    statement = select(Introduction).where(Introduction.organisation_id.in_(organisations))
    return _list(statement, state, number)


def list_received(organisations: Sequence[int], state: IntroductionState | None, number: int) -> Page:
    """What reached the organisations, the last moved first."""
    return _list(select(Introduction).where(received_by(organisations)), state, number)


def _list(statement: Any, state: IntroductionState | None, number: int) -> Page:
    if state is not None:
        statement = statement.where(Introduction.state == state)
    return paginate(statement.options(*ROW).order_by(Introduction.state_since.desc(), Introduction.id.desc()), number)


def _screening_seats(actor: Any) -> Any:
    return or_(asked_in(actor, Role.OFFICER), coordinated_by(actor), brokered_for(actor))


def screened_by(actor: Any) -> Any:
    """What the actor may screen."""
    return and_(Introduction.state == S.SCREENING, _screening_seats(actor), without_part(actor))


def list_screening(actor: Any, number: int) -> Page:
    """What waits for the actor's screening, the first due first."""
    statement = select(Introduction).where(screened_by(actor)).options(*ROW)
    return paginate(statement.order_by(Introduction.due_at, Introduction.id), number)


def list_introductions_due(at: datetime, *states: IntroductionState) -> Sequence[int]:
    """Keys of introductions in these states whose date has passed."""
    statement = select(Introduction.id).where(Introduction.state.in_(states), Introduction.due_at <= at)
    return db.session.scalars(statement.order_by(Introduction.due_at, Introduction.id).limit(AT_ONCE)).all()


def list_introductions_waiting(until: datetime, *states: IntroductionState) -> Sequence[Introduction]:
    """Introductions in these states that are due by an instant."""
    statement = select(Introduction).where(Introduction.state.in_(states), Introduction.due_at <= until).options(*WHOLE)
    return db.session.scalars(statement.order_by(Introduction.due_at, Introduction.id)).all()


def list_steps_due(at: datetime) -> Sequence[int]:
    """Keys of proposed steps whose date has passed."""
    statement = select(IntroductionStep.id).where(IntroductionStep.state == StepState.PROPOSED, IntroductionStep.due_at <= at)
    return db.session.scalars(statement.order_by(IntroductionStep.due_at, IntroductionStep.id).limit(AT_ONCE)).all()


def list_steps_waiting(until: datetime) -> Sequence[IntroductionStep]:
    """Proposed steps that are due by an instant."""
    statement = select(IntroductionStep).where(IntroductionStep.state == StepState.PROPOSED, IntroductionStep.due_at <= until)
    loaded = statement.options(joinedload(IntroductionStep.introduction).options(*WHOLE))
    return db.session.scalars(loaded.order_by(IntroductionStep.due_at, IntroductionStep.id)).all()


def list_introduction_drafts_to_date(at: datetime) -> Sequence[Introduction]:
    """Drafts whose date has passed."""
    statement = select(Introduction).where(Introduction.state == S.DRAFT, Introduction.due_at <= at).order_by(Introduction.id)
    return db.session.scalars(statement.limit(AT_ONCE).with_for_update(of=Introduction, skip_locked=True)).all()
