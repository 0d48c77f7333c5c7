"""A meeting is planned: what it is about, who takes part, and the times that one side offers the other."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.accounts.queries import people_with
from app.core import events
from app.core.db import lock, new_public_id, now
from app.core.errors import NotAllowed, Problem, Refused, WrongState
from app.core.i18n import _l
from app.extensions import db
from app.organisations.policy import OWN_ROLES
from app.partnering.enums import MeetingState, Side
from app.partnering.introductions import policy as introductions
from app.partnering.meetings import policy
from app.partnering.meetings.availability import hindrances, next_times, span_of, zone_of
from app.partnering.meetings.invitation import ADDRESS, LINK
from app.partnering.meetings.limits import MOST_PEOPLE, MOST_TIMES
from app.partnering.meetings.local_times import local_time
from app.partnering.meetings.workflow import MEETING
from app.partnering.models import Introduction, Meeting, MeetingParticipant, MeetingTime
from app.partnering.services.meeting.due import answer_due, draft_due, keep_awake

DETAILS = ("subject", "agenda", "questions", "language", "interpreter", "half_hours", "join_link")
SPACES = re.compile(r"\s+")


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


def add_person(meeting: Meeting, side: Side, person: Any) -> None:
    """Somebody with an account takes part, once."""
    if any(one.person_id == person.id or one.email == person.email.lower() for one in meeting.participants):
        return
    meeting.participants.append(MeetingParticipant(
        side=side, person_id=person.id, name=person.name, reading=person.name_reading, email=person.email.lower(),
    ))


def name_people(meeting: Meeting, *, people: Sequence[Mapping[str, str | None]], by: Any, version: int | None = None) -> None:
    """Who takes part for the actor's side. An address of one of the side's own people is that person's account.

    :raises Refused: nobody, too many, an address that is none, or one that stands twice.
    """
    lock(meeting, version)
    if not policy.names_people(by, meeting):
        raise NotAllowed
    side = policy.side_of(by, meeting)
    if side is None:
        raise NotAllowed
    others = {one.email for one in meeting.participants if one.side != side}
    problems = list(_unfit(people, others))
    if problems:
        raise Refused(problems)
    own = {person.email.lower(): person for person in people_with(*OWN_ROLES, organisation_id=meeting.organisation_of(side).id)}
    kept = {one.email: one for one in meeting.participants_of(side)}
    wanted = {str(row["email"]).lower(): row for row in people}
    for email, one in kept.items():
        if email not in wanted:
            meeting.participants.remove(one)
    for email, row in wanted.items():
        one = kept.get(email) or MeetingParticipant(side=side, email=email, name="")
        one.name, one.reading, one.title = SPACES.sub(" ", str(row["name"])), row["reading"], row["title"]
        one.person_id = own[email].id if email in own else None
        if email not in kept:
            meeting.participants.append(one)
    db.session.flush()
    events.record("meeting.name_people", meeting.introduction, by=by, data={"side": str(side), "number": len(wanted)})


def _unfit(people: Sequence[Mapping[str, str | None]], others: set[str]) -> Sequence[Problem]:
    problems = []
    if not people:
        problems.append(Problem("people", _l("Name who takes part for your side.")))
    if len(people) > MOST_PEOPLE:
        problems.append(Problem("people", _l("Name at most %(number)d people.", number=MOST_PEOPLE)))
    seen: set[str] = set()
    for place, row in enumerate(people, start=1):
        email = (row["email"] or "").lower()
        if not row["name"] or not ADDRESS.fullmatch(email):
            problems.append(Problem("people", _l("Person %(number)d needs a name and an e-mail address.", number=place)))
        elif email in seen or email in others:
            problems.append(Problem("people", _l("The address %(email)s stands twice.", email=email)))
        seen.add(email)
    return problems


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


def add_person_if_none(meeting: Meeting, side: Side, by: Any) -> None:
    """Whoever answers takes part where the side has named nobody."""
    if not meeting.participants_of(side):
        add_person(meeting, side, by)
        db.session.flush()


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
