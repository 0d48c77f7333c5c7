"""Fixtures: the application on a real PostgreSQL, one database per worker, each test undone by a savepoint."""

import os
import socket
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from alembic import command
from flask import Flask
from flask import session as cookie
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from app import create_app
from app.accounts.models import Person
from app.core import embedded, health
from app.extensions import db
from config import ROOT, Settings
from tests import factories

SERVER_FOLDER = Path(os.environ.get("MUSUBI_TEST_INSTANCE", ROOT / "instance")) / "test-pg"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)[:8]


def _server_url(database: str) -> str:
    outside = os.environ.get("TEST_DATABASE_URL")
    if outside:
        return make_url(embedded.driver_url(outside)).set(database=database).render_as_string(hide_password=False)
    return make_url(embedded.start(SERVER_FOLDER, "postgres")).set(database=database).render_as_string(hide_password=False)


def new_database(name: str) -> str:
    """An empty database of this name; gives its address."""
    engine = create_engine(_server_url("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(
            text(f'CREATE DATABASE "{name}" ENCODING UTF8 LOCALE_PROVIDER builtin BUILTIN_LOCALE "C.UTF-8" TEMPLATE template0')
        )
    engine.dispose()
    return _server_url(name)


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def drop_database(name: str) -> None:
    """Remove a database and whoever is connected to it."""
    engine = create_engine(_server_url("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    engine.dispose()


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of the application under test, with an empty migrated database of this worker's own."""
    name = f"test_{RUN}_{WORKER}"
    url = new_database(name)
    yield Settings(
        production=False, testing=True, database_url=url, instance=tmp_path_factory.mktemp("instance"),
        secret_key="a key that is only used in tests, nowhere else", mail_server="", allowed_hosts=("localhost", "127.0.0.1"),
        base_url="http://localhost",
    )
    drop_database(name)


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    """The application, its schema made by the migrations."""
    application = create_app(settings)
    with application.app_context():
        command.upgrade(health.alembic_config(), "head")
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """The database session of the test; all that the test and its requests store is undone at the end."""
    with app.app_context(), db.engine.connect() as connection:
        outer = connection.begin()
        isolation = {"bind": connection, "join_transaction_mode": "create_savepoint"}
        with patch.dict(db.sessionmaker.kw, isolation):
            yield db.session
            db.session.close()
        outer.rollback()


@contextmanager
def committed_application(app: Flask) -> Iterator[Flask]:
    """Another application on a database of its own, for tests that need real commits from several connections at once."""
    name = f"race_{RUN}_{WORKER}_{uuid.uuid4().hex[:6]}"
    live = create_app(replace(app.config["SETTINGS"], database_url=new_database(name)))
    try:
        with live.app_context():
            command.upgrade(health.alembic_config(), "head")
        yield live
    finally:
        with live.app_context():
            db.engine.dispose()
        drop_database(name)


class Client(FlaskClient):
    """A client whose every request has a fresh application context, so that nobody is signed in by an earlier one, and
    whose posts carry a valid form token unless the test gives its own."""

    def open(self, *args: object, **options: object):
        """Send a request; what the test has stored so far is seen by it, and the test sees anew what it stored."""
        db.session.flush()
        with self.application.app_context():
            response = super().open(*args, **options)
        db.session.expire_all()
        return response

    def send(self, path: str, data: dict[str, object] | None = None, **options: object):
        """Post a form as a browser does: with the token of the page."""
        return self.post(path, data={"csrf_token": self.form_token(), **(data or {})}, **options)

    def form_token(self) -> str:
        """A form token of this client's session."""
        with self.application.app_context(), self.application.test_request_context(), self.session_transaction() as stored:
            cookie.update(stored)
            token: str = generate_csrf()
            stored.update(cookie)
        return token


@pytest.fixture
def client(app: Flask, session: Session) -> Callable[..., Client]:
    """`client(person)` gives a test client signed in as that person; without one, a visitor's."""
    from app.accounts.services import start_session

    app.test_client_class = Client

    def sign_in(person: Person | None = None) -> Client:
        tester: Client = app.test_client()
        if person is not None:
            session.flush()
            token = start_session(person, address="127.0.0.1", agent="tests")
            session.flush()
            with tester.session_transaction() as stored:
                stored["sign_in"] = token
        return tester

    return sign_in


@pytest.fixture
def make(session: Session) -> SimpleNamespace:
    """Factories that store plainly fictional things in the test's database."""
    return factories.collect(session)
