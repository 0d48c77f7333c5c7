"""Coming in and going out: sign-in, sign-up, confirmation of the address, sign-out."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts import services
from app.accounts.blueprint import blueprint
from app.accounts.forms import ConfirmForm, SignInForm, SignUpForm
from app.accounts.login import TOKEN_KEY, client_facts, enter, leave, longest_session
from app.accounts.paths import safe_next
from app.accounts.sealing import unseal
from app.core.access import actor, public, signed_in
from app.core.forms import page


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public("next")
def sign_in() -> ResponseReturnValue:
    """Sign in, and go on to the page that was asked for."""
    target = safe_next(request.args.get("next"), url_for("desk.work"))
    if actor().is_authenticated and request.method == "GET":
        return redirect(target)
    form = SignInForm()
    if form.accepted(services.sign_in, form.email.data, form.password.data, **client_facts(), lasts=longest_session()):
        enter(form.result)
        return redirect(target)
    return page("accounts/sign_in.html", form, registering=target.partition("?")[0] == url_for("organisations.new"))


@blueprint.post("/sign-out")
@signed_in()
def sign_out() -> ResponseReturnValue:
    """End this session."""
    services.sign_out(session[TOKEN_KEY], by=actor())
    leave()
    response = redirect("/")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.route("/sign-up", methods=["GET", "POST"])
@public()
def sign_up() -> ResponseReturnValue:
    """Open an account; the answer is the same whether the address has one."""
    form = SignUpForm()
    if form.accepted(
        services.register_person, email=form.email.data, password=form.password.data, name=form.name.data,
        name_reading=form.name_reading.data, language=form.language.data, time_zone=form.time_zone.data,
        address=client_facts()["address"],
    ):
        return redirect(url_for("accounts.mail_sent"))
    return page("accounts/sign_up.html", form)


@blueprint.get("/mail-sent")
@public()
def mail_sent() -> ResponseReturnValue:
    """Say that the next step is in the mail."""
    return render_template("accounts/mail_sent.html")


@blueprint.route("/confirm-email", methods=["GET", "POST"])
@public("token")
def confirm_email() -> ResponseReturnValue:
    """Confirm the address by the link in the mail and the password; opening the link alone does nothing."""
    form = ConfirmForm()
    if form.accepted(
        services.confirm_email, unseal(request.args.get("token")), form.password.data, **client_facts(), lasts=longest_session()
    ):
        enter(form.result)
        return redirect(url_for("desk.work"))
    return page("accounts/confirm_email.html", form)
