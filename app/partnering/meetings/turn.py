"""Whose turn it is with a meeting. Between the agreement on a time and the meeting it is nobody's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.db import now
from app.core.i18n import LazyText
from app.partnering.enums import MeetingState, Side
from app.partnering.introductions.turn import ASKER, BOTH, OWNER
from app.partnering.meetings import policy
from app.partnering.models import Meeting

S = MeetingState


@dataclass(frozen=True)
class Turn:
    """Who must act, in words and as a rule, since when, and until when."""

    meeting: Meeting
    who: LazyText
    holds: Callable[[Any, Meeting], bool]
    since: datetime
    due: datetime | None

    @property
    def late(self) -> bool:
        """The due instant has gone by."""
        return self.due is not None and self.due < now()

    def is_mine(self, by: Any) -> bool:
        """Whether the actor is one of them."""
        return self.holds(by, self.meeting)


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
