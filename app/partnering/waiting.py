"""What waits in partnering, and for whom (`workflows.md`, "No state waits for ever")."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from app.accounts.enums import Role
from app.accounts.queries import people_with
from app.core import waiting
from app.core.waiting import ESCALATE, RENEW, Wait, always, due_at
from app.partnering.enums import ProfileState, RevisionState
from app.partnering.models import Profile, ProfileRevision
from app.partnering.workflow import own_people, reviewers

NOTICE_DAYS = (7, 30)
"""How long before its end an open profile is spoken of."""


def editors(profile: Profile) -> Iterable[Any]:
    """The representatives of the owner."""
    return people_with(Role.REPRESENTATIVE, organisation_id=profile.organisation_id)


def overseers(profile: Profile) -> Iterable[Any]:
    """All officials of the owner's country, and the programme's coordinators."""
    found = people_with(Role.OFFICER, Role.DECISION_MAKER, country=profile.country)
    if profile.programme.secretariat_id is not None:
        found += people_with(Role.COORDINATOR, organisation_id=profile.programme.secretariat_id)
    return list({person.id: person for person in found}.values())


def _expires_at(profile: Profile) -> datetime | None:
    return profile.expires_at


def _revision_editors(revision: ProfileRevision) -> Iterable[Any]:
    return editors(revision.profile)


def _revision_reviewers(revision: ProfileRevision) -> Iterable[Any]:
    return reviewers(revision.profile)


def _revision_overseers(revision: ProfileRevision) -> Iterable[Any]:
    return overseers(revision.profile)


_open = Wait(own_people, _expires_at, always("expire"), ahead=timedelta(days=max(NOTICE_DAYS)))

WAITS: dict[ProfileState, Wait] = {
    ProfileState.DRAFT: Wait(editors, due_at, always(RENEW)),
    ProfileState.IN_REVIEW: Wait(reviewers, due_at, always(ESCALATE), overseers),
    ProfileState.CHANGES_REQUESTED: Wait(editors, due_at, always(ESCALATE), overseers),
    ProfileState.PUBLISHED: _open,
    ProfileState.PAUSED: _open,
}
REVISION_WAITS: dict[RevisionState, Wait] = {
    RevisionState.WRITING: Wait(_revision_editors, due_at, always(RENEW)),
    RevisionState.IN_REVIEW: Wait(_revision_reviewers, due_at, always(ESCALATE), _revision_overseers),
    RevisionState.CHANGES_REQUESTED: Wait(_revision_editors, due_at, always(ESCALATE), _revision_overseers),
}

waiting.define("profile")
