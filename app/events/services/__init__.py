"""Writes of events: one function for each thing that a person, the worker, or the clock does."""

from app.events.services.inviting import calendar_part, place_of
from app.events.services.meeting import cancel_meeting, record_absence, record_held
from app.events.services.organising import create_event, edit_event
from app.events.services.planning import TOPIC, confirm_plan, discard_plan, make_plan, order_plan
from app.events.services.publishing import (
    agree,
    archive,
    ask_both,
    begin,
    cancel_event,
    close_registration,
    end,
    open_registration,
    postpone,
    publish,
    resume,
    send_back,
    take_back,
)
from app.events.services.registering import (
    cancel_registration,
    change_presence,
    confirm_registration,
    register,
    reject_registration,
    withdraw,
)
from app.events.services.requesting import ask_for_meeting, decline_request, want_meeting, withdraw_request
from app.events.services.settling import settle_plan
from app.events.services.time import run_event_clock

__all__ = [
    "TOPIC", "agree", "archive", "ask_both", "ask_for_meeting", "begin", "calendar_part", "cancel_event", "cancel_meeting", "cancel_registration",
    "change_presence", "close_registration", "confirm_plan", "confirm_registration", "create_event", "decline_request", "discard_plan", "edit_event",
    "end", "make_plan", "open_registration", "order_plan", "place_of", "postpone", "publish", "record_absence", "record_held", "register",
    "reject_registration", "resume", "run_event_clock", "send_back", "settle_plan", "take_back", "want_meeting", "withdraw", "withdraw_request",
]
