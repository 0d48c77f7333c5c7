"""Steps that one side proposes and the other confirms, and the end of the talks."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import VersionedForm, page
from app.core.i18n import _, _l
from app.partnering import queries
from app.partnering.enums import AgreementType, ClosingReason, ConfidentialityText, StepKind
from app.partnering.forms.introductions import (
    AgreementForm,
    ConfidentialityForm,
    ConfirmConfidentialityForm,
    EndingForm,
    MeetingForm,
    ProjectForm,
)
from app.partnering.introductions import policy, reading
from app.partnering.introductions.confidentiality import paragraphs
from app.partnering.models import Introduction
from app.partnering.services import introducing
from app.partnering.views.introducing.blueprint import back, blueprint

LEDES = {
    StepKind.MEETING: _l("The other side confirms it; then you are in talks."),
    StepKind.CONFIDENTIALITY: _l("Once the other side has confirmed the same text, confidential documents can be opened to each other."),
    StepKind.PROJECT: _l("Your organisation will lead the project. When the other side confirms, a draft is made with both of you in it."),
    StepKind.AGREEMENT: _l("The other side confirms it; then the introduction ends with this result."),
}


def _propose(
    introduction: Introduction, kind: StepKind, form: VersionedForm, service: Callable[..., None], values: Mapping[str, Any]
) -> ResponseReturnValue:
    by = actor()
    if not form.is_submitted() and (introduction.state not in policy.STEP_STATES[kind] or introduction.open_step is not None):
        return back(introduction)
    if form.accepted(service, introduction, by=by, version=form.version.data, **values):
        flash(_("The other side is asked to confirm it."), "success")
        return back(introduction)
    return page(
        "introductions/propose.html", form, introduction=introduction, seen=reading.seen_by(introduction, by), kind=kind, lede=LEDES[kind],
        paragraphs=paragraphs(ConfidentialityText.STANDARD_1) if kind == StepKind.CONFIDENTIALITY else (),
    )


@blueprint.route("/introductions/<public_id>/propose-meeting", methods=["GET", "POST"])
@requires(policy.either, load=queries.get_introduction)
def propose_meeting(introduction: Introduction) -> ResponseReturnValue:
    """Say that a meeting was held."""
    form = MeetingForm(obj=introduction)
    return _propose(introduction, StepKind.MEETING, form, introducing.propose_meeting_held, {"on": form.on.data})


@blueprint.route("/introductions/<public_id>/propose-confidentiality", methods=["GET", "POST"])
@requires(policy.either, load=queries.get_introduction)
def propose_confidentiality(introduction: Introduction) -> ResponseReturnValue:
    """Confirm a confidentiality text, and ask the other side to."""
    form = ConfidentialityForm(obj=introduction)
    form.offer()
    chosen = form.text_version.data
    text = ConfidentialityText(chosen) if chosen in set(ConfidentialityText) else ConfidentialityText.STANDARD_1
    values = {"text_version": text, "reference": form.reference.data or ""}
    return _propose(introduction, StepKind.CONFIDENTIALITY, form, introducing.propose_confidentiality, values)


@blueprint.route("/introductions/<public_id>/propose-project", methods=["GET", "POST"])
@requires(policy.either, load=queries.get_introduction)
def propose_project(introduction: Introduction) -> ResponseReturnValue:
    """Propose a joint project."""
    form = ProjectForm(obj=introduction)
    return _propose(introduction, StepKind.PROJECT, form, introducing.propose_project, {"title": form.title.data or ""})


@blueprint.route("/introductions/<public_id>/propose-agreement", methods=["GET", "POST"])
@requires(policy.either, load=queries.get_introduction)
def propose_agreement(introduction: Introduction) -> ResponseReturnValue:
    """Record an agreement other than a joint project."""
    form = AgreementForm(obj=introduction)
    form.offer()
    chosen = form.agreement_type.data
    agreed = AgreementType(chosen) if chosen in set(AgreementType) else AgreementType.COMMERCIAL
    return _propose(introduction, StepKind.AGREEMENT, form, introducing.propose_agreement, {"agreement_type": agreed})


@blueprint.route("/introductions/<public_id>/confirm-confidentiality", methods=["GET", "POST"])
@requires(policy.confirms_confidentiality, load=queries.get_introduction)
def confirm_confidentiality(introduction: Introduction) -> ResponseReturnValue:
    """Confirm the text that the other side has confirmed."""
    by, step = actor(), introduction.open_step
    form = ConfirmConfidentialityForm(obj=introduction)
    if form.accepted(introducing.confirm_step, introduction, by=by, version=form.version.data):
        flash(_("Both sides have confirmed the agreement. Confidential documents may be opened now."), "success")
        return back(introduction)
    return page(
        "introductions/confirm_confidentiality.html", form, introduction=introduction, seen=reading.seen_by(introduction, by), step=step,
        paragraphs=paragraphs(step.text_version) if step else (),
    )


@blueprint.route("/introductions/<public_id>/end", methods=["GET", "POST"])
@requires(policy.either, load=queries.get_introduction)
def end(introduction: Introduction) -> ResponseReturnValue:
    """End the talks, with a reason that both read."""
    form = EndingForm(obj=introduction)
    form.offer()
    if not form.is_submitted() and introduction.state not in policy.TALKING_STATES:
        return back(introduction)
    chosen = form.reason.data
    reason = ClosingReason(chosen) if chosen in set(ClosingReason) else ClosingReason.STRATEGY_CHANGED
    if form.accepted(introducing.end_talks, introduction, reason=reason, by=actor(), version=form.version.data):
        flash(_("The talks have ended. The other side reads why."), "success")
        return back(introduction)
    return page("introductions/end.html", form, introduction=introduction, seen=reading.seen_by(introduction, actor()))
