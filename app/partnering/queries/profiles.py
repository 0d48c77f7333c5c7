"""Which profiles an actor sees, and one of them.

Open profiles are public. Whole, with drafts, versions and checks, a profile is seen by its own side, and from its first submission
on by the officials of its owner's country and the coordinators of its programme.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.enums import Role
from app.accounts.rights import OFFICIALS
from app.core.db import now
from app.core.i18n import LANGUAGES
from app.extensions import db
from app.organisations.enums import IN_FORCE_STATES, OrganisationState
from app.organisations.models import Organisation
from app.organisations.policy import OWN_ROLES
from app.partnering.enums import ProfileState
from app.partnering.models import Profile, ProfileBookmark, ProfileReview, ProfileVersion
from app.programmes.models import Programme

SHOWING_STATES = IN_FORCE_STATES | {OrganisationState.VERIFICATION_EXPIRED}
"""States of an organisation whose profiles are shown; a suspended one's are hidden."""

CONTENT = (selectinload(ProfileVersion.tracks), selectinload(ProfileVersion.subtopics), joinedload(ProfileVersion.call))
PARTS = (
    joinedload(Profile.organisation).selectinload(Organisation.names), joinedload(Profile.organisation).selectinload(Organisation.numbers),
    joinedload(Profile.programme).selectinload(Programme.parties), joinedload(Profile.published_version).options(*CONTENT),
    selectinload(Profile.translations),
)
WHOLE = (
    *PARTS, selectinload(Profile.revisions), selectinload(Profile.versions).options(*CONTENT),
    selectinload(Profile.versions).selectinload(ProfileVersion.reviews).joinedload(ProfileReview.reviewer),
)
"""What pages and rules read of one profile, in a fixed number of statements."""


def in_date() -> ColumnElement[bool]:
    """Profiles that are published and have not ended, whether or not their owner is in a state in which they are shown."""
    return and_(Profile.state == ProfileState.PUBLISHED, Profile.expires_at > now())


def open_now() -> ColumnElement[bool]:
    """Profiles that anyone may read."""
    shown = select(Organisation.id).where(Organisation.id == Profile.organisation_id, Organisation.state.in_(SHOWING_STATES)).correlate(Profile).exists()
    return and_(in_date(), shown)


def is_open(profile: Profile) -> bool:
    """The same of one."""
    in_date = profile.expires_at is not None and profile.expires_at > now()
    return profile.state == ProfileState.PUBLISHED and in_date and profile.organisation.state in SHOWING_STATES


def whole_for(actor: Any) -> ColumnElement[bool]:
    """Profiles that the actor may see whole."""
    submitted = Profile.submitted_at.is_not(None)
    found: list[ColumnElement[bool]] = [Profile.organisation_id.in_(actor.organisations(*OWN_ROLES))]
    countries = sorted({grant.country for grant in actor.active_grants if grant.role in OFFICIALS and grant.country})
    of_country = select(Organisation.id).where(Organisation.id == Profile.organisation_id, Organisation.country.in_(countries)).correlate(Profile).exists()
    found.append(and_(submitted, of_country))
    secretariats = actor.organisations(Role.COORDINATOR)
    coordinated = select(Programme.id).where(Programme.id == Profile.programme_id, Programme.secretariat_id.in_(secretariats)).correlate(Profile).exists()
    found.append(and_(submitted, coordinated))
    return or_(*found)


def _one(statement: Select[Profile], public_id: str, *, lock: bool) -> Profile | None:
    found = statement.where(Profile.public_id == public_id).options(*WHOLE)
    if lock:
        found = found.with_for_update(of=Profile).execution_options(populate_existing=True)
    return db.session.scalars(found).first()


def get_profile(actor: Any, *, lock: bool, public_id: str) -> Profile | None:
    """A profile of which the actor may see at least the public part."""
    return _one(select(Profile).where(or_(open_now(), whole_for(actor))), public_id, lock=lock)


def get_whole_profile(actor: Any, *, lock: bool, public_id: str) -> Profile | None:
    """A profile that the actor may see whole."""
    return _one(select(Profile).where(whole_for(actor)), public_id, lock=lock)


def get_profile_in(actor: Any, *, lock: bool, public_id: str, language: str) -> Profile | None:
    """A profile that the actor may see whole, to be translated into a language other than that of its original."""
    profile = get_whole_profile(actor, lock=lock, public_id=public_id)
    if profile is None or language not in LANGUAGES or language == (profile.published_version or profile.newest).language:
        return None
    return profile


def get_open_profile(_actor: Any, *, lock: bool, public_id: str) -> Profile | None:
    """An open profile."""
    return _one(select(Profile).where(open_now()), public_id, lock=lock)


def sees_whole(actor: Any, profile: Profile) -> bool:
    """Whether the actor sees more than the public part."""
    if not actor.active_grants:
        return False
    return db.session.scalar(select(Profile.id).where(Profile.id == profile.id, whole_for(actor))) is not None


def kept_by(actor: Any, profile: Profile) -> bool:
    """Whether the actor has a bookmark to it."""
    if not actor.is_authenticated:
        return False
    statement = select(ProfileBookmark.profile_id).where(ProfileBookmark.profile_id == profile.id, ProfileBookmark.person_id == actor.id)
    return db.session.scalar(statement) is not None
