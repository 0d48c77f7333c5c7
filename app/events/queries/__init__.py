"""Reads of events."""

from app.events.queries.events import (
    get_event,
    list_events,
    list_events_due,
    list_organised_programmes,
    organised_by,
    to_agree,
    visible_to,
)
from app.events.queries.meetings import (
    count_meetings,
    get_event_meeting,
    have_meeting,
    list_confirmed,
    list_schedule,
    list_standing,
    list_timetable,
    meetings_for,
    own_meetings,
    taken_between,
)
from app.events.queries.participants import (
    count_participants,
    get_own_registration,
    get_participant,
    list_participants,
    organisations_for,
    participants_for,
    participation_of,
    registered_people,
)
from app.events.queries.plans import (
    count_planned,
    get_plan,
    list_placed,
    list_planned,
    list_plans,
    open_plan_of,
)
from app.events.queries.requests import (
    OPEN_STATES,
    count_requests,
    get_request,
    list_open_of,
    list_open_requests,
    list_own_requests,
    open_request_between,
    requests_of,
)
from app.events.queries.waiting import list_plans_due, list_waiting

__all__ = [
    "OPEN_STATES", "count_meetings", "count_participants", "count_planned", "count_requests", "get_event", "get_event_meeting", "get_own_registration", "get_participant", "get_plan",
    "get_request", "have_meeting", "list_confirmed", "list_events", "list_events_due", "list_open_of", "list_open_requests",
    "list_organised_programmes", "list_own_requests", "list_participants", "list_placed", "list_planned", "list_plans", "list_plans_due",
    "list_schedule", "list_standing", "list_timetable", "list_waiting", "meetings_for", "open_plan_of", "open_request_between",
    "organisations_for", "organised_by", "own_meetings", "participants_for", "participation_of", "registered_people",
    "requests_of", "taken_between", "to_agree", "visible_to",
]
