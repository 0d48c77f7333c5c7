"""Whose turn it is with a trial. While it runs and no decision is proposed it is nobody's."""

from app.core.i18n import LazyText
from app.core.turn import Turn
from app.partnering.enums import Side
from app.partnering.introductions.turn import ASKER, BOTH, OWNER
from app.partnering.models import Trial
from app.partnering.trials import policy
from app.partnering.trials.enums import TrialState

S = TrialState


def whose_turn(trial: Trial) -> Turn | None:
    """Who must act next; nobody where nothing waits. A proposed decision waits for the other side."""
    step = trial.open_step
    if step is not None and trial.state in policy.GOING_STATES:
        return Turn(trial, _name(step.side.other), policy.confirms, step.state_since, step.due_at)
    if trial.state == S.PROPOSED:
        return Turn(trial, _name(trial.side.other), policy.answers, trial.state_since, trial.due_at)
    if trial.state == S.DECISION_DUE:
        return Turn(trial, BOTH, policy.either, trial.state_since, trial.due_at)
    return None


def _name(side: Side) -> LazyText:
    return ASKER if side == Side.ASKER else OWNER
