"""Enum members of events in words, the tone of each state, and why the scheduler left a request out."""

from app.core.i18n import _l
from app.core.templating import words
from app.events.enums import Absent, EventMeetingState, EventState, ParticipantState, PlanState, RequestState, Unfit

words({
    EventState.DRAFT: _l("Draft"),
    EventState.AWAITING_BOTH: _l("Waits for both countries"),
    EventState.PUBLISHED: _l("Published"),
    EventState.REGISTRATION_OPEN: _l("Registration open"),
    EventState.REGISTRATION_CLOSED: _l("Registration closed"),
    EventState.RUNNING: _l("Running"),
    EventState.ENDED: _l("Ended"),
    EventState.ARCHIVED: _l("Archived"),
    EventState.CANCELLED: _l("Cancelled"),
    EventState.POSTPONED: _l("Postponed"),
}, {
    ParticipantState.PENDING: _l("Waits for the organiser"),
    ParticipantState.CONFIRMED: _l("Registered"),
    ParticipantState.REJECTED: _l("Rejected"),
    ParticipantState.WITHDRAWN: _l("Withdrawn"),
    ParticipantState.CANCELLED: _l("Cancelled"),
}, {
    RequestState.ASKED: _l("Asked"),
    RequestState.WANTED: _l("Both want it"),
    RequestState.PLACED: _l("Meeting arranged"),
    RequestState.DECLINED: _l("Declined"),
    RequestState.WITHDRAWN: _l("Withdrawn"),
    RequestState.LAPSED: _l("Lapsed"),
}, {
    PlanState.QUEUED: _l("Being made"),
    PlanState.PROPOSED: _l("Waits for confirmation"),
    PlanState.CONFIRMING: _l("Being confirmed"),
    PlanState.CONFIRMED: _l("Confirmed"),
    PlanState.FAILED: _l("Failed"),
    PlanState.DISCARDED: _l("Dropped"),
}, {
    EventMeetingState.CONFIRMED: _l("Confirmed"),
    EventMeetingState.CANCELLED: _l("Cancelled"),
    EventMeetingState.HELD: _l("Held"),
    EventMeetingState.NO_SHOW: _l("Somebody did not come"),
}, {
    Absent.ASKER: _l("The participant who asked"),
    Absent.ASKED: _l("The participant who was asked"),
    Absent.BOTH: _l("Neither of the two"),
}, {
    Unfit.REQUEST_ENDED: _l("The request was withdrawn or declined meanwhile."),
    Unfit.LEFT: _l("One of the two does not take part any more."),
    Unfit.SLOT_OVER: _l("The slot has begun already."),
    Unfit.AWAY: _l("One of the two is away in this slot now."),
    Unfit.BUSY: _l("One of the two has another meeting at this time now."),
    Unfit.LIMIT: _l("One of the two has as many meetings as one may have."),
    Unfit.NO_TABLE: _l("All tables of this slot are taken."),
    Unfit.HAVE_MEETING: _l("The two have a confirmed meeting already."),
})

TONES = {
    EventState.DRAFT: "neutral", EventState.AWAITING_BOTH: "info", EventState.PUBLISHED: "info", EventState.REGISTRATION_OPEN: "good",
    EventState.REGISTRATION_CLOSED: "info", EventState.RUNNING: "good", EventState.ENDED: "neutral", EventState.ARCHIVED: "neutral",
    EventState.CANCELLED: "bad", EventState.POSTPONED: "warn",
}
PARTICIPANT_TONES = {
    ParticipantState.PENDING: "info", ParticipantState.CONFIRMED: "good", ParticipantState.REJECTED: "bad", ParticipantState.WITHDRAWN: "neutral",
    ParticipantState.CANCELLED: "bad",
}
REQUEST_TONES = {
    RequestState.ASKED: "info", RequestState.WANTED: "good", RequestState.PLACED: "good", RequestState.DECLINED: "bad",
    RequestState.WITHDRAWN: "neutral", RequestState.LAPSED: "neutral",
}
PLAN_TONES = {
    PlanState.QUEUED: "info", PlanState.PROPOSED: "warn", PlanState.CONFIRMING: "info", PlanState.CONFIRMED: "good", PlanState.FAILED: "bad",
    PlanState.DISCARDED: "neutral",
}
MEETING_TONES = {
    EventMeetingState.CONFIRMED: "good", EventMeetingState.CANCELLED: "bad", EventMeetingState.HELD: "good", EventMeetingState.NO_SHOW: "bad",
}


def tone(state: object) -> str:
    """The tone of any state of an event or of its parts."""
    tables = {EventState: TONES, ParticipantState: PARTICIPANT_TONES, RequestState: REQUEST_TONES, PlanState: PLAN_TONES, EventMeetingState: MEETING_TONES}
    table: dict[object, str] = tables[type(state)]  # type: ignore[index,assignment]
    return table[state]
