"""What economic organisations see of their members."""

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from app.core.pagination import Page, paginate
from app.organisations.affiliations.models import Affiliation
from app.organisations.models import Organisation
from app.partnering.enums import IntroductionState
from app.partnering.models import Introduction, Profile
from app.partnering.queries.lists import ROW
from app.partnering.queries.profiles import open_now


def list_open_of_member(member: Organisation, number: int) -> Page:
    """The open profiles of a member, the anonymous ones too."""
    statement = select(Profile).where(Profile.organisation_id == member.id, open_now()).options(*ROW)
    return paginate(statement.order_by(Profile.published_at.desc(), Profile.id.desc()), number)


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
