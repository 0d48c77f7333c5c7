"""What waits in meetings, and for whom (`workflows.md`, "No state waits for ever")."""

from collections.abc import Iterable
from typing import Any

from app.core import waiting
from app.core.waiting import RENEW, Wait, always, due_at
from app.partnering.enums import MeetingState, Side
from app.partnering.introductions.waiting import asker_editors, both_editors, owner_editors
from app.partnering.models import Meeting


def editors_of(meeting: Meeting, side: Side) -> Iterable[Any]:
    """The representatives of a side."""
    return asker_editors(meeting.introduction) if side == Side.ASKER else owner_editors(meeting.introduction)


def requesters(meeting: Meeting) -> Iterable[Any]:
    """The representatives of the side that asks for the meeting."""
    return editors_of(meeting, meeting.side)


def answerers(meeting: Meeting) -> Iterable[Any]:
    """The representatives of the side to which the present offer is made."""
    return editors_of(meeting, meeting.proposer.other)


def everyone(meeting: Meeting) -> Iterable[Any]:
    """The representatives of both sides."""
    return both_editors(meeting.introduction)


WAITS: dict[MeetingState, Wait] = {
    MeetingState.DRAFT: Wait(requesters, due_at, always(RENEW)),
    MeetingState.REQUESTED: Wait(answerers, due_at, always("lapse")),
    MeetingState.COUNTER_PROPOSED: Wait(answerers, due_at, always("lapse")),
    MeetingState.RESCHEDULING: Wait(answerers, due_at, always("keep")),
    MeetingState.ACCEPTED: Wait(everyone, due_at, always(RENEW)),
}

waiting.define("meeting")
