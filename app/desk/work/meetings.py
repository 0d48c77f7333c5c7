"""What waits for the two sides of meetings."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, or_, select

from app.accounts.enums import Role
from app.core.db import now
from app.core.i18n import LazyText, _l
from app.desk.work.entry import Entry, of_meeting, rows
from app.partnering.enums import MeetingState, Side
from app.partnering.meetings.policy import ANSWERABLE_STATES
from app.partnering.models import Meeting
from app.partnering.queries.meetings import of_requester, of_side, offered_to

S = MeetingState
STEPS: dict[MeetingState, LazyText] = {
    S.DRAFT: _l("Choose times for the meeting and ask"), S.REQUESTED: _l("Answer the request for a meeting"),
    S.COUNTER_PROPOSED: _l("Answer the other times for the meeting"), S.RESCHEDULING: _l("Answer the proposal to move the meeting"),
    S.ACCEPTED: _l("Say what became of the meeting"),
}


def of_sides(by: Any) -> Iterator[Entry]:
    """Drafts of the person's organisation, offers made to it, and meetings that are over and not settled."""
    mine = by.organisations(Role.REPRESENTATIVE)
    waiting = or_(
        and_(Meeting.state == S.DRAFT, of_requester(mine)), and_(Meeting.state.in_(ANSWERABLE_STATES), offered_to(mine)),
        and_(Meeting.state == S.ACCEPTED, Meeting.ends_at <= now(), or_(*(of_side(mine, side) for side in Side))),
    )
    for meeting in rows(select(Meeting).where(waiting).order_by(Meeting.due_at, Meeting.id)):
        since = meeting.ends_at if meeting.state == S.ACCEPTED else None
        yield of_meeting(meeting, STEPS[meeting.state], "meetings.show", since)


SOURCES = (of_sides,)
