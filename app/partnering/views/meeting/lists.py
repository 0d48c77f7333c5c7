"""The meetings of all organisations to which one belongs."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.pagination import page_number
from app.partnering import queries
from app.partnering.enums import Side
from app.partnering.meetings import policy
from app.partnering.meetings.turn import whose_turn
from app.partnering.models import Meeting
from app.partnering.views.meeting.blueprint import blueprint


def _row(meeting: Meeting, by: Any) -> dict[str, Any]:
    side = policy.side_of(by, meeting) or Side.ASKER
    return {"meeting": meeting, "other": meeting.organisation_of(side.other), "turn": whose_turn(meeting)}


@blueprint.get("/meetings")
@requires(policy.list_own, parameters=("page",))
def index() -> ResponseReturnValue:
    """Those that wait for something first."""
    by = actor()
    found = queries.list_own_meetings(by, page_number(request.args.get("page")))
    return render_template(
        "meetings/index.html", found=found, rows=[_row(one, by) for one in found.items], by=by,
        page_url=lambda number: url_for("meetings.index", page=number),
    )
