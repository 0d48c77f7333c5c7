"""An offer is answered, and it is said what became of the meeting."""

from flask import flash
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import page
from app.core.i18n import _
from app.partnering import queries
from app.partnering.enums import MeetingOutcome, Side
from app.partnering.forms.meetings import HELD, AcceptForm, LinkForm, NoteForm, RecordForm, instant
from app.partnering.meetings import policy, reading
from app.partnering.meetings.availability import hindrances
from app.partnering.models import Meeting
from app.partnering.services import meeting as services
from app.partnering.views.meeting.blueprint import back, blueprint


@blueprint.route("/meetings/<public_id>/accept", methods=["GET", "POST"])
@requires(policy.takes, load=queries.get_meeting)
def accept(meeting: Meeting) -> ResponseReturnValue:
    """Accept one of the offered times."""
    by = actor()
    side = policy.side_of(by, meeting) or Side.ASKER
    starts = [one.starts_at for one in meeting.times]
    offered = reading.choices(meeting, starts, side)
    form = AcceptForm(data={"version": meeting.version, "join_link": meeting.join_link})
    form.offer(offered)
    start = instant(form.start.data)
    if start is not None and form.accepted(
        services.accept_time, meeting, start=start, by=by, join_link=form.join_link.data or None, version=form.version.data
    ):
        flash(_("The time is agreed on. All who take part get the invitation by e-mail."), "success")
        return back(meeting)
    if form.is_submitted() and start is None:
        form.validate()
    unfit = hindrances(meeting, starts)
    hints = {choice.key: _("Not free any more: %(why)s", why=unfit[start]) for choice, start in zip(offered, starts, strict=True) if start in unfit}
    return page("meetings/accept.html", form, meeting=meeting, hints=hints)


@blueprint.route("/meetings/<public_id>/link", methods=["GET", "POST"])
@requires(policy.changes_link, load=queries.get_meeting)
def link(meeting: Meeting) -> ResponseReturnValue:
    """Give another link to join."""
    form = LinkForm(data={"version": meeting.version, "join_link": meeting.join_link})
    if form.accepted(services.change_link, meeting, join_link=form.join_link.data or None, by=actor(), version=form.version.data):
        flash(_("Saved. All who take part get the invitation anew."), "success")
        return back(meeting)
    return page("meetings/link.html", form, meeting=meeting)


@blueprint.route("/meetings/<public_id>/record", methods=["GET", "POST"])
@requires(policy.records, load=queries.get_meeting)
def record(meeting: Meeting) -> ResponseReturnValue:
    """Say that it was held, or which side did not come."""
    by = actor()
    form = RecordForm(obj=meeting)
    form.offer(meeting)
    chosen = form.became.data
    if chosen in set(Side):
        done = form.accepted(
            services.record_absence, meeting, absent=Side(chosen), by=by, comment=form.comment.data or "", version=form.version.data
        )
    else:
        done = chosen == HELD and form.accepted(services.record_held, meeting, by=by, version=form.version.data)
    if done:
        flash(_("It is on record. You can keep notes now."), "success")
        return back(meeting)
    if form.is_submitted() and chosen not in {HELD, *Side}:
        form.validate()
    return page("meetings/record.html", form, meeting=meeting)


@blueprint.route("/meetings/<public_id>/note", methods=["GET", "POST"])
@requires(policy.notes, load=queries.get_meeting)
def note(meeting: Meeting) -> ResponseReturnValue:
    """Keep what one's own side makes of it."""
    by = actor()
    standing = meeting.note_of(policy.side_of(by, meeting) or Side.ASKER)
    form = NoteForm(data={
        "version": meeting.version, "outcome": standing.outcome if standing and standing.outcome else "", "text": standing.text if standing else None,
        "shared": bool(standing and standing.shared),
    })
    form.offer()
    chosen = form.outcome.data
    outcome = MeetingOutcome(chosen) if chosen in set(MeetingOutcome) else None
    values = {"outcome": outcome, "text": form.text.data or "", "shared": form.shared.data}
    if form.accepted(services.write_note, meeting, by=by, version=form.version.data, **values):
        flash(_("Saved."), "success")
        return back(meeting)
    return page("meetings/note.html", form, meeting=meeting)
