"""What economic organisations see of their members."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from app.core.pagination import Page, paginate
from app.extensions import db
from app.organisations.affiliations.models import Affiliation
from app.organisations.models import Organisation
from app.organisations.policy import OWN_ROLES
from app.partnering.enums import IntroductionState, SuggestionState
from app.partnering.models import Introduction, Profile, ProfileSuggestion
from app.partnering.queries.lists import AT_ONCE, ROW
from app.partnering.queries.profiles import open_now

OF_SUGGESTION = (
    joinedload(ProfileSuggestion.affiliation).options(joinedload(Affiliation.economic), joinedload(Affiliation.member)),
    joinedload(ProfileSuggestion.profile).options(*ROW),
)


def list_open_of_member(member: Organisation, number: int) -> Page:
    """The open profiles of a member, the anonymous ones too."""
    statement = select(Profile).where(Profile.organisation_id == member.id, open_now()).options(*ROW)
    return paginate(statement.order_by(Profile.published_at.desc(), Profile.id.desc()), number)


def shares_profiles_with(actor: Any, owner: Organisation) -> bool:
    """Whether an organisation lets an economic organisation of the actor see whose its anonymous profiles are."""
    statement = select(Affiliation.id).where(
        Affiliation.member_id == owner.id, Affiliation.shares_profiles, Affiliation.economic_id.in_(actor.organisations(*OWN_ROLES))
    )
    return db.session.scalar(select(statement.exists())) or False


def list_introductions_of_member(affiliation: Affiliation, number: int) -> Page:
    """Requests that a member has handed in or received; those to its anonymous profiles only where it shares these.

    The order says nothing of when they were.
    """
    member = affiliation.member_id
    owned = select(Profile.id).where(Profile.id == Introduction.profile_id, Profile.organisation_id == member)
    if not affiliation.shares_profiles:
        owned = owned.where(~Profile.anonymous)
    sent = and_(
        Introduction.organisation_id == member, Introduction.submitted_at.is_not(None), Introduction.state != IntroductionState.DRAFT
    )
    received = and_(Introduction.sent_at.is_not(None), owned.correlate(Introduction).exists())
    statement = select(Introduction).where(or_(sent, received)).options(
        joinedload(Introduction.organisation), joinedload(Introduction.profile).joinedload(Profile.organisation)
    )
    return paginate(statement.order_by(Introduction.state, Introduction.public_id), number)


def suggested_to(actor: Any) -> Any:
    """Suggestions to the actor's organisations."""
    return ProfileSuggestion.affiliation.has(Affiliation.member_id.in_(actor.organisations(*OWN_ROLES)))


def get_suggestion(actor: Any, *, lock: bool, public_id: str) -> ProfileSuggestion | None:
    """A suggestion to one of the actor's organisations."""
    statement = select(ProfileSuggestion).where(ProfileSuggestion.public_id == public_id, suggested_to(actor)).options(*OF_SUGGESTION)
    if lock:
        statement = statement.with_for_update(of=ProfileSuggestion).execution_options(populate_existing=True)
    return db.session.scalars(statement).first()


def was_suggested(affiliation: Affiliation, profile: Profile) -> bool:
    """Whether the economic organisation has ever suggested the profile to the member."""
    statement = select(ProfileSuggestion.id).where(
        ProfileSuggestion.affiliation_id == affiliation.id, ProfileSuggestion.profile_id == profile.id
    )
    return db.session.scalar(select(statement.exists())) or False


def list_suggestions_due(at: datetime) -> Sequence[int]:
    """Keys of suggestions at which nobody has looked in time."""
    statement = select(ProfileSuggestion.id).where(ProfileSuggestion.state == SuggestionState.OPEN, ProfileSuggestion.due_at <= at)
    return db.session.scalars(statement.order_by(ProfileSuggestion.due_at, ProfileSuggestion.id).limit(AT_ONCE)).all()


def list_suggestions_waiting(until: datetime) -> Sequence[ProfileSuggestion]:
    """Suggestions that are due by an instant."""
    statement = select(ProfileSuggestion).where(ProfileSuggestion.state == SuggestionState.OPEN, ProfileSuggestion.due_at <= until)
    return db.session.scalars(statement.options(*OF_SUGGESTION).order_by(ProfileSuggestion.due_at, ProfileSuggestion.id)).all()
