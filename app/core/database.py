"""The connection to PostgreSQL: embedded or outside, with limits that keep one slow statement from holding all others."""

from typing import Any

from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import Connection

from app.core.embedded import driver_url, start
from app.extensions import db
from config import Settings

OPTIONS = "-c timezone=UTC -c lock_timeout=8s -c idle_in_transaction_session_timeout=600s"
OLDEST_VERSION = 150000


class UnfitServer(RuntimeError):
    """The PostgreSQL server cannot carry the application; the message says what to do."""


def init_app(app: Flask, settings: Settings) -> None:
    """Connect; with no `DATABASE_URL`, start the embedded server first."""
    url = driver_url(settings.database_url) if settings.database_url else start(settings.instance / "pg")
    engine: dict[str, Any] = {
        "url": url,
        "pool_size": settings.pool_size,
        "max_overflow": 4,
        "pool_timeout": 5,
        "pool_pre_ping": True,
        "connect_args": {"options": OPTIONS, "connect_timeout": 5},
    }
    app.config["DATABASE_URL"] = url
    app.config["SQLALCHEMY_ENGINES"] = {"default": engine}
    db.init_app(app)


def require_fit_server(connection: Connection) -> None:
    """Refuse a server that is too old or lacks pgvector.

    :raises UnfitServer: names what is missing and the remedy.
    """
    version = int(connection.scalar(text("SHOW server_version_num")) or 0)
    if version < OLDEST_VERSION:
        raise UnfitServer(f"PostgreSQL 15 or newer is needed; this server is {version // 10000}. Upgrade it, or unset DATABASE_URL.")
    if not connection.scalar(text("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'")):
        raise UnfitServer(
            "This PostgreSQL server does not offer the extension pgvector. Install it on the server"
            f" (Debian and Ubuntu: apt-get install postgresql-{version // 10000}-pgvector), then run this again."
        )
