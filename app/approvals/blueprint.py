"""The blueprint, and how a refusal for a conflict of interest is answered."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.approvals.conflicts import Conflicted

blueprint = Blueprint("approvals", __name__)


@blueprint.errorhandler(Conflicted)
def conflicted(error: Conflicted) -> ResponseReturnValue:
    """Say why the person may not act on the case."""
    return render_template("approvals/conflicted.html", conflicts=error.conflicts), 403
