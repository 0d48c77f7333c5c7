"""Who may look for counterparts, and who says what they are worth."""

from typing import Any

from app.matching.models import SetAside
from app.matching.queries import Pair
from app.organisations import policy as organisations
from app.organisations.models import Organisation
from app.partnering import policy as profiles
from app.partnering.models import Profile
from app.projects import policy as projects
from app.projects.models import Project


def seek_counterparts(by: Any, _organisation: Organisation) -> bool:
    """Anyone signed in, for an organisation that they see."""
    return bool(by.is_authenticated)


def seek_partners(by: Any, project: Project) -> bool:
    """Whoever edits the project or invites into it."""
    return projects.invite(by, project) or projects.check(by, project)


def seek_for_profile(by: Any, profile: Profile) -> bool:
    """Whoever may edit the profile: what is found for an anonymous one would tell others of its owner."""
    return profiles.edit(by, profile)


def speaks(by: Any, subject: Organisation | Project) -> bool:
    """A representative or signatory of the organisation; whoever edits the project or invites into it."""
    if isinstance(subject, Project):
        return seek_partners(by, subject)
    return organisations.represent_or_sign(by, subject)


def see_aside(by: Any, subject: Organisation | Project) -> bool:
    """The own people of the organisation; whoever edits the project or invites into it."""
    if isinstance(subject, Project):
        return seek_partners(by, subject)
    return bool(by.holds(*organisations.OWN_ROLES, organisation_id=subject.id))


def set_aside(by: Any, pair: Pair) -> bool:
    """Whoever speaks for the side that looks, of another organisation than the own."""
    return speaks(by, pair.subject) and not by.belongs_to(pair.counterpart.id)


def take_back(by: Any, aside: SetAside) -> bool:
    """Whoever speaks for the side that set it aside."""
    return speaks(by, aside.subject)


def see_weights(by: Any, _nothing: Any) -> bool:
    """Administrators."""
    return bool(by.is_administrator)
