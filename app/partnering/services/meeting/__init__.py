"""Writes of meetings: one function for each thing that a person, or the clock, does."""

from app.partnering.services.meeting.answering import (
    accept_time,
    cancel_meeting,
    decline_meeting,
    discard_meeting,
    keep_time,
    withdraw_meeting,
)
from app.partnering.services.meeting.changing import change_link
from app.partnering.services.meeting.ending import record_absence, record_held, write_note
from app.partnering.services.meeting.hours import add_day_off, remove_day_off, reset_week, set_week, working_weekdays
from app.partnering.services.meeting.inviting import calendar_part
from app.partnering.services.meeting.people import name_people
from app.partnering.services.meeting.planning import (
    counter_propose,
    edit_meeting,
    propose_other_time,
    request_meeting,
    write_meeting,
)
from app.partnering.services.meeting.time import lapse_meeting, renew_date, run_meeting_clock

__all__ = [
    "accept_time", "add_day_off", "calendar_part", "cancel_meeting", "change_link", "counter_propose", "decline_meeting",
    "discard_meeting", "edit_meeting", "keep_time", "lapse_meeting", "name_people", "propose_other_time", "record_absence",
    "record_held", "remove_day_off", "renew_date", "request_meeting", "reset_week", "run_meeting_clock", "set_week",
    "withdraw_meeting", "working_weekdays", "write_meeting", "write_note",
]
