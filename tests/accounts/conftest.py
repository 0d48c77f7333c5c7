"""Counted attempts are committed on purpose, so each test begins without any."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from app.extensions import db


@pytest.fixture(autouse=True)
def no_attempts(app: Flask) -> Iterator[None]:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("DELETE FROM attempt"))
    yield
