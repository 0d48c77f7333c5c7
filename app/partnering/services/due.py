"""Due dates of profiles, in working days of the owner's country."""

from datetime import datetime

from app.core.db import now
from app.organisations.queries import calendar_of

DRAFT_WORKING_DAYS = 40
"""For a draft: nothing ends then, its writer is reminded."""
REVIEW_WORKING_DAYS = 10
CHANGES_WORKING_DAYS = 20


def in_working_days(country: str, days: int) -> datetime:
    """The end of the `days`-th working day from now."""
    return calendar_of(country).due(now(), days)


def draft_due(country: str) -> datetime:
    """Until when a draft should be taken on."""
    return in_working_days(country, DRAFT_WORKING_DAYS)


def review_due(country: str) -> datetime:
    """Until when a submission should be checked."""
    return in_working_days(country, REVIEW_WORKING_DAYS)


def changes_due(country: str) -> datetime:
    """Until when the changes that were asked for should be made."""
    return in_working_days(country, CHANGES_WORKING_DAYS)
