"""What becomes of a confirmed meeting: it is cancelled, held, or somebody does not come."""

from typing import Any

from sqlalchemy import delete

from app.core.db import lock
from app.events.enums import Absent
from app.events.models import EventMeeting
from app.events.services.inviting import send_invitations
from app.events.workflow import MEETING
from app.extensions import db
from app.partnering.meetings.invitation import Method
from app.partnering.models import MeetingSlot


def cancel_meeting(meeting: EventMeeting, *, by: Any, comment: str = "", version: int | None = None) -> None:
    """Either cancels; the time is free again, and calendar programs take the meeting out."""
    lock(meeting, version)
    changes = {"cancel_reason": comment.strip(), "due_at": None, "sequence": meeting.sequence + 1}
    MEETING.fire("cancel", meeting, by=by, comment=comment, changes=changes)
    db.session.execute(delete(MeetingSlot).where(MeetingSlot.event_meeting_id == meeting.id))
    send_invitations(meeting, Method.CANCEL)


def record_held(meeting: EventMeeting, *, by: Any, version: int | None = None) -> None:
    """One of the two says that the meeting was held."""
    MEETING.fire("hold", meeting, by=by, version=version, changes={"due_at": None})


def record_absence(meeting: EventMeeting, *, absent: Absent, by: Any, comment: str = "", version: int | None = None) -> None:
    """One of the two says who did not come."""
    MEETING.fire("miss", meeting, by=by, comment=comment, version=version, changes={"absent": absent, "due_at": None})
