"""The joint project that came of a trial."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import page
from app.core.i18n import _
from app.partnering.models import Trial
from app.partnering.queries import get_trial
from app.partnering.trials import policy
from app.projects import trial_queries
from app.projects.forms.trials import LinkTrialForm
from app.projects.models import Project
from app.projects.services import link_trial as service
from app.projects.views.blueprint import blueprint


@blueprint.app_template_global("project_of_trial")
def project_of_trial(trial: Trial) -> Project | None:
    """The joint project that came of a trial, if the reader may see it."""
    return trial_queries.get_of_trial(actor(), trial)


@blueprint.route("/trials/<public_id>/project", methods=["GET", "POST"])
@requires(policy.links, load=get_trial)
def link_trial(trial: Trial) -> ResponseReturnValue:
    """Name it."""
    found = trial_queries.list_after_trial(trial)
    form = LinkTrialForm(data={"version": trial.version})
    form.offer(found)
    chosen = next((one for one in found if one.public_id == form.project.data), None)
    if form.accepted(service, trial, project=chosen, by=actor(), version=form.version.data):
        flash(_("The joint project is named."), "success")
        return redirect(url_for("trials.show", public_id=trial.public_id))
    return page("projects/link_trial.html", form, trial=trial, found=found)
