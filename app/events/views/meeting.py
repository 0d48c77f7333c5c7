"""A meeting at an event: its page, its calendar file, and what became of it."""

from flask import Response, flash
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import VersionedForm, page, press
from app.core.i18n import _, _l
from app.events import actions, policy, queries, services, turn
from app.events.enums import Absent
from app.events.forms import RecordForm
from app.events.models import EventMeeting
from app.events.views.blueprint import back, blueprint
from app.partnering.forms.meetings import HELD
from app.partnering.meetings.invitation import Method


def show_meeting(meeting: EventMeeting, form: VersionedForm | None = None, sent: str = "") -> ResponseReturnValue:
    """The page of a meeting; after a refused step with what was typed (422)."""
    by, whose = actor(), turn.of_meeting(meeting)
    return page(
        "events/meeting.html", form, meeting=meeting, event=meeting.event, sent=sent, turn=whose, turn_is_mine=whose is not None and whose.is_mine(by),
        actions=actions.of_meeting(meeting, by), meets=policy.meets(by, meeting),
    )


@blueprint.get("/event-meetings/<public_id>")
@requires(policy.see_meeting, load=queries.get_event_meeting)
def meeting(meeting: EventMeeting) -> ResponseReturnValue:
    """When, where and with whom."""
    return show_meeting(meeting)


@blueprint.get("/event-meetings/<public_id>/invitation.ics")
@requires(policy.downloads, load=queries.get_event_meeting)
def invitation(meeting: EventMeeting) -> ResponseReturnValue:
    """The meeting for calendar programs."""
    reader = next(one for one in meeting.participants if policy.is_self(actor(), one))
    part = services.calendar_part(meeting, Method.REQUEST, reader)
    disposition = {"Content-Disposition": f'attachment; filename="meeting-{meeting.public_id}.ics"'}
    return Response(part.content, content_type=part.content_type, headers=disposition)


@blueprint.post("/event-meetings/<public_id>/cancel")
@requires(policy.meets, load=queries.get_event_meeting)
def meeting_cancel(meeting: EventMeeting) -> ResponseReturnValue:
    """Cancel it."""
    done = _l("The meeting is cancelled, and both are told.")
    return press(services.cancel_meeting, meeting, by=actor(), done=done, back=back, show=show_meeting, sent="cancel", comment=True)


@blueprint.route("/event-meetings/<public_id>/record", methods=["GET", "POST"])
@requires(policy.records, load=queries.get_event_meeting)
def record(meeting: EventMeeting) -> ResponseReturnValue:
    """Say that it was held, or who did not come."""
    by = actor()
    form = RecordForm(data={"version": meeting.version})
    form.offer(meeting)
    chosen, version = form.became.data, form.version.data
    if chosen in set(Absent):
        done = form.accepted(
            services.record_absence, meeting, absent=Absent(chosen), by=by, comment=form.comment.data or "", version=version
        )
    else:
        done = chosen == HELD and form.accepted(services.record_held, meeting, by=by, version=version)
    if done:
        flash(_("It is on record."), "success")
        return back(meeting)
    if form.is_submitted() and chosen not in {HELD, *Absent}:
        form.validate()
    return page("events/record.html", form, meeting=meeting, event=meeting.event)
