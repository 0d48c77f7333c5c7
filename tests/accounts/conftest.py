"""Counted attempts are committed on purpose, so each test begins without any."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask
from sqlalchemy import event, text

from app.extensions import db


@pytest.fixture(autouse=True)
def no_attempts(app: Flask) -> Iterator[None]:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("DELETE FROM attempt"))
    yield


@pytest.fixture
def statements(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """`with statements() as sent:` collects the statements sent to the database."""

    @contextmanager
    def collecting() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            sent.append(statement)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return collecting
