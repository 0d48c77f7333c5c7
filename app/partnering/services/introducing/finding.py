"""A closed profile and the introduction through which its partner was found."""

from typing import Any

from app.core import events
from app.core.db import lock
from app.core.errors import NotAllowed, Refused
from app.core.i18n import _l
from app.extensions import db
from app.partnering.enums import FoundThrough, ProfileState
from app.partnering.introductions import policy
from app.partnering.models import Introduction, Profile
from app.partnering.services.standing import fulfil_profile


def fulfil_through(
    profile: Profile, *, found_through: FoundThrough, introduction: Introduction | None, by: Any, version: int | None = None
) -> None:
    """Close a profile whose partner was found, through an introduction or otherwise.

    :raises Refused: the introduction is named, but the partner was found elsewhere.
    """
    if introduction is not None and found_through != FoundThrough.THIS_PLATFORM:
        raise Refused.because("introduction", _l("Leave this empty where the partner was found elsewhere."))
    fulfil_profile(profile, found_through=found_through, by=by, version=version)
    if introduction is not None:
        link_introduction(profile, introduction, by=by)


def link_introduction(profile: Profile, introduction: Introduction, *, by: Any) -> None:
    """Say through which accepted introduction the partner was found.

    :raises Refused: it is not of this profile, was not accepted, or the profile is not closed.
    """
    lock(introduction)
    if not policy.answers(by, introduction):
        raise NotAllowed
    if introduction.profile_id != profile.id or introduction.accepted_at is None or profile.state != ProfileState.FULFILLED:
        raise Refused.because("introduction", _l("Choose an accepted introduction of this profile."))
    introduction.found_partner = True
    db.session.flush()
    events.record("introduction.found", introduction, by=by)
