"""What each kind of evidence weighs, for administrators."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.access import requires
from app.matching import policy
from app.matching.blueprint import blueprint
from app.matching.queries import weights as queries
from app.matching.scoring import Evidence


@blueprint.get("/administration/matching-weights")
@requires(policy.see_weights)
def weights() -> ResponseReturnValue:
    """The weights in use with their date and measure, and those that were stored."""
    in_use = queries.active_weights()
    rows = sorted(((kind, in_use.values.get(kind, 0) * 100) for kind in Evidence), key=lambda row: -row[1])
    return render_template("matching/weights.html", in_use=in_use, active=queries.active_set(), rows=rows, stored=queries.stored_weights())
