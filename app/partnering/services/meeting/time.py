"""What time does to meetings: offers lapse, proposals to move a meeting run out. Each in a transaction of its own."""

import structlog
from sqlalchemy import select

from app.accounts.rights import CLOCK
from app.core import transaction
from app.core.db import now
from app.core.errors import Refused
from app.extensions import db
from app.partnering import queries
from app.partnering.enums import MeetingState
from app.partnering.meetings.workflow import MEETING
from app.partnering.models import Meeting
from app.partnering.services.meeting.answering import keep_time
from app.partnering.services.meeting.due import draft_due, record_due

S = MeetingState
log = structlog.get_logger(__name__)


def lapse_meeting(meeting: Meeting) -> None:
    """Nobody has answered in time; a meeting that was to be moved keeps its time."""
    if meeting.state == S.RESCHEDULING:
        keep_time(meeting, by=CLOCK)
    else:
        MEETING.fire("lapse", meeting, by=CLOCK, changes={"due_at": None})


def run_meeting_clock() -> int:
    """Do all that is due; gives how many meetings moved."""
    keys = queries.list_meetings_due(now(), S.REQUESTED, S.COUNTER_PROPOSED, S.RESCHEDULING)
    db.session.rollback()
    done = 0
    for key in keys:
        try:
            with transaction.unit():
                statement = select(Meeting).where(Meeting.id == key, Meeting.due_at <= now(), Meeting.state != S.ACCEPTED)
                meeting = db.session.scalar(statement.with_for_update(skip_locked=True, of=Meeting))
                if meeting is not None:
                    lapse_meeting(meeting)
                    done += 1
        except Refused as refusal:
            log.info("meetings.clock.refused", id=key, reason=str(refusal))
    return done


def renew_date(meeting: Meeting) -> None:
    """A draft, or an agreed meeting of which nobody said what became of it, is reminded of again."""
    country = meeting.organisation_of(meeting.side).country
    meeting.due_at = draft_due(country) if meeting.state == S.DRAFT else record_due(meeting, now())
