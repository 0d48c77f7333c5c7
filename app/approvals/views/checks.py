"""The checks of a submission, and questions to the lead partner."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.approvals import conflicts, policy, queries
from app.approvals.blueprint import blueprint
from app.approvals.enums import IneligibilityReason
from app.approvals.forms import IneligibleForm, QuestionForm, ReasonForm
from app.approvals.services import checks as services
from app.core.access import actor, requires
from app.core.forms import page
from app.core.i18n import _
from app.projects.enums import Section
from app.projects.models import Project


def _back(project: Project, message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("approvals.show", public_id=project.public_id))


@blueprint.post("/approvals/<public_id>/confirm-complete")
@requires(policy.as_coordinator, load=queries.get_case)
def confirm_complete(project: Project) -> ResponseReturnValue:
    """The secretariat finds the submission complete."""
    services.confirm_complete(project, by=actor())
    return _back(project, _("The submission is confirmed as complete."))


@blueprint.post("/approvals/<public_id>/confirm-eligible")
@requires(policy.as_officer, load=queries.get_case)
def confirm_eligible(project: Project) -> ResponseReturnValue:
    """An officer finds the own country's partners eligible."""
    services.confirm_eligible(project, by=actor())
    return _back(project, _("The partners of your country are confirmed as eligible."))


@blueprint.route("/approvals/<public_id>/propose-ineligible", methods=["GET", "POST"])
@requires(policy.as_officer, load=queries.get_case)
def propose_ineligible(project: Project) -> ResponseReturnValue:
    """An officer proposes that the submission is not eligible."""
    by = actor()
    conflicts.require_unlinked(by, project)
    form = IneligibleForm()

    def propose() -> None:
        services.propose_ineligible(project, by=by, reason=IneligibilityReason(form.reason.data), comment=form.comment.data or "")

    if form.accepted(propose):
        return _back(project, _("Your proposal is recorded. A second officer of your authority must confirm it."))
    return page("approvals/propose_ineligible.html", form, project=project)


@blueprint.post("/approvals/<public_id>/confirm-ineligible")
@requires(policy.as_officer, load=queries.get_case)
def confirm_ineligible(project: Project) -> ResponseReturnValue:
    """A second officer confirms that the submission is not eligible."""
    services.confirm_ineligible(project, by=actor())
    return _back(project, _("The project is not eligible. The applicants are told."))


@blueprint.route("/approvals/<public_id>/overrule-ineligible", methods=["GET", "POST"])
@requires(policy.as_official, load=queries.get_case)
def overrule_ineligible(project: Project) -> ResponseReturnValue:
    """An official of the same country sets the proposal aside."""
    by = actor()
    conflicts.require_unlinked(by, project)
    form = ReasonForm()
    if form.accepted(lambda: services.overrule_ineligible(project, by=by, comment=form.comment.data or "")):
        return _back(project, _("The proposal is set aside. The check is open again."))
    return page("approvals/reason.html", form, project=project, title=_("Set the proposal aside"), danger=False)


@blueprint.route("/approvals/<public_id>/ask-information", methods=["GET", "POST"])
@requires(policy.as_officer_or_coordinator, load=queries.get_case)
def ask_information(project: Project) -> ResponseReturnValue:
    """Ask the lead partner, and open the sections that the answer may change."""
    by = actor()
    conflicts.require_unlinked(by, project)
    form = QuestionForm(data={"version": project.version})

    def ask() -> None:
        sections = [Section(name) for name in form.sections.data or []]
        services.ask_information(project, by=by, sections=sections, question=form.question.data or "", version=form.version.data)

    if form.accepted(ask):
        return _back(project, _("Your question is sent to the lead partner."))
    return page("approvals/ask_information.html", form, project=project)
