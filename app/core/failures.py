"""What a person gets when something does not work: a clear page with the status that fits, and nothing of the inside."""

import structlog
from flask import Flask, Response, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError, RequestEntityTooLarge, SecurityError

from app.core.access import ExpiredForm
from app.core.errors import NotAllowed, NotFound, Refused
from app.core.i18n import _
from app.extensions import db

log = structlog.get_logger(__name__)

PAGES = frozenset({400, 403, 404, 405, 409, 413, 422, 429, 500, 503})
TECHNICAL_FIELDS = frozenset({"csrf_token"})


def _page(status: int, **context: object) -> ResponseReturnValue:
    return render_template(f"errors/{status}.html", **context), status


def _foreign_host(_error: SecurityError) -> ResponseReturnValue:
    return Response(_("This site is not served under this address."), 400, mimetype="text/plain")


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400 and error.response is not None:
        return make_response(error.response)
    response = make_response(_page(status if status in PAGES else 400, detail=error.description))
    response.status_code = status
    for name in ("Allow", "Retry-After"):
        value = dict(error.get_headers()).get(name)
        if value:
            response.headers[name] = value
    return response


def _refused(error: Refused) -> ResponseReturnValue:
    db.session.rollback()
    return _page(422, problems=error.problems)


def _not_allowed(_error: NotAllowed) -> ResponseReturnValue:
    return _page(403)


def _not_found(_error: NotFound) -> ResponseReturnValue:
    return _page(404)


def _expired(_error: ExpiredForm) -> ResponseReturnValue:
    """Show what was sent again, with a fresh token, so that nothing typed is lost."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in TECHNICAL_FIELDS]
    return render_template("errors/expired.html", fields=fields), 400


def _too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    return _page(413)


def _database_away(error: DBAPIError | PoolTimeout) -> ResponseReturnValue:
    log.error("database.unavailable", error=type(error).__name__)
    return render_template("errors/503.html"), 503, {"Retry-After": "5"}


def _impossible_value(error: DataError) -> ResponseReturnValue:
    """What was sent holds a character or a number that the database cannot hold."""
    log.warning("request.impossible_value", error=str(error.orig))
    db.session.rollback()
    return _page(400)


def _database_error(error: DBAPIError) -> ResponseReturnValue:
    if error.connection_invalidated:
        return _database_away(error)
    return _internal(InternalServerError(original_exception=error))


def _internal(error: InternalServerError) -> ResponseReturnValue:
    log.error("request.failed", exc_info=error.original_exception or error)
    return render_template("errors/500.html", request_id=g.get("request_id", "")), 500


def init_app(app: Flask) -> None:
    """Answer every failure."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(NotAllowed, _not_allowed)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(ExpiredForm, _expired)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(PoolTimeout, _database_away)
    app.register_error_handler(DataError, _impossible_value)
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(InternalServerError, _internal)
