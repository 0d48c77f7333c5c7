"""Who may do what to a meeting. The actor comes first; the meeting has been found for the actor by `queries.get_meeting`.

One side asks, the other answers; after a counter-proposal it is the other way round: whoever did not make the present offer answers.
"""

from typing import Any

from app.core.db import now
from app.organisations.models import Organisation
from app.partnering import policy as profiles
from app.partnering.enums import IntroductionState, MeetingState, Side
from app.partnering.introductions import policy as introductions
from app.partnering.models import DayOff, Introduction, Meeting

S = MeetingState
PLANNING_STATES = frozenset({S.DRAFT, S.REQUESTED, S.COUNTER_PROPOSED})
ANSWERABLE_STATES = frozenset({S.REQUESTED, S.COUNTER_PROPOSED, S.RESCHEDULING})
STANDING_STATES = frozenset({S.ACCEPTED, S.RESCHEDULING})
"""States in which a time stands in both calendars."""
OVER_STATES = frozenset({S.HELD, S.NO_SHOW})
MEETING_STATES = introductions.TALKING_STATES | {IntroductionState.CONVERTED, IntroductionState.AGREED}
"""States of an introduction in which its two sides meet."""

clock = introductions.clock
list_own = introductions.list_own


def sets_hours(by: Any, organisation: Organisation) -> bool:
    """A representative of the organisation."""
    return profiles.create(by, organisation)


def removes_day_off(by: Any, day_off: DayOff) -> bool:
    """The same."""
    return sets_hours(by, day_off.organisation)


def plan(by: Any, introduction: Introduction) -> bool:
    """A representative of one of the two sides, once both know each other."""
    return introduction.state in MEETING_STATES and introductions.either(by, introduction)


def view(_by: Any, _meeting: Meeting) -> bool:
    """Whoever was let through to the meeting reads what is theirs of it."""
    return True


def side_of(by: Any, meeting: Meeting) -> Side | None:
    """The side to which the actor belongs; none for an official."""
    return introductions.side_of(by, meeting.introduction)


def takes_part(by: Any, meeting: Meeting) -> bool:
    """One of the people of either side."""
    return side_of(by, meeting) is not None


def represents(by: Any, meeting: Meeting, side: Side) -> bool:
    """A representative of the side."""
    rule = introductions.asks if side == Side.ASKER else introductions.answers
    return rule(by, meeting.introduction)


def requests(by: Any, meeting: Meeting) -> bool:
    """A representative of the side that asks for the meeting."""
    return represents(by, meeting, meeting.side)


def answers(by: Any, meeting: Meeting) -> bool:
    """A representative of the side that did not make the present offer."""
    return represents(by, meeting, meeting.proposer.other)


def either(by: Any, meeting: Meeting) -> bool:
    """A representative of one of the two sides."""
    return introductions.either(by, meeting.introduction)


def either_or_clock(by: Any, meeting: Meeting) -> bool:
    """The same, or time itself."""
    return clock(by, meeting) or either(by, meeting)


def writes(by: Any, meeting: Meeting) -> bool:
    """A representative of the side that asks, while it is a draft."""
    return meeting.state == S.DRAFT and requests(by, meeting)


def names_people(by: Any, meeting: Meeting) -> bool:
    """A representative, for the own side, until the agreed time has come."""
    return writes(by, meeting) or (meeting.state in {S.REQUESTED, S.COUNTER_PROPOSED} and either(by, meeting)) or changes_link(by, meeting)


def changes_link(by: Any, meeting: Meeting) -> bool:
    """A representative of either side, while a time stands that has not come."""
    return meeting.state in STANDING_STATES and not begun(meeting) and either(by, meeting)


def offers(by: Any, meeting: Meeting) -> bool:
    """Who may offer times now: for the request, against it, or instead of the time that stands."""
    if meeting.state == S.REQUESTED:
        return answers(by, meeting)
    return writes(by, meeting) or (meeting.state == S.ACCEPTED and not begun(meeting) and either(by, meeting))


def takes(by: Any, meeting: Meeting) -> bool:
    """Who may accept one of the offered times now."""
    return meeting.state in ANSWERABLE_STATES and answers(by, meeting)


def records(by: Any, meeting: Meeting) -> bool:
    """A representative of either side, once the meeting has begun."""
    return meeting.state == S.ACCEPTED and begun(meeting) and either(by, meeting)


def notes(by: Any, meeting: Meeting) -> bool:
    """A representative of either side, for the own side, once it is known what became of the meeting."""
    return meeting.state in OVER_STATES and either(by, meeting)


def downloads(by: Any, meeting: Meeting) -> bool:
    """The people of both sides, while a time stands."""
    return meeting.state in STANDING_STATES and takes_part(by, meeting)


def begun(meeting: Meeting) -> bool:
    """The agreed time has come."""
    return meeting.starts_at is not None and meeting.starts_at <= now()
