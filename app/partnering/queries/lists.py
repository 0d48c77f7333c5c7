"""Lists of profiles: of an organisation, in the queue of those who check, bookmarked, due; and what belongs to one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.enums import Role
from app.accounts.models import Membership, Person
from app.core.db import now
from app.core.events import Event
from app.core.pagination import Page, paginate
from app.extensions import db
from app.organisations.enums import LISTED_STATES, OrganisationState
from app.organisations.models import Organisation
from app.organisations.policy import OWN_ROLES
from app.partnering.enums import ProfileState, RevisionState
from app.partnering.models import Profile, ProfileBookmark, ProfileRevision, ProfileVersion, ProfileViews
from app.partnering.queries.profiles import WHOLE, open_now
from app.programmes.models import Programme

AT_ONCE = 500
TIMELINE_LENGTH = 100
ROW = (
    joinedload(Profile.organisation), joinedload(Profile.programme), selectinload(Profile.revisions), selectinload(Profile.translations),
    selectinload(Profile.versions).options(selectinload(ProfileVersion.tracks), selectinload(ProfileVersion.subtopics)),
    joinedload(Profile.published_version).options(selectinload(ProfileVersion.tracks), selectinload(ProfileVersion.subtopics)),
)


def list_of_organisation(organisation: Organisation, number: int) -> Page:
    """All profiles of an organisation, for its own side."""
    statement = select(Profile).where(Profile.organisation_id == organisation.id).options(*ROW)
    return paginate(statement.order_by(Profile.state_since.desc(), Profile.id.desc()), number)


def list_open_of(organisation: Organisation, number: int) -> Page:
    """The open profiles that name the organisation, for everyone."""
    statement = select(Profile).where(Profile.organisation_id == organisation.id, ~Profile.anonymous, open_now()).options(*ROW)
    return paginate(statement.order_by(Profile.published_at.desc(), Profile.id.desc()), number)


def list_writing_organisations(actor: Any) -> Sequence[Organisation]:
    """Organisations for which the actor may write profiles."""
    states = LISTED_STATES - {OrganisationState.RETIRED, OrganisationState.VERIFICATION_EXPIRED}
    mine = actor.organisations(Role.REPRESENTATIVE)
    statement = select(Organisation).where(Organisation.id.in_(mine), Organisation.state.in_(states))
    return db.session.scalars(statement.order_by(Organisation.sort_key, Organisation.id)).all()


def checked_by(actor: Any) -> ColumnElement[bool]:
    """Profiles that the actor may check: of the own country as an officer, of the own programme as a coordinator; never own ones."""
    countries = sorted({grant.country for grant in actor.active_grants if grant.role == Role.OFFICER and grant.country})
    coordinated = select(Programme.id).where(Programme.secretariat_id.in_(actor.organisations(Role.COORDINATOR)))
    theirs = or_(Profile.organisation.has(Organisation.country.in_(countries)), Profile.programme_id.in_(coordinated))
    return and_(theirs, Profile.organisation_id.not_in(actor.organisations(*OWN_ROLES)))


def in_review() -> ColumnElement[bool]:
    """Profiles of which a version waits for its check."""
    waiting = select(ProfileRevision.id).where(
        ProfileRevision.profile_id == Profile.id, ProfileRevision.state == RevisionState.IN_REVIEW
    ).exists()
    return or_(Profile.state == ProfileState.IN_REVIEW, waiting)


def list_queue(actor: Any, number: int) -> Page:
    """What waits for the actor's check, the first due first."""
    revision_due = select(ProfileRevision.due_at).where(
        ProfileRevision.profile_id == Profile.id, ProfileRevision.state == RevisionState.IN_REVIEW
    ).scalar_subquery()
    statement = select(Profile).where(checked_by(actor), in_review()).options(*ROW)
    return paginate(statement.order_by(func.coalesce(revision_due, Profile.due_at), Profile.id), number)


def list_bookmarks(actor: Any, number: int) -> Page:
    """The open profiles that the actor keeps, the last kept first."""
    statement = select(Profile).join(ProfileBookmark, ProfileBookmark.profile_id == Profile.id).where(
        ProfileBookmark.person_id == actor.id, open_now()
    )
    return paginate(statement.options(*ROW).order_by(ProfileBookmark.created_at.desc(), Profile.id.desc()), number)


def count_bookmarks(profile: Profile) -> int:
    """How many people keep a profile."""
    return db.session.scalar(select(func.count()).where(ProfileBookmark.profile_id == profile.id)) or 0


def views_by_day(profile: Profile, days: int = 14) -> Sequence[tuple[date, int]]:
    """How often it was looked at on each of the last days on which it was."""
    statement = select(ProfileViews.on, ProfileViews.number).where(ProfileViews.profile_id == profile.id)
    return [(row.on, row.number) for row in db.session.execute(statement.order_by(ProfileViews.on.desc()).limit(days))]


def names_of_people(organisation_id: int) -> list[str]:
    """Names of the organisation's people, and how they are read."""
    statement = (
        select(Person.name, Person.name_reading).join(Membership, Membership.person_id == Person.id)
        .where(Membership.organisation_id == organisation_id, Membership.ended_at.is_(None)).distinct()
    )
    return [name for row in db.session.execute(statement) for name in row if name]


def timeline(profile: Profile) -> Sequence[tuple[Event, str | None]]:
    """What happened, newest first, with the name of who acted."""
    statement = (
        select(Event, Person.name).outerjoin(Person, Person.id == Event.actor_id).where(Event.profile_id == profile.id)
        .order_by(Event.seq.desc()).limit(TIMELINE_LENGTH)
    )
    return [(event, name) for event, name in db.session.execute(statement)]


def list_due(at: datetime) -> Sequence[int]:
    """Keys of open profiles whose time is over, the oldest first."""
    states = (ProfileState.PUBLISHED, ProfileState.PAUSED)
    statement = select(Profile.id).where(Profile.state.in_(states), Profile.expires_at <= at).order_by(Profile.expires_at, Profile.id)
    return db.session.scalars(statement.limit(AT_ONCE)).all()


def list_ending(until: datetime) -> Sequence[Profile]:
    """Open profiles that end by an instant and have not ended yet."""
    states = (ProfileState.PUBLISHED, ProfileState.PAUSED)
    statement = select(Profile).where(Profile.state.in_(states), Profile.expires_at <= until, Profile.expires_at > now())
    return db.session.scalars(statement.order_by(Profile.expires_at, Profile.id)).all()


def list_waiting(until: datetime, *states: ProfileState) -> Sequence[Profile]:
    """Profiles in these states that are due by an instant."""
    statement = select(Profile).where(Profile.state.in_(states), Profile.due_at <= until).options(*WHOLE)
    return db.session.scalars(statement.order_by(Profile.due_at, Profile.id)).all()


def list_revisions_waiting(until: datetime) -> Sequence[ProfileRevision]:
    """New versions that are due by an instant."""
    waiting = (RevisionState.WRITING, RevisionState.IN_REVIEW, RevisionState.CHANGES_REQUESTED)
    statement = select(ProfileRevision).where(ProfileRevision.state.in_(waiting), ProfileRevision.due_at <= until)
    return db.session.scalars(statement.options(joinedload(ProfileRevision.profile)).order_by(ProfileRevision.due_at, ProfileRevision.id)).all()


def list_drafts_to_date(at: datetime) -> tuple[Sequence[Profile], Sequence[ProfileRevision]]:
    """Drafts, and new versions being written, whose date has passed."""
    drafts = select(Profile).where(Profile.state == ProfileState.DRAFT, Profile.due_at <= at).order_by(Profile.id)
    begun = select(ProfileRevision).where(ProfileRevision.state == RevisionState.WRITING, ProfileRevision.due_at <= at)
    locked = {"skip_locked": True}
    return (
        db.session.scalars(drafts.limit(AT_ONCE).with_for_update(of=Profile, **locked)).all(),
        db.session.scalars(begun.order_by(ProfileRevision.id).limit(AT_ONCE).with_for_update(of=ProfileRevision, **locked)).all(),
    )
