"""The blueprint of trials, and what their templates need besides."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor
from app.partnering import queries
from app.partnering.models import Introduction, Trial
from app.partnering.trials.wording import TONES

blueprint = Blueprint("trials", __name__)
blueprint.app_template_filter("trial_tone")(TONES.get)


@blueprint.app_template_global("trials_of")
def trials_of(introduction: Introduction) -> object:
    """The trials of an introduction that the reader may see."""
    return queries.list_trials_of(introduction, actor())


def back(trial: Trial) -> ResponseReturnValue:
    """Lead back to the trial's page."""
    return redirect(url_for("trials.show", public_id=trial.public_id))
