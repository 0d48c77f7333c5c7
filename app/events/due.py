"""Due dates of events: the working days of the country whose event it is, or the times of the event itself."""

from datetime import datetime

from app.core.db import now
from app.events.enums import EventState
from app.events.models import ProgrammeEvent
from app.organisations.queries import calendar_of

S = EventState
DRAFT_WORKING_DAYS, AGREE_WORKING_DAYS, OPEN_WORKING_DAYS, ARCHIVE_WORKING_DAYS, RESUME_WORKING_DAYS = 20, 10, 10, 20, 20
MODERATION_WORKING_DAYS = 5
RECORD_WORKING_DAYS = 10
WORKING_DAYS = {
    S.DRAFT: DRAFT_WORKING_DAYS, S.AWAITING_BOTH: AGREE_WORKING_DAYS, S.PUBLISHED: OPEN_WORKING_DAYS, S.ENDED: ARCHIVE_WORKING_DAYS,
    S.POSTPONED: RESUME_WORKING_DAYS,
}


def working_due(event: ProgrammeEvent, days: int, after: datetime | None = None) -> datetime:
    """The end of the `days`-th working day."""
    party = event.party or event.programme.parties[0]
    return calendar_of(party.country).due(after or now(), days)


def due_in(event: ProgrammeEvent, state: EventState) -> datetime | None:
    """The date of an event that enters a state; none where nothing waits any more."""
    if state in WORKING_DAYS:
        return working_due(event, WORKING_DAYS[state])
    times = {S.REGISTRATION_OPEN: event.registration_closes_at, S.REGISTRATION_CLOSED: event.first_at, S.RUNNING: event.last_at}
    return times.get(state)


def answer_due(event: ProgrammeEvent) -> datetime:
    """Until when a participant who was asked should answer: the close of the registration, then the first slot, then the last."""
    times = (event.registration_closes_at, event.first_at, event.last_at)
    return next((one for one in times if one > now()), event.last_at)


def plan_due(event: ProgrammeEvent) -> datetime:
    """Until when a proposal can be confirmed: it is of no use once the event has begun, or is over."""
    return event.first_at if event.first_at > now() else event.last_at


def moderation_due(event: ProgrammeEvent) -> datetime:
    """Until when a registration should be decided on."""
    return working_due(event, MODERATION_WORKING_DAYS)


def record_due(event: ProgrammeEvent, after: datetime) -> datetime:
    """Until when it should be said what became of a meeting."""
    return working_due(event, RECORD_WORKING_DAYS, after)
