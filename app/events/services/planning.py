"""The meetings of an event are planned by the worker: a plan is ordered, made, and confirmed or dropped."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, text

from app.accounts.rights import CLOCK
from app.core import outbox
from app.core.db import lock
from app.core.errors import Refused
from app.core.i18n import _l
from app.events import due, queries
from app.events.enums import PlanState
from app.events.models import MeetingPlan, PlannedRequest, ProgrammeEvent
from app.events.policy import ROUND_STATES
from app.events.round import Round, round_of, seats
from app.events.workflow import PLAN
from app.extensions import db
from app.partnering.meetings import scheduler
from app.partnering.meetings.schedule import Code, Reason, Schedule, UnfitEvent, Unplaced

TOPIC = "event_plan"
FAILURE_LENGTH = 500


def order_plan(event: ProgrammeEvent, *, by: Any, version: int | None = None) -> MeetingPlan:
    """Have the worker plan the meetings; one plan of an event is under way at a time.

    :raises Refused: another plan is under way, or there is nothing to be planned.
    """
    lock(event, version)
    if queries.open_plan_of(event) is not None:
        raise Refused.because("", _l("A plan is under way already. Confirm or drop it first."))
    requests = queries.count_requests(event)
    if not sum(requests.get(state, 0) for state in queries.OPEN_STATES):
        raise Refused.because("", _l("There are no open requests for meetings."))
    plan = MeetingPlan(event=event, by=by, state=PlanState.QUEUED, steps_expected=scheduler.STEPS)
    db.session.add(plan)
    db.session.flush()
    PLAN.begin("order", plan, by=by)
    outbox.owe(TOPIC, f"{TOPIC}:{plan.id}:make", {"plan_id": plan.id})
    return plan


def make_plan(plan: MeetingPlan) -> None:
    """The worker's part: run the scheduler and store what it proposes; a plan of a round that is over fails."""
    if plan.event.state not in ROUND_STATES:
        _fail(plan, "the event takes no meetings any more")
        return
    found, key = round_of(plan.event), plan.id
    try:
        made = scheduler.plan(found.event, progress=lambda steps: _show(key, steps))
    except UnfitEvent as error:
        _fail(plan, str(error))
        return
    _store(plan, found, made)
    PLAN.fire("propose", plan, by=CLOCK, changes={"value": made.value, "bound": made.bound, "due_at": due.plan_due(plan.event)})


def confirm_plan(plan: MeetingPlan, *, by: Any, version: int | None = None) -> None:
    """The organiser wants these meetings: the worker checks each anew and arranges what still fits."""
    PLAN.fire("confirm", plan, by=by, version=version, changes={"due_at": None})
    outbox.owe(TOPIC, f"{TOPIC}:{plan.id}:settle", {"plan_id": plan.id})


def discard_plan(plan: MeetingPlan, *, by: Any, version: int | None = None) -> None:
    """The plan is not wanted, or has lost its sense; nothing of it was arranged."""
    PLAN.fire("discard", plan, by=by, version=version, changes={"due_at": None})


def _fail(plan: MeetingPlan, why: str) -> None:
    PLAN.fire("fail", plan, by=CLOCK, changes={"failure": why[:FAILURE_LENGTH]})


def _store(plan: MeetingPlan, found: Round, made: Schedule) -> None:
    tables, weights = seats(found, dict(made.placed)), {request.key: request.weight for request in found.event.requests}
    nowhere: dict[str, Any] = {"starts_at": None, "table_number": None, "reasons": [], "cost": None}
    rows = [
        {**nowhere, "request_id": int(key), "weight": weights[key], "starts_at": found.spans[slot].start, "table_number": tables[key]}
        for key, slot in made.placed.items()
    ]
    rows += [
        {**nowhere, "request_id": int(one.request), "weight": one.weight, "reasons": _reasons(one), "cost": one.cost} for one in made.unplaced
    ]
    if rows:
        db.session.execute(insert(PlannedRequest), [{"plan_id": plan.id, **row} for row in rows])


def _reasons(left_out: Unplaced) -> list[dict[str, Any]]:
    return [{"code": str(reason.code), **_facts(reason)} for reason in left_out.reasons]


def _facts(reason: Reason) -> Mapping[str, Any]:
    """What a reader is told of a reason: numbers, and whom it concerns."""
    facts: Mapping[str, Any] = reason.facts
    if reason.code == Code.LIMIT_REACHED:
        return {"participant": int(facts["participant"]), "limit": facts["limit"], "meetings": facts["meetings"]}
    if reason.code == Code.SLOTS_TAKEN:
        return {"slots": len(facts["slots"]), "without_table": len(facts["without_table"])}
    if reason.code == Code.NO_TABLE:
        return {"slots": len(facts["slots"])}
    return {}


def _show(plan_id: int, steps: int) -> None:
    """Progress, through a connection of its own, so that it is seen before the plan is made."""
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE event_plan SET steps_done = :steps WHERE id = :id"), {"steps": steps, "id": plan_id})
