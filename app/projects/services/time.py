"""What time does to projects: calls close, invitations lapse, answers run out. Each in a transaction of its own."""

from collections.abc import Callable, Iterable
from typing import Any

import structlog
from sqlalchemy import select

from app.accounts.rights import CLOCK
from app.core import transaction
from app.core.db import now
from app.core.errors import Refused
from app.extensions import db
from app.projects import queries
from app.projects.enums import ProjectState
from app.projects.models import Partner, Project
from app.projects.services.information import time_out_information
from app.projects.workflow import PARTNER, PROJECT

log = structlog.get_logger(__name__)


def run_clock() -> int:
    """Do all that is due; gives how many projects and invitations moved."""
    at = now()
    late = [*queries.list_past_closing(at), *queries.list_due(at, ProjectState.AWAITING_COMMITMENT)]
    unanswered = queries.list_due(at, ProjectState.INFO_REQUESTED)
    lapsed = queries.list_lapsed_invitations(at)
    db.session.rollback()
    done = _each(Project, dict.fromkeys(late), pass_deadline)
    done += _each(Project, unanswered, time_out_information)
    return done + _each(Partner, lapsed, lapse_invitation)


def pass_deadline(project: Project) -> None:
    """The time to submit is over."""
    PROJECT.fire("pass_deadline", project, by=CLOCK, changes={"due_at": None})


def lapse_invitation(partner: Partner) -> None:
    """An invitation was not answered in time."""
    PARTNER.fire("lapse", partner, by=CLOCK, comment=partner.organisation.name, changes={"due_at": None})


def _each(model: type[Any], keys: Iterable[int], act: Callable[[Any], None]) -> int:
    done = 0
    for key in keys:
        try:
            with transaction.unit():
                thing = db.session.scalar(select(model).where(model.id == key).with_for_update(skip_locked=True))
                if thing is not None:
                    act(thing)
                    done += 1
        except Refused as refusal:
            log.info("projects.clock.refused", model=model.__tablename__, id=key, reason=str(refusal))
    return done
