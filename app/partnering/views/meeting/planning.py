"""A meeting is planned: what it is about, who takes part, and the times that are offered."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.db import now
from app.core.forms import page
from app.core.i18n import LazyText, _, _l, language
from app.partnering import queries
from app.partnering.enums import MeetingState, Side
from app.partnering.forms.meetings import DetailsForm, PeopleForm, PlanForm, TimesForm, instant
from app.partnering.introductions import reading as introductions
from app.partnering.meetings import policy, reading
from app.partnering.meetings.availability import free_times
from app.partnering.meetings.limits import MOST_TIMES
from app.partnering.models import Introduction, Meeting
from app.partnering.services import meeting as services
from app.partnering.views.meeting.blueprint import back, blueprint

S = MeetingState
USUAL_HALF_HOURS = 2
FIELDS = ("subject", "agenda", "questions", "language", "interpreter", "half_hours", "join_link", "version")
OFFERS: dict[MeetingState, tuple[Callable[..., None], LazyText, LazyText]] = {
    S.DRAFT: (services.request_meeting, _l("Ask for the meeting"), _l("The other side is asked. You are told when it answers.")),
    S.REQUESTED: (services.counter_propose, _l("Offer other times"), _l("Your times are offered instead. You are told when they are answered.")),
    S.ACCEPTED: (services.propose_other_time, _l("Propose another time"), _l("The other side is asked. The old time stands until it accepts.")),
}


@blueprint.route("/introductions/<public_id>/plan-meeting", methods=["GET", "POST"])
@requires(policy.plan, load=queries.get_introduction)
def new(introduction: Introduction) -> ResponseReturnValue:
    """Begin to plan a meeting with the other side."""
    by = actor()
    form = PlanForm(language=language(), half_hours=USUAL_HALF_HOURS)
    form.offer()
    if form.accepted(services.write_meeting, introduction, details=form.details(), by=by):
        flash(_("The draft is saved. Name who takes part, then choose times and ask."), "success")
        return redirect(url_for("meetings.show", public_id=form.result.public_id))
    return page("meetings/details.html", form, introduction=introduction, seen=introductions.seen_by(introduction, by), meeting=None)


@blueprint.route("/meetings/<public_id>/edit", methods=["GET", "POST"])
@requires(policy.writes, load=queries.get_meeting)
def edit(meeting: Meeting) -> ResponseReturnValue:
    """Change a draft."""
    by, introduction = actor(), meeting.introduction
    form = DetailsForm(data={name: getattr(meeting, name) for name in FIELDS})
    form.offer()
    if form.accepted(services.edit_meeting, meeting, details=form.details(), by=by, version=form.version.data):
        flash(_("Saved."), "success")
        return back(meeting)
    return page("meetings/details.html", form, introduction=introduction, seen=introductions.seen_by(introduction, by), meeting=meeting)


@blueprint.route("/meetings/<public_id>/people", methods=["GET", "POST"])
@requires(policy.names_people, load=queries.get_meeting)
def people(meeting: Meeting) -> ResponseReturnValue:
    """Who takes part for one's own side."""
    by = actor()
    side = policy.side_of(by, meeting) or Side.ASKER
    standing = [{"name": one.name, "reading": one.reading, "title": one.title, "email": one.email} for one in meeting.participants_of(side)]
    form = PeopleForm(data={"people": standing, "version": meeting.version})
    if form.accepted(services.name_people, meeting, people=form.rows(), by=by, version=form.version.data):
        flash(_("Saved."), "success")
        return back(meeting)
    return page("meetings/people.html", form, meeting=meeting)


@blueprint.route("/meetings/<public_id>/times", methods=["GET", "POST"])
@requires(policy.offers, load=queries.get_meeting, parameters=("after",))
def times(meeting: Meeting) -> ResponseReturnValue:
    """Offer up to five of the times at which both sides work and nobody is in another meeting."""
    by = actor()
    side = policy.side_of(by, meeting) or Side.ASKER
    service, title, done = OFFERS[meeting.state]
    after = max(instant(request.args.get("after")) or now(), now())
    starts = list(free_times(meeting, after))
    groups = reading.by_day(reading.choices(meeting, starts, side))
    form = TimesForm(data={"version": meeting.version, "times": []})
    form.offer(groups)
    chosen = [start for start in map(instant, form.times.data or ()) if start is not None]
    said = {} if meeting.state == S.DRAFT else {"comment": form.comment.data or ""}
    if form.accepted(service, meeting, starts=chosen, by=by, version=form.version.data, **said):
        flash(done, "success")
        return back(meeting)
    return page(
        "meetings/times.html", form, meeting=meeting, groups=groups, title=title, most=MOST_TIMES, earlier=after > now(),
        later=_key(starts[-1]) if starts else None, commented=meeting.state != S.DRAFT,
    )


def _key(start: datetime) -> str:
    return start.astimezone(UTC).isoformat(timespec="minutes")
