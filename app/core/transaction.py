"""One transaction per request, job or command, committed here and nowhere else.

An unsafe method whose answer has a status under 400 commits; all else rolls back. A request whose form token was not
valid never commits, whatever its view did.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, g, request

from app.core import events
from app.extensions import db

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@contextmanager
def unit() -> Iterator[None]:
    """A unit of work outside a request: stored whole at its end, or not at all."""
    try:
        yield
    except BaseException:
        db.session.rollback()
        raise
    db.session.commit()


@contextmanager
def attempt() -> Iterator[None]:
    """A part that may be refused while the request goes on (to show the form again); undone by itself."""
    mark = events.marked(db.session)
    try:
        with db.session.begin_nested():
            yield
    except BaseException:
        events.forget_since(db.session, mark)
        raise


def _finish(response: Response) -> Response:
    if request.method not in SAFE_METHODS and response.status_code < 400 and not g.get("form_token_refused"):
        db.session.commit()
    else:
        db.session.rollback()
    return response


def init_app(app: Flask) -> None:
    """End each request's transaction."""
    app.after_request(_finish)
