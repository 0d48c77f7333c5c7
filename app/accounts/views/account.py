"""One's own account: details, password, export."""

import json

from flask import Response, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries, services
from app.accounts.blueprint import blueprint
from app.accounts.export import personal_data
from app.accounts.forms import AccountForm, ChangePasswordForm
from app.accounts.login import LANGUAGE_KEY, TOKEN_KEY
from app.accounts.zones import zone_name
from app.core.access import actor, signed_in
from app.core.forms import page
from app.core.i18n import _, language


@blueprint.get("/account")
@signed_in()
def account() -> ResponseReturnValue:
    """Own details, roles and waiting invitations."""
    by = actor()
    return render_template(
        "accounts/account.html", person=by, invitations=queries.list_own_invitations(by), zone=zone_name(by.time_zone, language())
    )


@blueprint.route("/account/edit", methods=["GET", "POST"])
@signed_in()
def edit_account() -> ResponseReturnValue:
    """Change own details."""
    by = actor()
    form = AccountForm(obj=by)
    if form.accepted(
        services.update_account, by, name=form.name.data, name_reading=form.name_reading.data, language=form.language.data,
        time_zone=form.time_zone.data, version=form.version.data,
    ):
        session[LANGUAGE_KEY] = form.language.data
        flash(_("Your details are saved."), "success")
        return redirect(url_for("accounts.account"))
    return page("accounts/edit_account.html", form)


@blueprint.route("/account/password", methods=["GET", "POST"])
@signed_in()
def change_password() -> ResponseReturnValue:
    """Set a new password; all other sessions end."""
    form = ChangePasswordForm()
    if form.accepted(
        services.change_password, actor(), current=form.current.data, new=form.new.data, keep=session[TOKEN_KEY]
    ):
        flash(_("Your new password is set. You are signed out everywhere else."), "success")
        return redirect(url_for("accounts.account"))
    return page("accounts/change_password.html", form)


@blueprint.get("/account/export")
@signed_in()
def export() -> ResponseReturnValue:
    """All that is kept of oneself in this domain, as JSON."""
    body = json.dumps(personal_data(actor()), ensure_ascii=False, indent=2)
    response = Response(body, mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response
