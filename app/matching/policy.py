"""Who may look for counterparts."""

from typing import Any

from app.organisations.models import Organisation
from app.projects import policy as projects
from app.projects.models import Project


def seek_counterparts(by: Any, _organisation: Organisation) -> bool:
    """Anyone signed in, for an organisation that they see."""
    return bool(by.is_authenticated)


def seek_partners(by: Any, project: Project) -> bool:
    """Whoever edits the project or invites into it."""
    return projects.invite(by, project) or projects.check(by, project)
