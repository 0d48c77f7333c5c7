"""A forgotten password."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import services
from app.accounts.blueprint import blueprint
from app.accounts.forms import AddressForm, NewPasswordForm
from app.accounts.login import client_facts, leave
from app.accounts.sealing import unseal
from app.core.access import public
from app.core.forms import page
from app.core.i18n import _


@blueprint.route("/forgot-password", methods=["GET", "POST"])
@public()
def forgot_password() -> ResponseReturnValue:
    """Ask for a link; the answer is the same whether the address has an account."""
    form = AddressForm()
    if form.accepted(services.ask_for_reset, form.email.data, address=client_facts()["address"]):
        return redirect(url_for("accounts.mail_sent"))
    return page("accounts/forgot_password.html", form)


@blueprint.route("/reset-password", methods=["GET", "POST"])
@public("token")
def reset_password() -> ResponseReturnValue:
    """Set a new password by the link in the mail; opening the link alone does nothing."""
    form = NewPasswordForm()
    if form.accepted(
        services.reset_password, unseal(request.args.get("token")), form.new.data, address=client_facts()["address"]
    ):
        leave()
        flash(_("Your new password is set. Sign in with it."), "success")
        return redirect(url_for("accounts.sign_in"))
    return page("accounts/reset_password.html", form)
