"""Until when an invitation or a request waits: working days of the country of the one that answers."""

from datetime import datetime

from app.core.db import now
from app.organisations.models import Organisation
from app.organisations.queries import calendar_of

ANSWER_WORKING_DAYS = 20


def answer_due(asked: Organisation) -> datetime:
    """For one that begins to wait now."""
    return calendar_of(asked.country).due(now(), ANSWER_WORKING_DAYS)
