"""Raising a row's version where only its children change."""

from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from app.extensions import db


def touch(thing: Any) -> None:
    """Raise the version, so that whoever holds an older one is told."""
    flag_modified(thing, "state")
    db.session.flush()
