"""A trial is proposed, and so is what becomes of it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import page
from app.core.i18n import _, language
from app.partnering import queries
from app.partnering.forms.trials import TrialForm, VerdictForm
from app.partnering.introductions import reading as introductions
from app.partnering.models import Introduction, Trial
from app.partnering.services import trial as services
from app.partnering.trials import policy
from app.partnering.views.trial.blueprint import back, blueprint


@blueprint.route("/introductions/<public_id>/propose-trial", methods=["GET", "POST"])
@requires(policy.plan, load=queries.get_introduction)
def new(introduction: Introduction) -> ResponseReturnValue:
    """Propose a trial to the other side."""
    by = actor()
    form = TrialForm(language=language())
    form.offer(introduction.programme)
    if form.accepted(services.propose_trial, introduction, details=form.details(), by=by):
        flash(_("The trial is proposed. You are told when the other side answers."), "success")
        return redirect(url_for("trials.show", public_id=form.result.public_id))
    return page("trials/new.html", form, introduction=introduction, seen=introductions.seen_by(introduction, by))


@blueprint.route("/trials/<public_id>/decide", methods=["GET", "POST"])
@requires(policy.either, load=queries.get_trial)
def decide(trial: Trial) -> ResponseReturnValue:
    """Propose to adopt what was tried, to extend the trial, or to stop."""
    form = VerdictForm(data={"version": trial.version})
    form.offer()
    if not form.is_submitted() and not policy.decides(actor(), trial):
        return back(trial)
    if form.accepted(services.propose_verdict, trial, verdict=form.verdict(), by=actor(), version=form.version.data):
        flash(_("The other side is asked to confirm the decision."), "success")
        return back(trial)
    return page("trials/decide.html", form, trial=trial)
