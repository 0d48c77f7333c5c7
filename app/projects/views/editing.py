"""Which edit pages are open to whom; shared by the pages that link to them."""

from typing import Any

from app.projects import policy
from app.projects.enums import Section
from app.projects.models import Project

EDIT_ENDPOINTS = {section: f"projects.edit_{section}" for section in Section}


def may_edit(project: Project, by: Any) -> dict[Section, str]:
    """The edit page of each section that the actor may change now."""
    return {section: endpoint for section, endpoint in EDIT_ENDPOINTS.items() if policy.EDITORS[section](by, project)}
