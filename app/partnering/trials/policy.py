"""Who may do what to a trial. The actor comes first; the trial has been found for the actor by `queries.get_trial`."""

from typing import Any

from app.partnering.enums import IntroductionState, Side
from app.partnering.introductions import policy as introductions
from app.partnering.models import Introduction, Trial
from app.partnering.trials.enums import TrialState

S = TrialState
GOING_STATES = frozenset({S.RUNNING, S.DECISION_DUE})
"""States in which both sides may decide what becomes of a trial."""
TRIAL_STATES = frozenset({IntroductionState.IN_TALKS, IntroductionState.UNDER_NDA, IntroductionState.AGREED})
"""States of an introduction in which a trial is proposed and agreed on."""

clock = introductions.clock
list_own = introductions.list_own


def plan(by: Any, introduction: Introduction) -> bool:
    """A representative of one of the two sides, once they talk."""
    return introduction.state in TRIAL_STATES and introductions.either(by, introduction)


def view(_by: Any, _trial: Trial) -> bool:
    """Whoever was let through to the trial reads it."""
    return True


def side_of(by: Any, trial: Trial) -> Side | None:
    """The side to which the actor belongs."""
    return introductions.side_of(by, trial.introduction)


def _represents(by: Any, trial: Trial, side: Side) -> bool:
    rule = introductions.asks if side == Side.ASKER else introductions.answers
    return rule(by, trial.introduction)


def proposes(by: Any, trial: Trial) -> bool:
    """A representative of the side that proposed the trial."""
    return _represents(by, trial, trial.side)


def answers(by: Any, trial: Trial) -> bool:
    """A representative of the other side."""
    return _represents(by, trial, trial.side.other)


def either(by: Any, trial: Trial) -> bool:
    """A representative of one of the two sides."""
    return introductions.either(by, trial.introduction)


def decides(by: Any, trial: Trial) -> bool:
    """A representative of either side, while the trial goes on and no decision waits for the other side."""
    return trial.state in GOING_STATES and trial.open_step is None and either(by, trial)


def confirms(by: Any, trial: Trial) -> bool:
    """Another person of the side that did not propose the decision."""
    step = trial.open_step
    return step is not None and trial.state in GOING_STATES and introductions.confirms_step(by, step)


def drops(by: Any, trial: Trial) -> bool:
    """Either side sets a proposed decision aside."""
    return trial.open_step is not None and introductions.drops_step(by, trial.open_step)


def links(by: Any, trial: Trial) -> bool:
    """A representative of either side, where the trial was adopted and no joint project is named yet."""
    return trial.state == S.ADOPTED and trial.project_id is None and either(by, trial)
