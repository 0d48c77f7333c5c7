"""Health: `/healthz` says that the process lives, `/readyz` that it can work (database there, migrations done)."""

from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from app.core.access import public
from app.extensions import db

blueprint = Blueprint("health", __name__)

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def alembic_config() -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def newest_revision() -> str:
    """The head of the migrations."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head() or ""


def present_revision() -> str:
    """The revision that the database is at; empty for a new one."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


@blueprint.get("/healthz")
@public()
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="alive")


@blueprint.get("/readyz")
@public()
def ready() -> ResponseReturnValue:
    """The process can work; 503 with the reason where it cannot."""
    try:
        revision = present_revision()
    except SQLAlchemyError:
        return jsonify(status="unready", reason="the database does not answer"), 503, {"Retry-After": "5"}
    if revision != newest_revision():
        return jsonify(status="unready", reason="migrations are due: make migrate"), 503, {"Retry-After": "5"}
    return jsonify(status="ready")
