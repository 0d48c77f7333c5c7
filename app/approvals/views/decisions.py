"""Recommending, deciding, taking up again, withdrawing from a case and taking it over."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.approvals import conflicts, policy, queries
from app.approvals.blueprint import blueprint
from app.approvals.forms import OutcomeForm, ReasonForm
from app.approvals.models import NationalDecision
from app.approvals.services import decisions as services
from app.core.access import actor, requires
from app.core.errors import NotFound
from app.core.forms import page
from app.core.i18n import _
from app.projects.models import Project


def _back(project: Project, message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("approvals.show", public_id=project.public_id))


def _own_decision(project: Project, by: Any) -> NationalDecision:
    """The decision of the side for which the actor acts."""
    side = queries.side_of(by, project)
    found = next((row for row in queries.current_decisions(project) if side and row.party_id == side.id), None)
    if found is None:
        raise NotFound
    return found


@blueprint.route("/approvals/<public_id>/recommend", methods=["GET", "POST"])
@requires(policy.as_officer, load=queries.get_case)
def recommend(project: Project) -> ResponseReturnValue:
    """An officer recommends."""
    by = actor()
    conflicts.require_unlinked(by, project)
    decision = _own_decision(project, by)
    form = OutcomeForm(data={"version": decision.version})
    if form.accepted(lambda: services.recommend(decision, by=by, **form.facts())):
        return _back(project, _("Your recommendation is recorded. A decision maker of your authority decides."))
    return page("approvals/recommend.html", form, project=project, decision=decision)


@blueprint.route("/approvals/<public_id>/decide", methods=["GET", "POST"])
@requires(policy.as_decision_maker, load=queries.get_case)
def decide(project: Project) -> ResponseReturnValue:
    """A decision maker decides; the recommendation's list is there to be kept or changed."""
    by = actor()
    conflicts.require_unlinked(by, project)
    decision = _own_decision(project, by)
    form = OutcomeForm(data={"version": decision.version, "points": "\n".join(point.text for point in decision.conditions)})
    if form.accepted(lambda: services.decide(decision, by=by, **form.facts())):
        return _back(project, _("The decision of your country is recorded."))
    return page("approvals/decide.html", form, project=project, decision=decision)


@blueprint.route("/approvals/<public_id>/reconsider", methods=["GET", "POST"])
@requires(policy.as_official, load=queries.get_case)
def reconsider(project: Project) -> ResponseReturnValue:
    """Take up a deferred decision again."""
    conflicts.require_unlinked(actor(), project)
    return _with_reason(
        project,
        services.reconsider,
        title=_("Take up the deferred decision again"),
        done=_("The decision is taken up again. It is recommended and decided anew."),
    )


@blueprint.route("/approvals/<public_id>/recuse", methods=["GET", "POST"])
@requires(policy.as_official, load=queries.get_case)
def recuse(project: Project) -> ResponseReturnValue:
    """Withdraw from the case; open to the linked as well."""
    return _with_reason(
        project,
        services.recuse,
        title=_("Withdraw from this case"),
        done=_("You have withdrawn from this case. Another official of your authority takes over."),
        danger=True,
    )


def _with_reason(
    project: Project, service: Callable[..., None], *, title: str, done: str, danger: bool = False
) -> ResponseReturnValue:
    by = actor()
    decision = _own_decision(project, by)
    form = ReasonForm(data={"version": decision.version})
    if form.accepted(lambda: service(decision, by=by, reason=form.comment.data or "", version=form.version.data)):
        if danger:
            flash(done, "success")
            return redirect(url_for("approvals.queue"))
        return _back(project, done)
    return page("approvals/reason.html", form, project=project, title=title, danger=danger)


@blueprint.post("/approvals/<public_id>/reassign")
@requires(policy.as_official, load=queries.get_case)
def reassign(project: Project) -> ResponseReturnValue:
    """Take over a case from which a colleague withdrew."""
    by = actor()
    version = request.form.get("version", type=int)
    services.reassign(_own_decision(project, by), by=by, version=version)
    return _back(project, _("You have taken over the case."))
