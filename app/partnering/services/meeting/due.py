"""Due dates of meetings: working days of the country that has to act."""

from collections.abc import Iterable
from datetime import datetime

from app.core.db import lock
from app.organisations.queries import calendar_of
from app.partnering.enums import Side
from app.partnering.models import Meeting
from app.partnering.services.due import in_working_days
from app.partnering.services.introducing import due as introducing

ANSWER_WORKING_DAYS = 5
RECORD_WORKING_DAYS = 10
DRAFT_WORKING_DAYS = 10


def answer_due(meeting: Meeting, side: Side, starts: Iterable[datetime]) -> datetime:
    """Until when the side answers an offer: five of its working days, but not after the last offered time."""
    return min(in_working_days(meeting.organisation_of(side).country, ANSWER_WORKING_DAYS), max(starts))


def draft_due(country: str) -> datetime:
    """When the side is reminded of its draft."""
    return in_working_days(country, DRAFT_WORKING_DAYS)


def record_due(meeting: Meeting, after: datetime) -> datetime:
    """Until when the sides should say what became of an agreed meeting."""
    return calendar_of(meeting.organisation_of(meeting.side).country).due(after, RECORD_WORKING_DAYS)


def keep_awake(meeting: Meeting) -> None:
    """Whoever plans a meeting is not silent."""
    lock(meeting.introduction)
    introducing.keep_awake(meeting.introduction)
