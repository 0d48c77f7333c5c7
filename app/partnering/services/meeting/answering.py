"""An offer is answered: a time is taken, declined or withdrawn; an agreed meeting keeps its time or is cancelled."""

from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.core.db import lock, now
from app.core.errors import NotAllowed, Problem, Refused, WrongState
from app.core.i18n import _l
from app.extensions import db
from app.partnering import queries
from app.partnering.meetings import policy
from app.partnering.meetings.availability import hindrances, next_times, span_of, zone_of
from app.partnering.meetings.invitation import Method
from app.partnering.meetings.workflow import MEETING
from app.partnering.models import Meeting
from app.partnering.services.meeting.due import keep_awake, record_due
from app.partnering.services.meeting.holding import hold
from app.partnering.services.meeting.inviting import send_invitations
from app.partnering.services.meeting.people import add_person_if_none
from app.partnering.services.meeting.planning import check_link


def accept_time(meeting: Meeting, *, start: datetime, by: Any, join_link: str | None = None, version: int | None = None) -> None:
    """Agree on one of the offered times and take it in both sides' calendars, all in this transaction.

    :raises Refused: the time was not offered, has passed, or suits one of the sides no more, with the next free times.
    """
    lock(meeting, version)
    if meeting.state not in policy.ANSWERABLE_STATES:
        raise WrongState("accept", meeting.state)
    if not policy.answers(by, meeting):
        raise NotAllowed
    problems = check_link(join_link)
    if start not in {one.starts_at for one in meeting.times}:
        problems.append(Problem("start", _l("Choose one of the offered times.")))
    if problems:
        raise Refused(problems)
    add_person_if_none(meeting, meeting.proposer.other, by)
    _take(meeting, start, by)
    span = span_of(meeting, start)
    changes = {
        "starts_at": span.start, "ends_at": span.end, "accepted_at": now(), "due_at": record_due(meeting, span.end),
        "join_link": join_link or meeting.join_link, "sequence": meeting.sequence + (meeting.accepted_at is not None),
    }
    MEETING.fire("accept", meeting, by=by, changes=changes)
    meeting.times = []
    keep_awake(meeting)
    send_invitations(meeting, Method.REQUEST)


def _take(meeting: Meeting, start: datetime, by: Any) -> None:
    """Whoever comes second waits here for the first, and then sees what it took."""
    people = [one.person_id for one in meeting.participants if one.person_id is not None]
    queries.lock_people(people)
    if start <= now():
        raise _unfit(meeting, by, _l("This time has passed."))
    why = hindrances(meeting, [start]).get(start)
    if why is not None:
        raise _unfit(meeting, by, _l("This time is not free any more: %(why)s.", why=why))
    try:
        hold(meeting, start)
    except IntegrityError:
        raise _unfit(meeting, by, _l("This time was taken by another meeting at this moment.")) from None


def _unfit(meeting: Meeting, by: Any, message: Any) -> Refused:
    zone = zone_of(meeting, policy.side_of(by, meeting) or meeting.side)
    return Refused([Problem("start", message), Problem("start", _l("Next free times: %(times)s", times=next_times(meeting, now(), zone)))])


def decline_meeting(meeting: Meeting, *, by: Any, comment: str = "", version: int | None = None) -> None:
    """The side to which the offer was made does not want to meet."""
    MEETING.fire("decline", meeting, by=by, comment=comment, version=version, changes={"due_at": None})


def withdraw_meeting(meeting: Meeting, *, by: Any, comment: str = "", version: int | None = None) -> None:
    """The side that asked takes the request back."""
    MEETING.fire("withdraw", meeting, by=by, comment=comment, version=version, changes={"due_at": None})


def discard_meeting(meeting: Meeting, *, by: Any, version: int | None = None) -> None:
    """The draft is dropped; the other side never knew of it."""
    MEETING.fire("discard", meeting, by=by, version=version, changes={"due_at": None})


def keep_time(meeting: Meeting, *, by: Any, comment: str = "", version: int | None = None) -> None:
    """The proposal to move the meeting is dropped by either side, or by the clock; the agreed time stands."""
    lock(meeting, version)
    due = record_due(meeting, meeting.ends_at or now())
    MEETING.fire("keep", meeting, by=by, comment=comment, changes={"due_at": due})
    meeting.times = []
    db.session.flush()


def cancel_meeting(meeting: Meeting, *, by: Any, comment: str = "", version: int | None = None) -> None:
    """Either side cancels; the time is free again, and calendar programs take the meeting out."""
    lock(meeting, version)
    changes = {"cancel_reason": comment.strip(), "due_at": None, "sequence": meeting.sequence + 1}
    MEETING.fire("cancel", meeting, by=by, comment=comment, changes=changes)
    meeting.slots, meeting.times = [], []
    send_invitations(meeting, Method.CANCEL)
