"""The state table of meetings (`workflows.md` § 3, "Meeting") as data.

Added so that no state is a dead end: a draft can be dropped, and a proposal to move an agreed meeting can be turned down or runs out;
then the old time stands. Which time is free is checked in the services, in the transaction that takes it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from app.core import events
from app.core.errors import Problem
from app.core.i18n import _l
from app.core.workflow import Workflow, itself, transition
from app.partnering.enums import MeetingState, Side
from app.partnering.introductions.workflow import asker_people, both_people, owner_people
from app.partnering.meetings import policy
from app.partnering.models import Introduction, Meeting

S = MeetingState


def talking(meeting: Meeting, _by: Any) -> Sequence[Problem]:
    """The two sides still have to do with each other."""
    if meeting.introduction.state in policy.MEETING_STATES:
        return ()
    return [Problem("introduction", _l("The introduction has ended or sleeps."))]


def requestable(meeting: Meeting, by: Any) -> Sequence[Problem]:
    """Somebody takes part, and times are offered."""
    problems = list(talking(meeting, by))
    if not meeting.participants_of(meeting.side):
        problems.append(Problem("participants", _l("Name who takes part for your side.")))
    if not meeting.times:
        problems.append(Problem("times", _l("Choose at least one time.")))
    return problems


def ahead(meeting: Meeting, _by: Any) -> Sequence[Problem]:
    """The agreed time has not come yet."""
    return [Problem("starts_at", _l("The meeting has begun already."))] if policy.begun(meeting) else ()


def movable(meeting: Meeting, by: Any) -> Sequence[Problem]:
    """The same for a time that stands, and the two sides still have to do with each other."""
    return [*talking(meeting, by), *ahead(meeting, by)]


def begun(meeting: Meeting, _by: Any) -> Sequence[Problem]:
    """The agreed time has come."""
    return () if policy.begun(meeting) else [Problem("starts_at", _l("The meeting has not begun yet."))]


def people_of(meeting: Meeting, side: Side) -> Iterable[Any]:
    """Who speaks for a side."""
    return asker_people(meeting.introduction) if side == Side.ASKER else owner_people(meeting.introduction)


def receivers(meeting: Meeting) -> Iterable[Any]:
    """Who speaks for the side to which the present offer is made."""
    return people_of(meeting, meeting.proposer.other)


def proposers(meeting: Meeting) -> Iterable[Any]:
    """Who speaks for the side that made the present offer."""
    return people_of(meeting, meeting.proposer)


def asked(meeting: Meeting) -> Iterable[Any]:
    """Who speaks for the side that was asked for the meeting."""
    return people_of(meeting, meeting.side.other)


def both(meeting: Meeting) -> Iterable[Any]:
    """Who speaks for either side."""
    return both_people(meeting.introduction)


def not_invited(meeting: Meeting) -> Iterable[Any]:
    """Who speaks for either side and does not take part: the others get the invitation itself."""
    invited = {one.person_id for one in meeting.participants}
    return [person for person in both(meeting) if person.id not in invited]


def introduction_of(meeting: Meeting) -> Introduction:
    """The introduction to whose history the events belong."""
    return meeting.introduction


REP, SYS = "representative", "system"

MEETING = Workflow("meeting", MeetingState, S.DRAFT, (
    transition("write", (), S.DRAFT, may=policy.requests, roles=(REP,), guard=talking, label=_l("Plan a meeting"), done=_l("Meeting begun to be planned")),
    transition("request", {S.DRAFT}, S.REQUESTED, may=policy.requests, roles=(REP,), guard=requestable, internal=True, tell=receivers, about=itself,
               label=_l("Ask for the meeting"), done=_l("Meeting requested")),
    transition("discard", {S.DRAFT}, S.WITHDRAWN, may=policy.requests, roles=(REP,), label=_l("Drop the draft"), done=_l("Draft of a meeting dropped")),
    transition("counter_propose", {S.REQUESTED}, S.COUNTER_PROPOSED, may=policy.answers, roles=(REP,), guard=talking, internal=True, tell=receivers,
               about=itself, label=_l("Offer other times"), done=_l("Other times offered for the meeting")),
    transition("accept", {S.REQUESTED, S.COUNTER_PROPOSED, S.RESCHEDULING}, S.ACCEPTED, may=policy.answers, roles=(REP,), guard=movable, internal=True,
               tell=not_invited, about=itself, label=_l("Accept a time"), done=_l("Time of the meeting accepted")),
    transition("decline", {S.REQUESTED, S.COUNTER_PROPOSED}, S.DECLINED, may=policy.answers, roles=(REP,), tell=proposers, about=itself,
               label=_l("Decline the meeting"), done=_l("Meeting declined")),
    transition("withdraw", {S.REQUESTED, S.COUNTER_PROPOSED}, S.WITHDRAWN, may=policy.requests, roles=(REP,), tell=asked, about=itself,
               label=_l("Withdraw the request"), done=_l("Request for a meeting withdrawn")),
    transition("lapse", {S.REQUESTED, S.COUNTER_PROPOSED}, S.LAPSED, may=policy.clock, roles=(SYS,), internal=True, tell=both, about=itself,
               label=_l("Lapse"), done=_l("Request for a meeting lapsed without an answer")),
    transition("reschedule", {S.ACCEPTED}, S.RESCHEDULING, may=policy.either, roles=(REP,), guard=movable, internal=True, tell=receivers, about=itself,
               label=_l("Move the meeting"), done=_l("Another time proposed; the old one stands until it is accepted")),
    transition("keep", {S.RESCHEDULING}, S.ACCEPTED, may=policy.either_or_clock, roles=(REP, SYS), tell=both, about=itself,
               label=_l("Keep the old time"), done=_l("The time of the meeting stays as it was")),
    transition("cancel", {S.ACCEPTED, S.RESCHEDULING}, S.CANCELLED, may=policy.either, roles=(REP,), guard=ahead, comment_required=True, tell=not_invited,
               about=itself, label=_l("Cancel the meeting"), done=_l("Meeting cancelled")),
    transition("hold", {S.ACCEPTED}, S.HELD, may=policy.either, roles=(REP,), guard=begun, internal=True, tell=both, about=itself,
               label=_l("The meeting was held"), done=_l("Meeting held")),
    transition("miss", {S.ACCEPTED}, S.NO_SHOW, may=policy.either, roles=(REP,), guard=begun, internal=True, tell=both, about=itself,
               label=_l("A side did not come"), done=_l("A side did not come to the meeting")),
), subject=introduction_of)

events.define("meeting.edit", _l("Draft of a meeting changed"), "version")
events.define("meeting.name_people", _l("Participants of the meeting named"), "side", "number")
events.define("meeting.change_link", _l("Link to join the meeting changed"))
events.define("meeting.note", _l("Note on the meeting kept"), "side", "shared")
