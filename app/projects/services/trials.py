"""The joint project that came of an adopted trial is named.

Partnering stands below projects, so the project is chosen and checked here.
"""

from typing import Any

from app.core import events
from app.core.db import lock
from app.core.errors import NotAllowed, Refused
from app.core.i18n import _l
from app.extensions import db
from app.partnering.models import Trial
from app.partnering.trials import policy as trials
from app.projects import trial_queries
from app.projects.models import Project


def link_trial(trial: Trial, *, project: Project | None, by: Any, version: int | None = None) -> None:
    """Say which joint project came of a trial: one in which both are, registered since the trial was agreed on.

    :raises Refused: it is none of these.
    """
    lock(trial, version)
    if not trials.links(by, trial):
        raise NotAllowed
    if project is None or project.id not in {one.id for one in trial_queries.list_after_trial(trial)}:
        raise Refused.because("project", _l("Choose a joint project in which both organisations are, registered since the trial was agreed on."))
    trial.project_id = project.id
    db.session.flush()
    events.record("trial.link", trial.introduction, by=by, data={"trial": trial.public_id, "project": project.public_id})
