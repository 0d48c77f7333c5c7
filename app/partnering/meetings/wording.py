"""Enum members of meetings in words, the tone of each state, and why a side cannot meet."""

from app.core.i18n import _l
from app.core.templating import words
from app.partnering.enums import MeetingOutcome, MeetingState
from app.partnering.meetings.slots import Hindrance

words({
    MeetingState.DRAFT: _l("Being planned"),
    MeetingState.REQUESTED: _l("Requested"),
    MeetingState.COUNTER_PROPOSED: _l("Other times offered"),
    MeetingState.ACCEPTED: _l("Agreed"),
    MeetingState.RESCHEDULING: _l("Agreed; another time is proposed"),
    MeetingState.DECLINED: _l("Declined"),
    MeetingState.LAPSED: _l("Lapsed"),
    MeetingState.WITHDRAWN: _l("Withdrawn"),
    MeetingState.CANCELLED: _l("Cancelled"),
    MeetingState.HELD: _l("Held"),
    MeetingState.NO_SHOW: _l("A side did not come"),
    MeetingOutcome.GO_ON: _l("We want to go on"),
    MeetingOutcome.UNDECIDED: _l("Not decided yet"),
    MeetingOutcome.NO_FIT: _l("It does not fit"),
    Hindrance.DAY_OFF: _l("day off"),
    Hindrance.OUTSIDE_HOURS: _l("outside its hours"),
    Hindrance.BUSY: _l("another meeting"),
})

TONES: dict[MeetingState, str] = {
    MeetingState.DRAFT: "neutral",
    MeetingState.REQUESTED: "info",
    MeetingState.COUNTER_PROPOSED: "info",
    MeetingState.ACCEPTED: "good",
    MeetingState.RESCHEDULING: "warn",
    MeetingState.DECLINED: "bad",
    MeetingState.LAPSED: "neutral",
    MeetingState.WITHDRAWN: "neutral",
    MeetingState.CANCELLED: "bad",
    MeetingState.HELD: "good",
    MeetingState.NO_SHOW: "bad",
}
