"""What waits for those who write partnering profiles, and for those who check them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.enums import Role
from app.accounts.rights import OFFICIALS
from app.core.db import now
from app.core.i18n import LazyText, _l
from app.desk.work.entry import LATE_STEP, Entry, of_profile, rows
from app.organisations.models import Organisation
from app.partnering.enums import ProfileState, RevisionState
from app.partnering.models import Profile, ProfileRevision
from app.partnering.queries.lists import checked_by
from app.programmes.models import Programme

WRITING_STEPS: dict[ProfileState, LazyText] = {
    ProfileState.DRAFT: _l("Complete the profile and submit it for the check"),
    ProfileState.CHANGES_REQUESTED: _l("Change the profile as the check asks, and submit it again"),
}
REVISION_STEPS: dict[RevisionState, LazyText] = {
    RevisionState.WRITING: _l("Complete the new version of the profile and submit it"),
    RevisionState.CHANGES_REQUESTED: _l("Change the new version as the check asks, and submit it again"),
}
CHECK_STEP = _l("Check the profile")
OPEN = (ProfileState.PUBLISHED, ProfileState.PAUSED)
LATE_STATES = (ProfileState.IN_REVIEW, ProfileState.CHANGES_REQUESTED)
LATE_REVISIONS = (RevisionState.IN_REVIEW, RevisionState.CHANGES_REQUESTED)


def _profiles(*conditions: ColumnElement[bool]) -> Iterator[Profile]:
    statement = select(Profile).where(*conditions).options(selectinload(Profile.versions))
    yield from rows(statement.order_by(Profile.due_at, Profile.id))


def _revisions(*conditions: ColumnElement[bool]) -> Iterator[ProfileRevision]:
    statement: Select[Any] = select(ProfileRevision).join(ProfileRevision.profile).where(Profile.state.in_(OPEN), *conditions)
    loaded = statement.options(joinedload(ProfileRevision.profile).selectinload(Profile.versions))
    yield from rows(loaded.order_by(ProfileRevision.due_at, ProfileRevision.id))


def _of_revision(revision: ProfileRevision, step: LazyText, endpoint: str) -> Entry:
    return of_profile(revision.profile, step, endpoint, revision.state_since, revision.due_at)


def written(by: Any) -> Iterator[Entry]:
    """Profiles that the person's organisation has to go on with."""
    mine = Profile.organisation_id.in_(by.organisations(Role.REPRESENTATIVE))
    for profile in _profiles(mine, Profile.state.in_(WRITING_STEPS)):
        yield of_profile(profile, WRITING_STEPS[profile.state], "profiles.show")
    for revision in _revisions(mine, ProfileRevision.state.in_(REVISION_STEPS)):
        yield _of_revision(revision, REVISION_STEPS[revision.state], "profiles.show")


def checked(by: Any) -> Iterator[Entry]:
    """Profiles that wait for the person's check."""
    for profile in _profiles(checked_by(by), Profile.state == ProfileState.IN_REVIEW):
        yield of_profile(profile, CHECK_STEP, "profiles.check")
    for revision in _revisions(checked_by(by), ProfileRevision.state == RevisionState.IN_REVIEW):
        yield _of_revision(revision, CHECK_STEP, "profiles.check")


def late(by: Any) -> Iterator[Entry]:
    """Profiles whose date has passed: for the officials of the owner's country and the programme's secretariat."""
    countries = sorted({grant.country for grant in by.active_grants if grant.role in OFFICIALS and grant.country})
    coordinated = select(Programme.id).where(Programme.secretariat_id.in_(by.organisations(Role.COORDINATOR)))
    overseen = or_(Profile.organisation.has(Organisation.country.in_(countries)), Profile.programme_id.in_(coordinated))
    for profile in _profiles(overseen, Profile.state.in_(LATE_STATES), Profile.due_at <= now()):
        yield of_profile(profile, LATE_STEP, "profiles.show")
    for revision in _revisions(overseen, ProfileRevision.state.in_(LATE_REVISIONS), ProfileRevision.due_at <= now()):
        yield _of_revision(revision, LATE_STEP, "profiles.show")


SOURCES = (written, checked, late)
