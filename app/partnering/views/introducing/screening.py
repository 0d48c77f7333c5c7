"""The brokers' queue, and the screening of one request."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import page
from app.core.i18n import LazyText, _l
from app.core.pagination import page_number
from app.partnering import queries
from app.partnering.forms.introductions import ScreeningForm
from app.partnering.introductions import policy, reading
from app.partnering.introductions.turn import whose_turn
from app.partnering.models import Introduction
from app.partnering.services import introducing
from app.partnering.views.introducing.blueprint import blueprint

SERVICES: dict[str, Callable[..., object]] = {
    "forward": introducing.forward_introduction, "send_back": introducing.send_back, "refuse": introducing.refuse_introduction,
}
DONE: dict[str, LazyText] = {
    "forward": _l("The request is forwarded to the owner of the profile."),
    "send_back": _l("The request is sent back, and the asking organisation reads why."),
    "refuse": _l("The request is not forwarded, and the asking organisation reads why. The owner of the profile learns nothing of it."),
}


@blueprint.get("/introductions/screening")
@requires(policy.open_screening, parameters=("page",))
def queue() -> ResponseReturnValue:
    """What waits for the screening."""
    by = actor()
    found = queries.list_screening(by, page_number(request.args.get("page")))
    return render_template(
        "introductions/queue.html", found=found, rows=[reading.row(one, by) for one in found.items],
        turns={one.id: whose_turn(one) for one in found.items},
        page_url=lambda number: url_for("introductions.queue", page=number),
    )


@blueprint.route("/introductions/<public_id>/screen", methods=["GET", "POST"])
@requires(policy.screens, load=queries.get_introduction)
def screen(introduction: Introduction) -> ResponseReturnValue:
    """Forward a request, send it back, or refuse it."""
    by = actor()
    form = ScreeningForm(obj=introduction)
    form.offer()
    chosen = str(form.outcome.data or "")
    if chosen in SERVICES and form.accepted(
        SERVICES[chosen], introduction, comment=form.comment.data or "", by=by, version=form.version.data
    ):
        flash(DONE[chosen], "success")
        return redirect(url_for("introductions.queue"))
    if form.is_submitted() and chosen not in SERVICES:
        form.validate()
    return page("introductions/screen.html", form, introduction=introduction, seen=reading.seen_by(introduction, by))
