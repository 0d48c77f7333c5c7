"""Raising a row's version where only its children change."""

from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from app.extensions import db
from app.projects.enums import ProjectState
from app.projects.models import Project
from app.projects.services.due import draft_due


def touch(thing: Any) -> None:
    """Raise the version, so that whoever holds an older one is told. A change of a draft moves its date on."""
    if isinstance(thing, Project) and thing.state == ProjectState.DRAFT:
        thing.due_at = draft_due(thing)
    flag_modified(thing, "state")
    db.session.flush()
