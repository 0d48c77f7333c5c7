"""One meeting: its page, its calendar file, and the steps that are one button."""

from collections.abc import Callable

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import ActionForm, VersionedForm, page, press
from app.core.i18n import LazyText, _l, language
from app.partnering import queries
from app.partnering.introductions import reading as introductions
from app.partnering.meetings import actions, policy, reading
from app.partnering.meetings.invitation import Method
from app.partnering.meetings.turn import whose_turn
from app.partnering.models import Meeting
from app.partnering.services import meeting as services
from app.partnering.views.meeting.blueprint import back, blueprint


def show_page(meeting: Meeting, form: VersionedForm | None = None, sent: str = "") -> ResponseReturnValue:
    """The page of a meeting; after a refused step with what was typed (422)."""
    by = actor()
    turn = whose_turn(meeting)
    return page(
        "meetings/show.html", form, meeting=meeting, introduction=meeting.introduction, seen=reading.seen_by(meeting, by), sent=sent,
        about=introductions.seen_by(meeting.introduction, by), turn=turn, turn_is_mine=turn is not None and turn.is_mine(by),
        actions=actions.of(meeting, by),
    )


@blueprint.get("/meetings/<public_id>")
@requires(policy.view, load=queries.get_meeting)
def show(meeting: Meeting) -> ResponseReturnValue:
    """What the reader may know of it."""
    return show_page(meeting)


@blueprint.get("/meetings/<public_id>/invitation.ics")
@requires(policy.downloads, load=queries.get_meeting)
def invitation(meeting: Meeting) -> ResponseReturnValue:
    """The meeting for calendar programs."""
    part = services.calendar_part(meeting, Method.REQUEST, language())
    disposition = {"Content-Disposition": f'attachment; filename="meeting-{meeting.public_id}.ics"'}
    return Response(part.content, content_type=part.content_type, headers=disposition)


def _act(action: str, meeting: Meeting, service: Callable[..., None], done: LazyText, *, comment: bool = True) -> ResponseReturnValue:
    return press(service, meeting, by=actor(), done=done, back=back, show=show_page, sent=action, comment=comment)


@blueprint.post("/meetings/<public_id>/decline")
@requires(policy.answers, load=queries.get_meeting)
def decline(meeting: Meeting) -> ResponseReturnValue:
    """Turn the request down."""
    return _act("decline", meeting, services.decline_meeting, _l("You have declined the meeting."))


@blueprint.post("/meetings/<public_id>/withdraw")
@requires(policy.requests, load=queries.get_meeting)
def withdraw(meeting: Meeting) -> ResponseReturnValue:
    """Take the request back."""
    return _act("withdraw", meeting, services.withdraw_meeting, _l("The request for the meeting is withdrawn."))


@blueprint.post("/meetings/<public_id>/discard")
@requires(policy.requests, load=queries.get_meeting)
def discard(meeting: Meeting) -> ResponseReturnValue:
    """Drop the draft."""
    form = ActionForm()
    if form.accepted(services.discard_meeting, meeting, by=actor(), version=form.version.data):
        flash(_l("The draft is dropped."), "success")
        return redirect(url_for("introductions.show", public_id=meeting.introduction.public_id))
    return show_page(meeting, form, sent="discard")


@blueprint.post("/meetings/<public_id>/keep")
@requires(policy.either, load=queries.get_meeting)
def keep(meeting: Meeting) -> ResponseReturnValue:
    """Leave the meeting at its old time."""
    return _act("keep", meeting, services.keep_time, _l("The meeting keeps its time."))


@blueprint.post("/meetings/<public_id>/cancel")
@requires(policy.either, load=queries.get_meeting)
def cancel(meeting: Meeting) -> ResponseReturnValue:
    """Cancel an agreed meeting."""
    return _act("cancel", meeting, services.cancel_meeting, _l("The meeting is cancelled, and all who take part are told."))
