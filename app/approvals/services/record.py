"""Reasons on record: the audit chain keeps them whole, under a kind of their own that no history of a project prints.

A transition's comment is read by everyone who sees the project's history. What an official or reviewer writes is not for
all of them, or not yet; pages show it from the decision, check or review itself, to whom it may be shown.
"""

from collections.abc import Sequence
from typing import Any

from app.core import events
from app.core.errors import Problem
from app.core.i18n import _l
from app.core.workflow import COMMENT_LENGTH
from app.projects.models import Project

KIND = "approval.reason"

events.define(KIND, _l("put reasons on record"), "step", "country", "outcome", "reason", "points", "version_hash")


def reason_problems(field: str, reason: str) -> list[Problem]:
    """What is wrong with a reason that must be given."""
    if not reason.strip():
        return [Problem(field, _l("Give a reason."))]
    if len(reason) > COMMENT_LENGTH:
        return [Problem(field, _l("Shorten the text to 4,000 characters."))]
    return []


def put_on_record(
    project: Project, *, by: Any, step: str, reason: str, country: str = "", outcome: str = "", points: Sequence[str] = ()
) -> None:
    """Note the reasons of a step in the audit chain, with the hash of the version that they rest on."""
    version = project.current_version
    data = {
        "step": step,
        "country": country,
        "outcome": outcome,
        "reason": reason.strip(),
        "points": list(points),
        "version_hash": version.hash if version else "",
    }
    events.record(KIND, project, by=by, data=data)
