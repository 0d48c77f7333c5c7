"""What time does to trials: proposals lapse, trials come to their end. Each in a transaction of its own."""

import structlog
from sqlalchemy import select

from app.accounts.rights import CLOCK
from app.core import transaction
from app.core.db import now
from app.core.errors import Refused
from app.extensions import db
from app.partnering import queries
from app.partnering.models import Trial
from app.partnering.services.trial.due import decision_due, end_of
from app.partnering.trials.enums import TrialState
from app.partnering.trials.workflow import TRIAL

S = TrialState
MOVING = (S.PROPOSED, S.RUNNING)
log = structlog.get_logger(__name__)


def lapse_trial(trial: Trial) -> None:
    """Nobody has answered in time."""
    TRIAL.fire("lapse", trial, by=CLOCK, changes={"due_at": None})


def come_due(trial: Trial) -> None:
    """The last day is over: both sides decide."""
    TRIAL.fire("come_due", trial, by=CLOCK, changes={"due_at": max(end_of(trial.decide_by), now())})


def run_trial_clock() -> int:
    """Do all that is due; gives how many trials moved."""
    keys = queries.list_trials_due(now(), *MOVING)
    db.session.rollback()
    done = 0
    for key in keys:
        try:
            with transaction.unit():
                statement = select(Trial).where(Trial.id == key, Trial.due_at <= now(), Trial.state.in_(MOVING))
                trial = db.session.scalar(statement.with_for_update(skip_locked=True, of=Trial))
                if trial is not None:
                    (lapse_trial if trial.state == S.PROPOSED else come_due)(trial)
                    done += 1
        except Refused as refusal:
            log.info("trials.clock.refused", id=key, reason=str(refusal))
    return done


def renew_date(trial: Trial) -> None:
    """Nobody has decided by the day that was agreed on: both sides are reminded again."""
    trial.due_at = decision_due(trial)
