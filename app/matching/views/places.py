"""Where the pages of the counterparts of an organisation, a profile of it, or a project are, for what they share."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.core.i18n import _
from app.organisations.models import Organisation
from app.partnering.models import Profile
from app.projects.models import Project


@dataclass(frozen=True)
class Places:
    """Addresses for one organisation or project, or for a profile of the organisation, which sets counterparts aside for all of it."""

    subject: Organisation | Project
    profile: Profile | None = None

    def _url(self, name: str, **keys: Any) -> str:
        return url_for(f"matching.{'project_' if isinstance(self.subject, Project) else ''}{name}", public_id=self.subject.public_id, **keys)

    @property
    def title(self) -> str:
        """What the organisation or project is called."""
        return self.subject.title if isinstance(self.subject, Project) else self.subject.display_name

    @property
    def counterparts(self) -> str:
        """The list."""
        if self.profile is not None:
            return url_for("matching.profile_counterparts", public_id=self.profile.public_id)
        return self._url("counterparts")

    @property
    def listed(self) -> str:
        """What is set aside."""
        return self._url("aside")

    def page(self, number: int) -> str:
        """One page of what is set aside."""
        return self._url("aside", page=number)

    def set_aside(self, counterpart: Organisation) -> str:
        """The form by which one is set aside."""
        profile = {"profile": self.profile.public_id} if self.profile is not None else {}
        return self._url("set_aside", counterpart=counterpart.public_id, **profile)

    def take_back(self, aside: str) -> str:
        """Where that is taken back."""
        return self._url("take_back", aside=aside)

    def trail(self, last: str) -> list[dict[str, str]]:
        """The breadcrumbs of a page under the counterparts."""
        if isinstance(self.subject, Project):
            top, show = {"text": _("Projects"), "url": url_for("projects.index")}, "projects.show"
            between = _("Find partners")
        else:
            top, show = {"text": _("Organisations"), "url": url_for("matching.search")}, "organisations.show"
            between = _("Counterparts")
        here = {"text": self.title, "url": url_for(show, public_id=self.subject.public_id)}
        return [top, here, {"text": between, "url": self.counterparts}, {"text": last}]


def of(subject: Organisation | Project, profile: Profile | None = None) -> Places:
    """The places of an organisation, of a profile of it, or of a project."""
    return Places(subject, profile)
