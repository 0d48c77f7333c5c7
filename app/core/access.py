"""Who may call a view. Deny by default: a view without a rule is refused, and the application does not start with one.

A rule is an attribute of the view: `@public`, `@signed_in`, or `@requires(policy.edit, load=queries.get_project)`. The
loader narrows by what the actor may see (nothing found: 404), the policy says whether the actor may (403), and the view
receives the object instead of the key in the address. For an unsafe method the loader locks the row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from app.core.errors import NotFound
from app.core.transaction import SAFE_METHODS

View = Callable[..., ResponseReturnValue]
Loader = Callable[..., Any]
Policy = Callable[[Any, Any], bool]

FREE_PARAMETERS = frozenset({"lang"})
NUL = "\0"
"""No text of the database can hold it."""


@dataclass(frozen=True)
class AccessRule:
    """What a view demands. `parameters` are the query parameters it knows; any other is refused. `uploads`: takes files."""

    name: str
    needs_sign_in: bool
    parameters: frozenset[str]
    uploads: bool = False


class MissingRule(RuntimeError):
    """A view has no access rule."""


def actor() -> Any:
    """Who acts in this request: the person signed in, or the anonymous visitor; never a proxy."""
    return current_user._get_current_object()  # noqa: SLF001 - Werkzeug's own way to the object behind its proxy


def _declare(view: View, name: str, needs_sign_in: bool, parameters: tuple[str, ...], *, uploads: bool = False) -> View:
    view.access_rule = AccessRule(name, needs_sign_in, frozenset(parameters), uploads)  # type: ignore[attr-defined]
    return view


def public(*parameters: str) -> Callable[[View], View]:
    """Anyone may call the view."""
    return lambda view: _declare(view, "public", False, parameters)


def signed_in(*parameters: str) -> Callable[[View], View]:
    """Anyone signed in may call the view."""
    return lambda view: _declare(view, "signed_in", True, parameters)


def requires(
    policy: Policy, *, load: Loader | None = None, parameters: tuple[str, ...] = (), anonymous: bool = False, uploads: bool = False
) -> Callable[[View], View]:
    """The view may be called where `policy(actor, thing)` holds; `load(actor, lock=…, **keys)` finds the thing.

    Without a loader the policy is asked with `None` and the view keeps its arguments. `anonymous` lets visitors through
    to the loader and the policy. `uploads` lets files in: the body may be as large as the settings say, where else it is that
    of a form.
    """
    name = f"{policy.__module__.removeprefix('app.').removesuffix('.policy')}.{policy.__name__}"
    if policy.__name__ == "<lambda>":
        raise MissingRule(f"a lambda as an access rule has no name: {policy.__module__}")

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(**keys: Any) -> ResponseReturnValue:
            by = actor()
            if load is None:
                if not policy(by, None):
                    abort(403)
                return view(**keys)
            thing = load(by, lock=request.method not in SAFE_METHODS, **keys)
            if thing is None:
                raise NotFound
            if not policy(by, thing):
                abort(403)
            return view(thing)

        checked.access_policy = policy  # type: ignore[attr-defined]
        return _declare(checked, name, not anonymous, parameters, uploads=uploads)

    return decorate


def _gate() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    view = request_view()
    rule: AccessRule | None = getattr(view, "access_rule", None)
    if rule is None:
        abort(403)
    if any(NUL in str(value) for value in (request.view_args or {}).values()):
        abort(404)
    unknown = set(request.args) - rule.parameters - FREE_PARAMETERS
    if unknown:
        abort(400, description=", ".join(sorted(unknown)))
    if rule.needs_sign_in and not current_user.is_authenticated:
        if request.method in SAFE_METHODS:
            return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
        abort(403)
    if request.method not in SAFE_METHODS:
        _limit_body(rule)
        _check_form_token()
    return None


def may_open(endpoint: str) -> bool:
    """Whether the actor would be given a page that needs no object: what a menu may lead to."""
    view: Any = current_app.view_functions[endpoint]
    if view.access_rule.needs_sign_in and not current_user.is_authenticated:
        return False
    policy: Policy | None = getattr(view, "access_policy", None)
    return policy is None or policy(actor(), None)


def _limit_body(rule: AccessRule) -> None:
    """A form is small and has few fields; only a view that takes files reads more."""
    if rule.uploads:
        request.max_content_length = current_app.config["MAX_UPLOAD_LENGTH"]
    elif request.mimetype == "application/x-www-form-urlencoded" and request.get_data().count(b"&") > current_app.config["MAX_FORM_PARTS"]:
        abort(413)


def request_view() -> Any:
    """The view function of this request."""
    return current_app.view_functions.get(request.endpoint or "")


def _check_form_token() -> None:
    """Note whether the form token is valid.

    A page that is also a form (GET and POST) shows itself again, filled, by its own form's validation; for any other the
    request ends here. Either way nothing is stored.
    """
    try:
        validate_csrf(request.form.get("csrf_token") or request.headers.get("X-CSRF-Token"))
    except ValidationError as error:
        g.form_token_refused = True
        methods = request.url_rule.methods if request.url_rule else None
        if not methods or "GET" not in methods:
            raise ExpiredForm(str(error)) from None
    else:
        g.csrf_valid = True


class ExpiredForm(Exception):
    """A form was sent with a token that is missing, foreign or too old."""


def check_rules(app: Flask) -> None:
    """Refuse to start with a view that has no rule.

    :raises MissingRule: names every such view.
    """
    missing = [endpoint for endpoint, view in app.view_functions.items() if not hasattr(view, "access_rule")]
    if missing:
        raise MissingRule(f"views without an access rule: {', '.join(sorted(missing))}")


def rules(app: Flask) -> list[dict[str, Any]]:
    """The access matrix: `[{"endpoint", "methods", "rule"}]`, ordered by endpoint."""
    rows = {}
    for rule in app.url_map.iter_rules():
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        view: Any = app.view_functions[rule.endpoint]
        rows[rule.endpoint, tuple(methods)] = {"endpoint": rule.endpoint, "methods": methods, "rule": view.access_rule.name}
    return [rows[key] for key in sorted(rows)]


def init_app(app: Flask) -> None:
    """Put the gate before every view."""
    app.before_request(_gate)
