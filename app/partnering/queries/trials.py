"""Which trials an actor sees, and lists: the two sides of the introduction alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.pagination import Page, paginate
from app.extensions import db
from app.organisations.policy import OWN_ROLES
from app.partnering.enums import Side
from app.partnering.models import Introduction, IntroductionStep, Trial
from app.partnering.queries.introductions import ROW, WHOLE, owned_by
from app.partnering.trials.enums import TrialState

S = TrialState
AT_ONCE = 500
STEPS = selectinload(Trial.steps).options(
    joinedload(IntroductionStep.verdict), joinedload(IntroductionStep.proposed_by), joinedload(IntroductionStep.confirmed_by)
)
OF_TRIAL = (
    joinedload(Trial.introduction).options(*WHOLE), STEPS, joinedload(Trial.created_by), joinedload(Trial.verdict), joinedload(Trial.track),
    joinedload(Trial.subtopic),
)
OF_ROW = (joinedload(Trial.introduction).options(*ROW), selectinload(Trial.steps))


def of_side(organisations: Sequence[int], side: Side) -> ColumnElement[bool]:
    """Trials in whose introduction the organisations are on that side."""
    return Trial.introduction.has(Introduction.organisation_id.in_(organisations) if side == Side.ASKER else owned_by(organisations))


def asked_of(organisations: Sequence[int]) -> ColumnElement[bool]:
    """Trials that the other side proposed to the organisations."""
    return or_(*(and_(Trial.side == side.other, of_side(organisations, side)) for side in Side))


def trials_of(actor: Any) -> ColumnElement[bool]:
    """Trials that the actor may see."""
    own = actor.organisations(*OWN_ROLES)
    return or_(*(of_side(own, side) for side in Side))


def get_trial(actor: Any, *, lock: bool, public_id: str) -> Trial | None:
    """A trial that the actor may see."""
    statement = select(Trial).where(Trial.public_id == public_id, trials_of(actor)).options(*OF_TRIAL)
    if lock:
        statement = statement.with_for_update(of=Trial).execution_options(populate_existing=True)
    return db.session.scalars(statement).first()


def list_trials_of(introduction: Introduction, actor: Any) -> Sequence[Trial]:
    """The trials of an introduction that the actor may see, the last proposed first."""
    statement = select(Trial).where(Trial.introduction_id == introduction.id, trials_of(actor))
    return db.session.scalars(statement.order_by(Trial.id.desc()).limit(AT_ONCE)).all()


def list_own_trials(actor: Any, number: int) -> Page:
    """Trials of the actor's organisations, what is due first."""
    statement = select(Trial).where(trials_of(actor)).options(*OF_ROW)
    return paginate(statement.order_by(Trial.due_at.is_(None), Trial.due_at, Trial.id.desc()), number)


def list_trials_due(at: datetime, *states: TrialState) -> Sequence[int]:
    """Keys of trials in these states whose date has passed."""
    statement = select(Trial.id).where(Trial.state.in_(states), Trial.due_at <= at)
    return db.session.scalars(statement.order_by(Trial.due_at, Trial.id).limit(AT_ONCE)).all()


def list_trials_waiting(until: datetime, *states: TrialState) -> Sequence[Trial]:
    """Trials in these states that are due by an instant."""
    statement = select(Trial).where(Trial.state.in_(states), Trial.due_at <= until).options(*OF_TRIAL)
    return db.session.scalars(statement.order_by(Trial.due_at, Trial.id)).all()


def list_trials_undecided(at: datetime) -> Sequence[Trial]:
    """Trials whose day of the decision has passed."""
    statement = select(Trial).where(Trial.state == S.DECISION_DUE, Trial.due_at <= at).order_by(Trial.id)
    return db.session.scalars(statement.limit(AT_ONCE).with_for_update(of=Trial, skip_locked=True)).all()
