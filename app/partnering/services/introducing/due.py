"""Due dates of introductions: working days of the country that has to act.

Where the other side must not learn that country yet, days count on which both countries of the programme work: the date of an
answer that is awaited, or of a lapse, would tell it by its holidays and its zone. The one who acts has no less time by it.
"""

from datetime import datetime, timedelta

from app.core.calendar import joint
from app.core.db import now
from app.organisations.queries import calendar_of
from app.partnering.enums import Side
from app.partnering.introductions import policy, veil
from app.partnering.models import Introduction
from app.partnering.services.due import in_working_days

ANSWER_WORKING_DAYS = 15
STEP_WORKING_DAYS = 10
SILENT_DAYS = 90


def screening_due(introduction: Introduction) -> datetime:
    """Until when a broker of the asker's country should screen."""
    return in_working_days(introduction.organisation.country, introduction.programme.introduction_screening_days)


def owner_due(introduction: Introduction) -> datetime:
    """Until when the owner answers."""
    profile = introduction.profile
    secret = veil.hidden(introduction, Side.OWNER) and not profile.shows_country
    return _due(introduction, profile.country, ANSWER_WORKING_DAYS, secret=secret)


def asker_due(introduction: Introduction) -> datetime:
    """Until when the asker answers a question."""
    secret = veil.hidden(introduction, Side.ASKER)
    return _due(introduction, introduction.organisation.country, ANSWER_WORKING_DAYS, secret=secret)


def step_due(introduction: Introduction, side: Side) -> datetime:
    """Until when the side confirms a proposed step."""
    organisation = introduction.organisation_of(side)
    return in_working_days(organisation.country, STEP_WORKING_DAYS)


def silent_until() -> datetime:
    """When talks without a word become dormant."""
    return now() + timedelta(days=SILENT_DAYS)


def keep_awake(introduction: Introduction) -> None:
    """Whoever plans or tries something together is not silent: talks do not become dormant."""
    if introduction.state in policy.TALKING_STATES:
        introduction.due_at = silent_until()


def _due(introduction: Introduction, country: str, days: int, *, secret: bool) -> datetime:
    if not secret:
        return in_working_days(country, days)
    first, second = (calendar_of(party.country) for party in introduction.programme.parties)
    return joint(first, second).due(now(), days)
