"""Fixtures for programmes."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from app.accounts.enums import Role
from app.core.events import Event
from app.extensions import db


@pytest.fixture
def statements(session):
    """`with statements() as seen:` collects the statements sent to the database."""

    @contextmanager
    def counted():
        seen = []

        def note(_connection, _cursor, statement, *_more):
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
                seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return counted


@pytest.fixture
def kinds(session):
    """The kinds of all events that were stored, in order."""
    return lambda: list(session.scalars(select(Event.kind).order_by(Event.seq)))


@pytest.fixture
def programme(make):
    """A programme of two parties and two tracks."""
    return make.programme()


@pytest.fixture
def administrator(client, make):
    """The client of an administrator."""
    return client(make.administrator())


@pytest.fixture
def coordinator(client, make, programme):
    """The client of a coordinator in the programme's secretariat."""
    return client(make.member(programme.secretariat, Role.COORDINATOR))
