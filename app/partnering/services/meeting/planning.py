"""A meeting is planned: what it is about, who takes part, and the times that one side offers the other."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.core import events
from app.core.db import lock, new_public_id, now
from app.core.errors import NotAllowed, Problem, Refused, WrongState
from app.core.i18n import _l
from app.extensions import db
from app.partnering.enums import MeetingState, Side
from app.partnering.introductions import policy as introductions
from app.partnering.meetings import policy
from app.partnering.meetings.availability import hindrances, next_times, span_of, zone_of
from app.partnering.meetings.invitation import LINK
from app.partnering.meetings.limits import MOST_TIMES
from app.partnering.meetings.local_times import local_time
from app.partnering.meetings.workflow import MEETING
from app.partnering.models import Introduction, Meeting, MeetingTime
from app.partnering.services.meeting.due import answer_due, draft_due, keep_awake
from app.partnering.services.meeting.people import add_person, add_person_if_none

DETAILS = ("subject", "agenda", "questions", "language", "interpreter", "half_hours", "join_link")


def write_meeting(introduction: Introduction, *, details: Mapping[str, Any], by: Any) -> Meeting:
    """Begin to plan a meeting; whoever writes takes part."""
    if not policy.plan(by, introduction):
        raise NotAllowed
    side = Side.ASKER if introductions.asks(by, introduction) else Side.OWNER
    public_id = new_public_id()
    meeting = Meeting(
        introduction=introduction, state=MeetingState.DRAFT, side=side, proposer=side, created_by_id=by.id, public_id=public_id,
        uid=f"{public_id}@meetings.musubi", **_checked(details),
    )
    meeting.due_at = draft_due(meeting.organisation_of(side).country)
    db.session.add(meeting)
    add_person(meeting, side, by)
    db.session.flush()
    MEETING.begin("write", meeting, by=by)
    return meeting


def edit_meeting(meeting: Meeting, *, details: Mapping[str, Any], by: Any, version: int | None = None) -> None:
    """Change a draft. Times that were chosen for another length are chosen anew."""
    lock(meeting, version)
    if not policy.writes(by, meeting):
        raise NotAllowed
    for name, value in _checked(details).items():
        setattr(meeting, name, value)
    db.session.flush()
    events.record("meeting.edit", meeting.introduction, by=by, data={"version": meeting.version})


def _checked(details: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: details[name] for name in DETAILS}
    problems = []
    if not (values["subject"] or "").strip():
        problems.append(Problem("subject", _l("Say what the meeting is about.")))
    problems += check_link(values["join_link"])
    if problems:
        raise Refused(problems)
    return values


def check_link(link: str | None) -> list[Problem]:
    """What is wrong with a link to join."""
    if link and not LINK.fullmatch(link):
        return [Problem("join_link", _l("Enter a link that begins with https:// and holds no spaces."))]
    return []





def request_meeting(meeting: Meeting, *, starts: Sequence[datetime], by: Any, version: int | None = None) -> None:
    """Ask the other side, with up to five times at which both work; none of them is taken yet."""
    lock(meeting, version)
    _may(meeting, by, "request", policy.requests(by, meeting))
    _offer(meeting, starts, by)
    due = answer_due(meeting, meeting.side.other, starts)
    MEETING.fire("request", meeting, by=by, changes={"requested_at": now(), "due_at": due})
    keep_awake(meeting)


def counter_propose(meeting: Meeting, *, starts: Sequence[datetime], by: Any, comment: str = "", version: int | None = None) -> None:
    """The side that was asked offers other times."""
    lock(meeting, version)
    _may(meeting, by, "counter_propose", policy.answers(by, meeting))
    side = meeting.proposer.other
    add_person_if_none(meeting, side, by)
    _offer(meeting, starts, by)
    changes = {"proposer": side, "due_at": answer_due(meeting, side.other, starts)}
    MEETING.fire("counter_propose", meeting, by=by, comment=comment, changes=changes)


def propose_other_time(meeting: Meeting, *, starts: Sequence[datetime], by: Any, comment: str = "", version: int | None = None) -> None:
    """Either side wants to move an agreed meeting; the old time stands until a new one is accepted."""
    lock(meeting, version)
    _may(meeting, by, "reschedule", policy.either(by, meeting))
    side = policy.side_of(by, meeting)
    if side is None or meeting.starts_at is None:
        raise NotAllowed
    _offer(meeting, [start for start in starts if start != meeting.starts_at], by)
    due = min(answer_due(meeting, side.other, starts), meeting.starts_at)
    MEETING.fire("reschedule", meeting, by=by, comment=comment, changes={"proposer": side, "due_at": due})



def _may(meeting: Meeting, by: Any, action: str, allowed: bool) -> None:
    if not MEETING.can(action, meeting, by):
        raise NotAllowed if not allowed else WrongState(action, meeting.state)


def _offer(meeting: Meeting, starts: Sequence[datetime], by: Any) -> None:
    wanted = sorted(set(starts))
    if not wanted:
        raise Refused.because("times", _l("Choose at least one time."))
    if len(wanted) > MOST_TIMES:
        raise Refused.because("times", _l("Choose at most %(number)d times.", number=MOST_TIMES))
    zone = zone_of(meeting, policy.side_of(by, meeting) or meeting.side)
    db.session.flush()
    unfit = hindrances(meeting, wanted)
    problems = [
        Problem("times", _l("%(time)s does not suit: %(why)s.", time=local_time(*span_of(meeting, start), zone), why=why)) for start, why in unfit.items()
    ]
    problems += [
        Problem("times", _l("%(time)s has passed.", time=local_time(*span_of(meeting, start), zone))) for start in wanted if start <= now()
    ]
    if problems:
        raise Refused([*problems, Problem("times", _l("Next free times: %(times)s", times=next_times(meeting, now(), zone)))])
    meeting.times = []
    db.session.flush()
    meeting.times = [MeetingTime(starts_at=start) for start in wanted]
    db.session.flush()
