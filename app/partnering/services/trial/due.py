"""Due dates of trials: days that both sides agreed on, and working days of the country that has to answer."""

from datetime import UTC, date, datetime, time, timedelta

from app.partnering.enums import Side
from app.partnering.models import Introduction, Trial
from app.partnering.services.due import in_working_days

ANSWER_WORKING_DAYS = 10
DECISION_WORKING_DAYS = 10


def answer_due(introduction: Introduction, side: Side) -> datetime:
    """Until when the side answers a proposal."""
    return in_working_days(introduction.organisation_of(side).country, ANSWER_WORKING_DAYS)


def end_of(day: date) -> datetime:
    """When a day that both sides agreed on is over, in UTC: the two countries' own midnights differ."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def decision_due(trial: Trial) -> datetime:
    """When both sides are reminded again of a decision that they have not taken."""
    return in_working_days(trial.organisation_of(trial.side).country, DECISION_WORKING_DAYS)
