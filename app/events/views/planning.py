"""The organisers have the meetings planned, look at what is proposed, and confirm it."""

from collections.abc import Callable

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import VersionedForm, page, press
from app.core.i18n import LazyText, _l
from app.core.pagination import page_number
from app.events import actions, policy, queries, services, turn
from app.events.forms import PRIORITIES, OrderForm
from app.events.models import MeetingPlan, ProgrammeEvent
from app.events.views.blueprint import back, blueprint

LEFT_OUT = "left_out"


@blueprint.route("/events/<public_id>/plans", methods=["GET", "POST"])
@requires(policy.organises, load=queries.get_event, parameters=("page",))
def plans(event: ProgrammeEvent) -> ResponseReturnValue:
    """The plans made so far, and a button for the next."""
    form = OrderForm()
    if form.accepted(services.order_plan, event, by=actor()):
        return redirect(url_for("events.plan", public_id=form.result.public_id))
    found = queries.list_plans(event, page_number(request.args.get("page")))
    return page(
        "events/plans.html", form, event=event, found=found, requests=queries.count_requests(event), meetings=queries.count_meetings(event),
        participants=queries.count_participants(event), may_plan=policy.plans(actor(), event), under_way=queries.open_plan_of(event),
        page_url=lambda number: url_for("events.plans", public_id=event.public_id, page=number),
    )


def show_plan(plan: MeetingPlan, form: VersionedForm | None = None, sent: str = "") -> ResponseReturnValue:
    """The page of a plan; after a refused step with what was typed (422)."""
    by, whose = actor(), turn.of_plan(plan)
    left_out = request.args.get("show") == LEFT_OUT
    return page(
        "events/plan.html", form, plan=plan, event=plan.event, sent=sent, actions=actions.of_plan(plan, by), turn=whose,
        turn_is_mine=whose is not None and whose.is_mine(by), counts=queries.count_planned(plan), left_out=left_out, priorities=PRIORITIES,
        found=queries.list_planned(plan, page_number(request.args.get("page")), placed=not left_out),
        page_url=lambda number: url_for("events.plan", public_id=plan.public_id, show=LEFT_OUT if left_out else None, page=number),
    )


@blueprint.get("/event-plans/<public_id>")
@requires(policy.see_plan, load=queries.get_plan, parameters=("show", "page"))
def plan(plan: MeetingPlan) -> ResponseReturnValue:
    """How far a plan is; then what it places, and what not and why."""
    return show_plan(plan)


def _act(action: str, plan: MeetingPlan, service: Callable[..., None], done: LazyText) -> ResponseReturnValue:
    return press(service, plan, by=actor(), done=done, back=back, show=show_plan, sent=action, comment=False)


@blueprint.post("/event-plans/<public_id>/confirm")
@requires(policy.organises, load=queries.get_plan)
def plan_confirm(plan: MeetingPlan) -> ResponseReturnValue:
    """Want these meetings."""
    return _act("confirm", plan, services.confirm_plan, _l("The meetings are being arranged. All who meet get invitations."))


@blueprint.post("/event-plans/<public_id>/discard")
@requires(policy.organises, load=queries.get_plan)
def plan_discard(plan: MeetingPlan) -> ResponseReturnValue:
    """Do not want them."""
    return _act("discard", plan, services.discard_plan, _l("The plan is dropped. Nothing of it was arranged."))


@blueprint.get("/events/<public_id>/timetable")
@requires(policy.organises, load=queries.get_event, parameters=("page",))
def timetable(event: ProgrammeEvent) -> ResponseReturnValue:
    """All meetings that stand, by slot and table."""
    found = queries.list_timetable(event, page_number(request.args.get("page")))
    return page(
        "events/timetable.html", None, event=event, found=found,
        page_url=lambda number: url_for("events.timetable", public_id=event.public_id, page=number),
    )
