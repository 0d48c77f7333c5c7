"""The blueprint of events, and what their templates and mails need besides."""

from typing import Any

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor
from app.core.i18n import text
from app.events import reading
from app.events.models import EventMeeting, EventParticipant, MeetingPlan, MeetingRequest, ProgrammeEvent
from app.events.services import place_of
from app.events.wording import tone

blueprint = Blueprint("events", __name__)
blueprint.app_template_filter("event_tone")(tone)
blueprint.app_template_filter("event_meeting_times")(reading.meeting_lines)
blueprint.app_template_filter("event_meeting_place")(place_of)
blueprint.app_template_filter("event_absence")(reading.absence_in_words)
blueprint.app_template_filter("left_out_because")(reading.reasons)
PAGES: dict[type[Any], str] = {
    ProgrammeEvent: "events.show", EventParticipant: "events.participant", MeetingRequest: "events.request", MeetingPlan: "events.plan",
    EventMeeting: "events.meeting",
}


@blueprint.app_template_filter("event_page")
def event_page(thing: Any) -> str | None:
    """The endpoint of the page of an event or of a part of it; none for anything else."""
    return PAGES.get(type(thing))


@blueprint.app_template_filter("event_subject")
def event_subject(thing: Any) -> str:
    """What an event or a part of it is called: the title, or what a meeting is about."""
    if isinstance(thing, MeetingRequest):
        return thing.subject
    return thing.request.subject if isinstance(thing, EventMeeting) else text(thing.event.titles)


@blueprint.app_template_filter("on_clocks")
def on_clocks(thing: Any) -> list[reading.Clock]:
    """The time of something at an event, on its clock and the reader's."""
    return reading.clocks(thing.event, thing.starts_at, thing.ends_at, own_zone())


def own_zone() -> str:
    """The zone of the reader; none for a visitor."""
    return str(getattr(actor(), "time_zone", "") or "")


def back(thing: Any) -> ResponseReturnValue:
    """Lead back to the page of an event or of a part of it."""
    return redirect(url_for(PAGES[type(thing)], public_id=thing.public_id))
