"""The events of all programmes."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.pagination import page_number
from app.events import policy, queries
from app.events.views.blueprint import blueprint


@blueprint.get("/events")
@requires(policy.see, parameters=("past", "page"), anonymous=True)
def index() -> ResponseReturnValue:
    """Those to come, the next first; with `past=1` those that are over."""
    by, past = actor(), request.args.get("past") == "1"
    found = queries.list_events(by, page_number(request.args.get("page")), past=past)
    return render_template(
        "events/index.html", found=found, past=past, may_create=policy.create(by, None),
        page_url=lambda number: url_for("events.index", past="1" if past else None, page=number),
    )
