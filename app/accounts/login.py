"""Wiring of Flask-Login: a request belongs to the person whose session row its token names.

The cookie holds that token, the language and the form token's seed, nothing else; there is no remember-me.
"""

from datetime import timedelta

from flask import Flask, Request, current_app, render_template, request, session
from flask.typing import ResponseReturnValue

from app.accounts import queries, services
from app.accounts.models import Person
from app.accounts.rights import Anonymous
from app.accounts.security.limits import TooManyAttempts
from app.core.i18n import LANGUAGES
from app.extensions import login

TOKEN_KEY = "sign_in"  # noqa: S105 - the name of a place
LANGUAGE_KEY = "language"


def idle_limit() -> timedelta:
    """How long a session may rest."""
    return timedelta(minutes=current_app.config["SETTINGS"].session_idle_minutes)


def longest_session() -> timedelta:
    """How long a session may last, however busy."""
    return timedelta(hours=current_app.config["SETTINGS"].session_hours)


def client_facts() -> dict[str, str]:
    """From where and with what the request comes."""
    return {"address": request.remote_addr or "", "agent": request.user_agent.string}


def _load(_request: Request) -> Person | None:
    token = session.get(TOKEN_KEY)
    if not isinstance(token, str):
        return None
    found = queries.get_sign_in(token, idle=idle_limit())
    if found is None:
        session.pop(TOKEN_KEY, None)
        return None
    services.touch_session(found)
    return found.person


def enter(entry: services.Entry) -> None:
    """Begin a new cookie session: nothing set before the sign-in lives on but the language."""
    language = session.get(LANGUAGE_KEY)
    session.clear()
    session[TOKEN_KEY] = entry.token
    if language in LANGUAGES or entry.person.language in LANGUAGES:
        session[LANGUAGE_KEY] = language if language in LANGUAGES else entry.person.language


def leave() -> None:
    """End the cookie session; the language stays."""
    language = session.get(LANGUAGE_KEY)
    session.clear()
    if language in LANGUAGES:
        session[LANGUAGE_KEY] = language


def _too_many(error: TooManyAttempts) -> ResponseReturnValue:
    return render_template("errors/429.html"), 429, {"Retry-After": str(error.retry_after)}


def init_app(app: Flask) -> None:
    """Let Flask-Login ask for the session row, and answer 429 where a limit is reached."""
    login.request_loader(_load)
    login.anonymous_user = Anonymous
    login.session_protection = None
    app.register_error_handler(TooManyAttempts, _too_many)
