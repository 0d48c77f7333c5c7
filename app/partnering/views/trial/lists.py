"""The trials of all organisations to which one belongs."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.pagination import page_number
from app.partnering import queries
from app.partnering.enums import Side
from app.partnering.models import Trial
from app.partnering.trials import policy
from app.partnering.trials.turn import whose_turn
from app.partnering.views.trial.blueprint import blueprint


def _row(trial: Trial, by: Any) -> dict[str, Any]:
    side = policy.side_of(by, trial) or Side.ASKER
    return {"trial": trial, "other": trial.organisation_of(side.other), "turn": whose_turn(trial)}


@blueprint.get("/trials")
@requires(policy.list_own, parameters=("page",))
def index() -> ResponseReturnValue:
    """Those that are due first."""
    by = actor()
    found = queries.list_own_trials(by, page_number(request.args.get("page")))
    return render_template(
        "trials/index.html", found=found, rows=[_row(one, by) for one in found.items], by=by,
        page_url=lambda number: url_for("trials.index", page=number),
    )
