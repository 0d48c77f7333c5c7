"""What waits between economic organisations and their members."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.enums import Role
from app.core.db import now
from app.core.i18n import _l
from app.desk.work.entry import Entry, rows
from app.organisations.affiliations.enums import AffiliationState, VouchState
from app.organisations.affiliations.models import Affiliation, Vouch
from app.organisations.affiliations.queries import BOTH
from app.organisations.affiliations.waiting import BEFORE_END

S = AffiliationState
INVITED_STEP = _l("Answer the invitation of an economic organisation")
REQUESTED_STEP = _l("Answer the request for membership")
RENEW_STEP = _l("Renew the vouch for a member, or let it end")


def answers(by: Any) -> Iterator[Entry]:
    """Invitations to the person's organisation, and requests to its economic organisation."""
    mine = by.organisations(Role.REPRESENTATIVE)
    waiting = or_(
        and_(Affiliation.state == S.INVITED, Affiliation.member_id.in_(mine)),
        and_(Affiliation.state == S.REQUESTED, Affiliation.economic_id.in_(mine)),
    )
    for one in rows(select(Affiliation).where(waiting).options(*BOTH).order_by(Affiliation.due_at, Affiliation.id)):
        step, other = (INVITED_STEP, one.economic) if one.state == S.INVITED else (REQUESTED_STEP, one.member)
        yield Entry(step, other.display_name, other.display_language, "affiliations.show", one.public_id, one.state_since, one.due_at)


def renewals(by: Any) -> Iterator[Entry]:
    """Vouches of the person's economic organisation that end soon."""
    ending = select(Vouch).join(Vouch.affiliation).where(
        Affiliation.economic_id.in_(by.organisations(Role.REPRESENTATIVE)), Vouch.state == VouchState.IN_FORCE,
        Vouch.expires_at <= now() + BEFORE_END,
    )
    for vouch in rows(ending.options(joinedload(Vouch.affiliation).options(*BOTH)).order_by(Vouch.expires_at, Vouch.id)):
        member = vouch.affiliation.member
        since = vouch.expires_at - BEFORE_END
        yield Entry(
            RENEW_STEP, member.display_name, member.display_language, "affiliations.show", vouch.affiliation.public_id, since, vouch.expires_at
        )


SOURCES = (answers, renewals)
