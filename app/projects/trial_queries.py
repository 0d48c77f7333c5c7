"""Reads of joint projects that came of trials."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.partnering.enums import Side
from app.partnering.models import Trial
from app.projects.enums import PartnerState
from app.projects.models import Partner, Project
from app.projects.queries import visible_to


def list_after_trial(trial: Trial) -> Sequence[Project]:
    """Projects in which both organisations of a trial are, registered since it was agreed on: one may have come of it."""
    inside = [
        select(Partner.project_id).where(
            Partner.project_id == Project.id, Partner.organisation_id == trial.organisation_of(side).id, Partner.state == PartnerState.ACCEPTED
        ).exists()
        for side in Side
    ]
    statement = select(Project).where(*inside, Project.created_at >= trial.agreed_at)
    return db.session.scalars(statement.order_by(Project.created_at.desc(), Project.id.desc()).limit(50)).all()


def get_of_trial(actor: Any, trial: Trial) -> Project | None:
    """The joint project that came of a trial, if the actor may see it."""
    if trial.project_id is None:
        return None
    return db.session.scalars(visible_to(actor).where(Project.id == trial.project_id)).first()
