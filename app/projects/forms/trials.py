"""The form of the joint project that came of a trial."""

from collections.abc import Sequence

from app.core.forms import RadioField, Required, VersionedForm
from app.core.i18n import _l
from app.projects.models import Project


class LinkTrialForm(VersionedForm):
    """One of the projects in which both organisations are."""

    project = RadioField(_l("Which joint project came of the trial?"), validators=[Required(_l("Choose the joint project."))])

    def offer(self, projects: Sequence[Project]) -> None:
        """The projects that may have come of it."""
        self.project.choices = [(one.public_id, f"{one.title} ({one.reference})") for one in projects]
