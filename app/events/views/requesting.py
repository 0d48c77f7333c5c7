"""Participants ask each other for meetings, and see their own requests and schedule."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask import request as http
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import VersionedForm, page, press
from app.core.i18n import LazyText, _, _l, language
from app.core.pagination import page_number
from app.events import actions, policy, queries, services, turn
from app.events.forms import PRIORITIES, AskForm
from app.events.models import EventParticipant, MeetingRequest
from app.events.views.blueprint import back, blueprint


@blueprint.route("/event-participants/<public_id>/ask", methods=["GET", "POST"])
@requires(policy.asks, load=queries.get_participant)
def ask(participant: EventParticipant) -> ResponseReturnValue:
    """Ask another participant for a meeting."""
    form = AskForm(language=language())
    if form.accepted(
        services.ask_for_meeting, participant, subject=form.subject.data or "", priority=form.priority.data or 0, language=form.language.data,
        by=actor(),
    ):
        flash(_("Your request is sent. It takes nobody’s time until the organiser plans the meetings."), "success")
        return redirect(url_for("events.request", public_id=form.result.public_id))
    return page("events/ask.html", form, participant=participant, event=participant.event)


@blueprint.get("/events/<public_id>/mine")
@requires(policy.is_self, load=queries.get_own_registration, parameters=("page",))
def mine(own: EventParticipant) -> ResponseReturnValue:
    """One's own requests and schedule at the event."""
    by, event = actor(), own.event
    found = queries.list_own_requests(own, page_number(http.args.get("page")))
    return page(
        "events/mine.html", None, event=event, own=own, schedule=queries.list_schedule(own), found=found, by=by, priorities=PRIORITIES,
        turns={one.id: turn.of_request(one) for one in found.items},
        page_url=lambda number: url_for("events.mine", public_id=event.public_id, page=number),
    )


def show_request(request: MeetingRequest, form: VersionedForm | None = None, sent: str = "") -> ResponseReturnValue:
    """The page of a request; after a refused step with what was typed (422)."""
    by, whose = actor(), turn.of_request(request)
    return page(
        "events/request.html", form, request=request, event=request.event, sent=sent, turn=whose, turn_is_mine=whose is not None and whose.is_mine(by),
        actions=actions.of_request(request, by), asked_me=policy.is_asked(by, request), priorities=PRIORITIES,
    )


@blueprint.get("/event-requests/<public_id>")
@requires(policy.see_request, load=queries.get_request)
def request(request: MeetingRequest) -> ResponseReturnValue:
    """A request that one made or was asked."""
    return show_request(request)


def _act(action: str, request: MeetingRequest, service: Callable[..., None], done: LazyText) -> ResponseReturnValue:
    return press(service, request, by=actor(), done=done, back=back, show=show_request, sent=action, comment=False)


@blueprint.post("/event-requests/<public_id>/want")
@requires(policy.is_asked, load=queries.get_request)
def request_want(request: MeetingRequest) -> ResponseReturnValue:
    """Want it too."""
    return _act("want", request, services.want_meeting, _l("Both want the meeting: it counts more when the meetings are planned."))


@blueprint.post("/event-requests/<public_id>/decline")
@requires(policy.is_asked, load=queries.get_request)
def request_decline(request: MeetingRequest) -> ResponseReturnValue:
    """Do not want it."""
    return _act("decline", request, services.decline_request, _l("You have declined the request."))


@blueprint.post("/event-requests/<public_id>/withdraw")
@requires(policy.is_asker, load=queries.get_request)
def request_withdraw(request: MeetingRequest) -> ResponseReturnValue:
    """Take it back."""
    return _act("withdraw", request, services.withdraw_request, _l("Your request is withdrawn."))
