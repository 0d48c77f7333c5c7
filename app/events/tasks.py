"""The worker's part of events."""

from typing import Any

from app.accounts.rights import CLOCK
from app.core import outbox, transaction
from app.core.db import now
from app.core.waiting import RENEW, Wait, attend
from app.events import queries, services
from app.events.enums import PlanState
from app.events.models import EventMeeting, EventParticipant, MeetingPlan, MeetingRequest, ProgrammeEvent
from app.events.queries.waiting import Waiting
from app.events.services import publishing, registering
from app.events.waiting import MEETING_WAITS, PARTICIPANT_WAITS, PLAN_WAITS, REQUEST_WAITS, WAITS
from app.extensions import db

TABLES: tuple[tuple[Waiting, dict[Any, Wait]], ...] = (
    (ProgrammeEvent, {**WAITS}), (EventParticipant, {**PARTICIPANT_WAITS}), (MeetingRequest, {**REQUEST_WAITS}), (MeetingPlan, {**PLAN_WAITS}),
    (EventMeeting, {**MEETING_WAITS}),
)


def run_owed() -> int:
    """Make the plans that were ordered, and arrange the meetings of those that were confirmed."""
    return outbox.deliver(services.TOPIC, _deliver, limit=20)


def _deliver(owed: outbox.Owed) -> None:
    plan = db.session.get(MeetingPlan, owed.payload["plan_id"])
    if plan is not None and plan.state == PlanState.QUEUED:
        services.make_plan(plan)
    elif plan is not None and plan.state == PlanState.CONFIRMING:
        services.settle_plan(plan)


def run_clock() -> int:
    """Do what is due; gives how many events and plans moved."""
    return services.run_event_clock()


def remind() -> int:
    """Move the dates on of what nobody took on, and remind those whose turn it is; gives how many were looked at."""
    with transaction.unit():
        for kind, waits in TABLES:
            for state, wait in waits.items():
                for thing in queries.list_waiting(kind, now(), state) if wait.follows(None) == RENEW else ():
                    _renew(thing)
    with transaction.unit():
        seen = 0
        for kind, waits in TABLES:
            for state, wait in waits.items():
                for thing in queries.list_waiting(kind, now() + wait.ahead, state):
                    attend(kind.__tablename__, thing, wait, about=thing, by=CLOCK)
                    seen += 1
        return seen


def _renew(thing: ProgrammeEvent | EventParticipant) -> None:
    if isinstance(thing, ProgrammeEvent):
        publishing.renew_date(thing)
    else:
        registering.renew_date(thing)
