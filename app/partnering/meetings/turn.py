"""Whose turn it is with a meeting. Between the agreement on a time and the meeting it is nobody's."""

from app.core.db import now
from app.core.i18n import LazyText
from app.core.turn import Turn
from app.partnering.enums import MeetingState, Side
from app.partnering.introductions.turn import ASKER, BOTH, OWNER
from app.partnering.meetings import policy
from app.partnering.models import Meeting

S = MeetingState


def whose_turn(meeting: Meeting) -> Turn | None:
    """Who must act next; nobody where nothing waits."""
    if meeting.state == S.ACCEPTED:
        if meeting.ends_at is None or meeting.ends_at > now():
            return None
        return Turn(meeting, BOTH, policy.either, meeting.ends_at, meeting.due_at)
    if meeting.state == S.DRAFT:
        return Turn(meeting, _name(meeting.side), policy.requests, meeting.state_since, meeting.due_at)
    if meeting.state in policy.ANSWERABLE_STATES:
        return Turn(meeting, _name(meeting.proposer.other), policy.answers, meeting.state_since, meeting.due_at)
    return None


def _name(side: Side) -> LazyText:
    return ASKER if side == Side.ASKER else OWNER
