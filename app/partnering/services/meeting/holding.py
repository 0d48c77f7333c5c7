"""The half-hours that a meeting takes of those who take part."""

from datetime import datetime

from app.extensions import db
from app.partnering.meetings.slots import HALF_HOUR
from app.partnering.models import Meeting, MeetingSlot


def hold(meeting: Meeting, start: datetime | None = None) -> None:
    """Take the time from a start, else the one agreed on, for all who have accounts, instead of what was taken before.

    The people are locked already.

    :raises IntegrityError: one of them is in another meeting; nothing is changed then.
    """
    begin = start or meeting.starts_at
    people = sorted(one.person_id for one in meeting.participants if one.person_id is not None)
    with db.session.begin_nested():
        meeting.slots = []
        db.session.flush()
        if begin is not None:
            meeting.slots = [
                MeetingSlot(person_id=person, starts_at=begin + number * HALF_HOUR) for person in people for number in range(meeting.half_hours)
            ]
        db.session.flush()
