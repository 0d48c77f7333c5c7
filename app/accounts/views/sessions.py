"""Own sessions on all devices."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts import policy, queries, services
from app.accounts.blueprint import blueprint
from app.accounts.login import TOKEN_KEY, idle_limit
from app.accounts.models import SignIn
from app.accounts.security.tokens import digest
from app.core.access import actor, requires, signed_in
from app.core.i18n import _


@blueprint.get("/account/sessions")
@signed_in()
def sessions() -> ResponseReturnValue:
    """Where the account is signed in."""
    return render_template(
        "accounts/sessions.html", sign_ins=queries.list_sign_ins(actor(), idle=idle_limit()),
        present=digest(session[TOKEN_KEY]),
    )


@blueprint.post("/account/sessions/<int(max=9223372036854775807):key>/end")
@requires(policy.end_session, load=queries.get_own_sign_in)
def end_session(sign_in: SignIn) -> ResponseReturnValue:
    """End one of one's own sessions."""
    services.end_session(sign_in, by=actor())
    flash(_("The session is ended."), "success")
    return redirect(url_for("accounts.sessions"))


