"""One thing to do, and how a source reads those of a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select

from app.core.db import now
from app.core.i18n import LazyText, _l
from app.extensions import db
from app.organisations.models import Organisation
from app.partnering.models import Introduction, Meeting, Profile, Trial
from app.partnering.reading import chosen_text
from app.projects.models import Project

LIMIT = 30
LATE_STEP = _l("Late: see that it goes on")
"""The step of those who oversee what waits for somebody else."""


@dataclass(frozen=True)
class Entry:
    """One thing to do: about what, where, since when and until when."""

    step: LazyText
    subject: str
    language: str | None
    endpoint: str
    public_id: str
    since: datetime
    due: datetime | None

    @property
    def late(self) -> bool:
        """The due instant has gone by."""
        return self.due is not None and self.due < now()


def rows(statement: Select[Any]) -> Iterable[Any]:
    """What a source finds, cut at `LIMIT`."""
    return db.session.scalars(statement.limit(LIMIT)).unique().all()


def of_project(project: Project, step: LazyText, endpoint: str, since: datetime | None = None, due: datetime | None = None) -> Entry:
    """An entry about a project, whose dates count where none are given."""
    return Entry(step, project.title, project.language, endpoint, project.public_id, since or project.state_since, due or project.due_at)


def of_profile(profile: Profile, step: LazyText, endpoint: str, since: datetime | None = None, due: datetime | None = None) -> Entry:
    """An entry about a partnering profile, whose dates count where none are given."""
    version = profile.newest
    return Entry(step, version.title, version.language, endpoint, profile.public_id, since or profile.state_since, due or profile.due_at)


def of_introduction(
    introduction: Introduction, step: LazyText, endpoint: str, since: datetime | None = None, due: datetime | None = None
) -> Entry:
    """An entry about an introduction, called by the profile that it is about: neither side is named."""
    said = chosen_text(introduction.profile)
    return Entry(
        step, said.title, said.language, endpoint, introduction.public_id, since or introduction.state_since, due or introduction.due_at
    )


def of_meeting(meeting: Meeting, step: LazyText, endpoint: str, since: datetime | None = None) -> Entry:
    """An entry about a meeting."""
    return Entry(step, meeting.subject, meeting.language, endpoint, meeting.public_id, since or meeting.state_since, meeting.due_at)


def of_trial(trial: Trial, step: LazyText, since: datetime | None = None, due: datetime | None = None) -> Entry:
    """An entry about a trial."""
    return Entry(step, trial.subject, trial.language, "trials.show", trial.public_id, since or trial.state_since, due or trial.due_at)


def of_organisation(organisation: Organisation, step: LazyText) -> Entry:
    """An entry about an organisation."""
    return Entry(
        step, organisation.display_name, organisation.display_language, "organisations.show", organisation.public_id,
        organisation.state_since, organisation.due_at,
    )
