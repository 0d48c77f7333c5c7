"""What waits for the two sides of trials."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, exists, or_, select

from app.accounts.enums import Role
from app.core.i18n import _l
from app.desk.work.entry import LIMIT, Entry, of_trial, rows
from app.extensions import db
from app.partnering.enums import Side, StepState
from app.partnering.models import IntroductionStep, Trial
from app.partnering.queries.trials import asked_of, of_side
from app.partnering.trials.enums import TrialState
from app.partnering.trials.policy import GOING_STATES

S = TrialState
STEPS = {S.PROPOSED: _l("Answer the proposed trial"), S.DECISION_DUE: _l("Decide what becomes of the trial")}
CONFIRM = _l("Confirm what becomes of the trial")


def of_sides(by: Any) -> Iterator[Entry]:
    """Trials proposed to the person's organisation, and those that have ended and for which nobody proposed a decision."""
    mine = by.organisations(Role.REPRESENTATIVE)
    proposed = exists().where(IntroductionStep.trial_id == Trial.id, IntroductionStep.state == StepState.PROPOSED)
    waiting = or_(
        and_(Trial.state == S.PROPOSED, asked_of(mine)),
        and_(Trial.state == S.DECISION_DUE, or_(*(of_side(mine, side) for side in Side)), ~proposed),
    )
    for trial in rows(select(Trial).where(waiting).order_by(Trial.due_at, Trial.id)):
        yield of_trial(trial, STEPS[trial.state])


def to_confirm(by: Any) -> Iterator[Entry]:
    """Decisions that the other side proposed."""
    mine = by.organisations(Role.REPRESENTATIVE)
    other = or_(*(and_(IntroductionStep.side == side.other, of_side(mine, side)) for side in Side))
    statement = select(IntroductionStep, Trial).join(Trial, Trial.id == IntroductionStep.trial_id).where(
        IntroductionStep.state == StepState.PROPOSED, IntroductionStep.proposed_by_id != by.id, Trial.state.in_(GOING_STATES), other
    )
    for step, trial in db.session.execute(statement.order_by(IntroductionStep.due_at, IntroductionStep.id).limit(LIMIT)):
        yield of_trial(trial, CONFIRM, step.state_since, step.due_at)


SOURCES = (of_sides, to_confirm)
