"""The blueprint of meetings, and what their templates need besides."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor
from app.core.i18n import country_name, isolated_name
from app.partnering import queries
from app.partnering.forms.meetings import minutes
from app.partnering.meetings.availability import SIDES, span_of, zone_of
from app.partnering.meetings.local_times import local_time
from app.partnering.meetings.wording import TONES
from app.partnering.models import Introduction, Meeting

blueprint = Blueprint("meetings", __name__)
blueprint.app_template_filter("meeting_tone")(TONES.get)
blueprint.app_template_filter("meeting_length")(minutes)


@blueprint.app_template_global("meetings_of")
def meetings_of(introduction: Introduction) -> object:
    """The meetings of an introduction that the reader may see."""
    return queries.list_meetings_of(introduction, actor())


@blueprint.app_template_filter("absent_side")
def absent_side(meeting: Meeting) -> str:
    """The organisation that did not come."""
    return isolated_name(meeting.organisation_of(meeting.absent).display_name) if meeting.absent else ""


@blueprint.app_template_filter("meeting_times")
def meeting_times(meeting: Meeting) -> list[str]:
    """The agreed time on the clocks of both sides, a line for each."""
    if meeting.starts_at is None:
        return []
    span = span_of(meeting, meeting.starts_at)
    return [f"{country_name(meeting.organisation_of(side).country)}: {local_time(*span, zone_of(meeting, side))}" for side in SIDES]


def back(meeting: Meeting) -> ResponseReturnValue:
    """Lead back to the meeting's page."""
    return redirect(url_for("meetings.show", public_id=meeting.public_id))
