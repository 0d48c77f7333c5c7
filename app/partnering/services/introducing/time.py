"""What time does to introductions: they lapse, or become dormant; proposed steps lapse. Each in a transaction of its own."""

from collections.abc import Callable, Iterable
from typing import Any

import structlog
from sqlalchemy import select

from app.accounts.rights import CLOCK
from app.core import transaction
from app.core.db import now
from app.core.errors import Refused
from app.extensions import db
from app.partnering import queries
from app.partnering.enums import IntroductionState
from app.partnering.introductions.policy import TALKING_STATES
from app.partnering.introductions.workflow import INTRODUCTION, STEP
from app.partnering.models import Introduction, IntroductionStep
from app.partnering.services.introducing.talking import drop_step

S = IntroductionState
log = structlog.get_logger(__name__)


def lapse_introduction(introduction: Introduction) -> None:
    """It was not answered in time."""
    INTRODUCTION.fire("lapse", introduction, by=CLOCK, changes={"due_at": None})


def let_sleep(introduction: Introduction) -> None:
    """Nobody has said a word for 90 days."""
    returns_to = introduction.state
    drop_step(introduction)
    INTRODUCTION.fire("go_dormant", introduction, by=CLOCK, changes={"returns_to": returns_to, "due_at": None})


def lapse_step(step: IntroductionStep) -> None:
    """The other side has not confirmed in time."""
    STEP.fire("lapse", step, by=CLOCK, changes={"due_at": None})


def run_introduction_clock() -> int:
    """Do all that is due; gives how many introductions and steps moved."""
    at = now()
    unanswered = queries.list_introductions_due(at, S.SENT, S.SEEN, S.QUESTION)
    silent = queries.list_introductions_due(at, *TALKING_STATES)
    steps = queries.list_steps_due(at)
    db.session.rollback()
    done = _each(IntroductionStep, steps, lapse_step) + _each(Introduction, unanswered, lapse_introduction)
    return done + _each(Introduction, silent, let_sleep)


def _each(model: type[Any], keys: Iterable[int], act: Callable[[Any], None]) -> int:
    done = 0
    for key in keys:
        try:
            with transaction.unit():
                statement = select(model).where(model.id == key, model.due_at <= now())
                thing = db.session.scalar(statement.with_for_update(skip_locked=True, of=model))
                if thing is not None:
                    act(thing)
                    done += 1
        except Refused as refusal:
            log.info("introductions.clock.refused", model=model.__tablename__, id=key, reason=str(refusal))
    return done
