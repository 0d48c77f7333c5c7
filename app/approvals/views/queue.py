"""The queue of officials and coordinators: both countries side by side, what is late first."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.approvals import policy, queries
from app.approvals.blueprint import blueprint
from app.approvals.queries import Show
from app.approvals.wording import TONES
from app.core.access import actor, requires
from app.core.pagination import page_number


@blueprint.get("/approvals")
@requires(policy.look, parameters=("programme", "show", "page"))
def queue() -> ResponseReturnValue:
    """The cases of one programme in which the actor acts."""
    by = actor()
    programmes = queries.list_programmes(by)
    asked = request.args.get("programme", "")
    programme = next((one for one in programmes if one.code == asked), programmes[0] if programmes else None)
    show = next((one for one in Show if one == request.args.get("show")), Show.MINE)
    if programme is None:
        return render_template("approvals/queue.html", programmes=[], programme=None, show=show, page=None)

    def address(number: int = 1, show: Show = show) -> str:
        return url_for("approvals.queue", programme=programme.code, show=show, page=number)

    page = queries.list_cases(by, programme, show, page_number(request.args.get("page")))
    return render_template(
        "approvals/queue.html",
        programmes=programmes,
        programme=programme,
        show=show,
        shows=list(Show),
        page=page,
        address=address,
        tones=TONES,
    )
