"""Answering invitations. A link shows a page; only its button acts."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import policy, queries, services
from app.accounts.blueprint import blueprint
from app.accounts.forms import ButtonForm, InvitedForm
from app.accounts.login import client_facts, enter, longest_session
from app.accounts.models import Invitation
from app.accounts.sealing import unseal
from app.core.access import actor, public, requires
from app.core.forms import page
from app.core.i18n import _


@blueprint.route("/invitation", methods=["GET", "POST"])
@public("token")
def accept_invitation() -> ResponseReturnValue:
    """Accept by the link in the mail: with one's account, or with a new one."""
    token = unseal(request.args.get("token"))
    invitation = queries.get_invitation_by_token(token)
    if invitation is None:
        return render_template("accounts/invitation_spent.html"), HTTPStatus.GONE
    by = actor()
    if by.is_authenticated:
        return _accept_as(by, invitation)
    owner = queries.get_person_by_email(invitation.email)
    if owner is not None and owner.confirmed_at is not None:
        return page("accounts/invitation_sign_in.html", invitation=invitation, here=request.full_path)
    form = InvitedForm()
    if form.accepted(
        services.accept_with_new_account, token, name=form.name.data, name_reading=form.name_reading.data,
        password=form.password.data, language=form.language.data, time_zone=form.time_zone.data, **client_facts(),
        lasts=longest_session(),
    ):
        enter(form.result)
        flash(_("Your account is open and the invitation accepted."), "success")
        return redirect(url_for("accounts.account"))
    return page("accounts/accept_invitation.html", form, invitation=invitation, new=True)


def _accept_as(by: object, invitation: Invitation) -> ResponseReturnValue:
    if not policy.answer_invitation(by, invitation):
        return page("accounts/invitation_foreign.html", invitation=invitation)
    form = ButtonForm()
    if form.accepted(services.accept_invitation, invitation, by=by):
        flash(_("You have accepted the invitation."), "success")
        return redirect(url_for("accounts.account"))
    return page("accounts/accept_invitation.html", form, invitation=invitation, new=False)


@blueprint.post("/account/invitations/<public_id>/accept")
@requires(policy.answer_invitation, load=queries.get_own_invitation)
def accept_waiting(invitation: Invitation) -> ResponseReturnValue:
    """Accept an invitation that waits in one's account."""
    services.accept_invitation(invitation, by=actor())
    flash(_("You have accepted the invitation."), "success")
    return redirect(url_for("accounts.account"))


@blueprint.post("/account/invitations/<public_id>/decline")
@requires(policy.answer_invitation, load=queries.get_own_invitation)
def decline_waiting(invitation: Invitation) -> ResponseReturnValue:
    """Decline an invitation that waits in one's account."""
    services.decline_invitation(invitation, by=actor())
    flash(_("You have declined the invitation."), "success")
    return redirect(url_for("accounts.account"))
