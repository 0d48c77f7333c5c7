"""What waits in trials, and for whom. A decision that one side proposed waits as the steps of introductions do."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from app.core import waiting
from app.core.waiting import RENEW, Wait, always, due_at
from app.partnering.enums import Side
from app.partnering.introductions.waiting import asker_editors, both_editors, owner_editors
from app.partnering.models import Trial
from app.partnering.trials.enums import TrialState


def answerers(trial: Trial) -> Iterable[Any]:
    """The representatives of the side that was asked."""
    return owner_editors(trial.introduction) if trial.side == Side.ASKER else asker_editors(trial.introduction)


def everyone(trial: Trial) -> Iterable[Any]:
    """The representatives of both sides."""
    return both_editors(trial.introduction)


WAITS: dict[TrialState, Wait] = {
    TrialState.PROPOSED: Wait(answerers, due_at, always("lapse")),
    TrialState.RUNNING: Wait(everyone, due_at, always("come_due"), ahead=timedelta(days=7)),
    TrialState.DECISION_DUE: Wait(everyone, due_at, always(RENEW)),
}

waiting.define("trial")
