"""Plans of meetings, for the organisers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.core.pagination import Page, paginate
from app.events.enums import PlanState
from app.events.models import MeetingPlan, PlannedRequest, ProgrammeEvent
from app.events.queries.events import WHOLE, organised_by
from app.events.queries.requests import TWO
from app.extensions import db

OPEN_PLANS = (PlanState.QUEUED, PlanState.PROPOSED, PlanState.CONFIRMING)


def get_plan(actor: Any, *, lock: bool, public_id: str) -> MeetingPlan | None:
    """A plan of an event that the actor organises."""
    statement = select(MeetingPlan).where(MeetingPlan.public_id == public_id, MeetingPlan.event.has(organised_by(actor)))
    statement = statement.options(joinedload(MeetingPlan.event).options(*WHOLE), joinedload(MeetingPlan.by))
    if lock:
        statement = statement.with_for_update(of=MeetingPlan).execution_options(populate_existing=True)
    return db.session.scalars(statement).first()


def open_plan_of(event: ProgrammeEvent) -> MeetingPlan | None:
    """The plan that is being made, looked at or confirmed."""
    return db.session.scalars(select(MeetingPlan).where(MeetingPlan.event_id == event.id, MeetingPlan.state.in_(OPEN_PLANS))).first()


def list_plans(event: ProgrammeEvent, number: int) -> Page:
    """The plans of an event, the newest first."""
    statement = select(MeetingPlan).where(MeetingPlan.event_id == event.id).options(joinedload(MeetingPlan.by))
    return paginate(statement.order_by(MeetingPlan.id.desc()), number)


def _placed(plan: MeetingPlan, *, placed: bool) -> Any:
    statement = select(PlannedRequest).where(PlannedRequest.plan_id == plan.id)
    return statement.where(PlannedRequest.starts_at.is_not(None) if placed else PlannedRequest.starts_at.is_(None))


def list_planned(plan: MeetingPlan, number: int, *, placed: bool) -> Page:
    """What a plan places, by slot and table, what was not confirmed of it first; or what it does not place, the most valuable first."""
    statement = _placed(plan, placed=placed).options(joinedload(PlannedRequest.request).options(*TWO))
    if placed:
        order = (PlannedRequest.unfit.is_(None), PlannedRequest.starts_at, PlannedRequest.table_number, PlannedRequest.id)
        return paginate(statement.order_by(*order), number)
    return paginate(statement.order_by(PlannedRequest.weight.desc(), PlannedRequest.id), number)


def list_placed(plan: MeetingPlan) -> Sequence[PlannedRequest]:
    """All that a plan places, the most valuable first."""
    statement = _placed(plan, placed=True).options(joinedload(PlannedRequest.request))
    return db.session.scalars(statement.order_by(PlannedRequest.weight.desc(), PlannedRequest.id)).all()


def count_planned(plan: MeetingPlan) -> tuple[int, int, int]:
    """How many a plan places, how many it does not, and how many of the placed did not fit when it was confirmed."""
    row = db.session.execute(
        select(func.count(PlannedRequest.starts_at), func.count(), func.count(PlannedRequest.unfit)).where(PlannedRequest.plan_id == plan.id)
    ).one()
    return row[0], row[1] - row[0], row[2]
