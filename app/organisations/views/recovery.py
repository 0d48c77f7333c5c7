"""Claims to represent an organisation."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts_queries
from app.core.access import actor, requires
from app.core.forms import page
from app.core.i18n import _
from app.organisations import policy, queries, services
from app.organisations.blueprint import blueprint
from app.organisations.forms import ClaimForm, RecoveryForm
from app.organisations.models import Organisation, Recovery
from app.organisations.views.parts import back, names_of, numbers_of


@blueprint.route("/organisations/<public_id>/claim", methods=["GET", "POST"])
@requires(policy.claim, load=queries.get_organisation)
def claim(organisation: Organisation) -> ResponseReturnValue:
    """Claim an organisation that stands in the registry."""
    form = ClaimForm()
    if form.accepted(services.open_recovery, organisation, by=actor(), reason=form.reason.data or ""):
        flash(_("Your claim is with the authority. You get an e-mail when it is decided."), "success")
        return back(organisation)
    return page(
        "organisations/claim.html", form, organisation=organisation, names=names_of(organisation), numbers=numbers_of(organisation)
    )


def _page(waiting: Recovery, form: RecoveryForm) -> ResponseReturnValue:
    return page(
        "organisations/recovery.html", form, claim=waiting, organisation=waiting.organisation,
        memberships=accounts_queries.list_members_of(waiting.organisation_id),
    )


@blueprint.get("/organisations/<public_id>/recovery")
@requires(policy.decide_recovery, load=queries.get_recovery)
def recovery(waiting: Recovery) -> ResponseReturnValue:
    """A claim, and who represents the organisation now."""
    return _page(waiting, RecoveryForm(version=waiting.version))


@blueprint.post("/organisations/<public_id>/recovery/grant")
@requires(policy.decide_recovery, load=queries.get_recovery)
def grant_recovery(waiting: Recovery) -> ResponseReturnValue:
    """Grant a claim."""
    form = RecoveryForm()
    end_others = bool(form.end_others.data)
    comment = form.comment.data or ""
    if form.accepted(
        services.grant_recovery, waiting, by=actor(), comment=comment, end_others=end_others, version=form.version.data
    ):
        flash(_("The claim is granted."), "success")
        return redirect(url_for("organisations.queue"))
    return _page(waiting, form)


@blueprint.post("/organisations/<public_id>/recovery/refuse")
@requires(policy.decide_recovery, load=queries.get_recovery)
def refuse_recovery(waiting: Recovery) -> ResponseReturnValue:
    """Refuse a claim."""
    form = RecoveryForm()
    if form.accepted(services.refuse_recovery, waiting, by=actor(), comment=form.comment.data or "", version=form.version.data):
        flash(_("The claim is refused."), "success")
        return redirect(url_for("organisations.queue"))
    return _page(waiting, form)
