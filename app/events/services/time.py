"""What time does to events: registrations close, events begin and end, proposals are dropped. Each in a transaction of its own."""

from collections.abc import Callable

import structlog
from sqlalchemy import select

from app.accounts.rights import CLOCK
from app.core import transaction
from app.core.db import now
from app.core.errors import Refused
from app.events import queries
from app.events.enums import EventState, PlanState
from app.events.models import MeetingPlan, ProgrammeEvent
from app.events.services import publishing
from app.events.services.planning import discard_plan
from app.extensions import db

S = EventState
log = structlog.get_logger(__name__)


def _close(event: ProgrammeEvent) -> None:
    publishing.close_registration(event, by=CLOCK)


def _archive(event: ProgrammeEvent) -> None:
    publishing.archive(event, by=CLOCK)


STEPS: dict[EventState, Callable[[ProgrammeEvent], None]] = {
    S.REGISTRATION_OPEN: _close, S.REGISTRATION_CLOSED: publishing.begin, S.RUNNING: publishing.end, S.ENDED: _archive,
}


def run_event_clock() -> int:
    """Do all that is due; gives how many events and plans moved."""
    events, plans = queries.list_events_due(now(), *STEPS), queries.list_plans_due(now())
    db.session.rollback()
    return sum(_attempt(_move_event, key) for key in events) + sum(_attempt(_drop_plan, key) for key in plans)


def _attempt(step: Callable[[int], bool], key: int) -> int:
    try:
        with transaction.unit():
            return int(step(key))
    except Refused as refusal:
        log.info("events.clock.refused", id=key, reason=str(refusal))
        return 0


def _move_event(key: int) -> bool:
    statement = select(ProgrammeEvent).where(ProgrammeEvent.id == key, ProgrammeEvent.state.in_(STEPS), ProgrammeEvent.due_at <= now())
    event = db.session.scalar(statement.with_for_update(skip_locked=True, of=ProgrammeEvent))
    if event is not None:
        STEPS[event.state](event)
    return event is not None


def _drop_plan(key: int) -> bool:
    statement = select(MeetingPlan).where(MeetingPlan.id == key, MeetingPlan.state == PlanState.PROPOSED)
    plan = db.session.scalar(statement.with_for_update(skip_locked=True, of=MeetingPlan))
    if plan is not None:
        discard_plan(plan, by=CLOCK)
    return plan is not None
