"""When an organisation works: a page for its representatives."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import ActionForm, page
from app.core.i18n import _
from app.organisations.models import Organisation
from app.organisations.queries import calendar_of, get_organisation
from app.partnering import queries
from app.partnering.forms.hours import DayOffForm, WeekForm, weekday_name
from app.partnering.meetings import policy
from app.partnering.meetings.sides import Hours
from app.partnering.models import DayOff
from app.partnering.services import meeting as services
from app.partnering.views.meeting.blueprint import blueprint


def _page(organisation: Organisation, *, week: WeekForm | None = None, day_off: DayOffForm | None = None) -> ResponseReturnValue:
    """Both forms; the one that was sent keeps what was typed."""
    stored, weekdays = queries.get_week(organisation), sorted(services.working_weekdays(organisation))
    hours = {day.weekday: Hours(day.opens, day.closes) for day in stored.days} if stored else None
    shown = week or WeekForm(formdata=None, data={"days": WeekForm.filled(weekdays, hours), "version": stored.version if stored else 0})
    return page(
        "meetings/hours.html", week or day_off, organisation=organisation, week=shown, names=[weekday_name(day) for day in weekdays],
        day_off=day_off or DayOffForm(formdata=None), days_off=queries.list_days_off(organisation), is_set=stored is not None,
        zone=calendar_of(organisation.country).time_zone,
    )


def _back(organisation: Organisation) -> ResponseReturnValue:
    return redirect(url_for("meetings.hours", public_id=organisation.public_id))


@blueprint.route("/organisations/<public_id>/working-hours", methods=["GET", "POST"])
@requires(policy.sets_hours, load=get_organisation)
def hours(organisation: Organisation) -> ResponseReturnValue:
    """The hours of each weekday, and the days off."""
    weekdays = sorted(services.working_weekdays(organisation))
    form = WeekForm(data={"days": WeekForm.filled(weekdays, {})})
    while len(form.days) > len(weekdays):
        form.days.pop_entry()
    if not form.is_submitted():
        return _page(organisation)
    if form.accepted(lambda: services.set_week(organisation, form.chosen(weekdays), by=actor(), version=form.version.data)):
        flash(_("Your working hours are saved. Meetings are offered at these times only."), "success")
        return _back(organisation)
    return _page(organisation, week=form)


@blueprint.post("/organisations/<public_id>/working-hours/reset")
@requires(policy.sets_hours, load=get_organisation)
def reset_hours(organisation: Organisation) -> ResponseReturnValue:
    """Go back to the usual hours."""
    form = ActionForm()
    if form.accepted(services.reset_week, organisation, by=actor()):
        flash(_("The usual hours hold again."), "success")
    return _back(organisation)


@blueprint.post("/organisations/<public_id>/days-off")
@requires(policy.sets_hours, load=get_organisation)
def add_day_off(organisation: Organisation) -> ResponseReturnValue:
    """Add days on which the organisation does not work."""
    form = DayOffForm()
    if form.accepted(
        services.add_day_off, organisation, first=form.first.data, last=form.last.data, note=form.note.data or None, by=actor()
    ):
        flash(_("On these days no meeting is offered."), "success")
        return _back(organisation)
    return _page(organisation, day_off=form)


@blueprint.post("/organisations/<public_id>/days-off/<day_off>/remove")
@requires(policy.removes_day_off, load=queries.get_day_off)
def remove_day_off(day_off: DayOff) -> ResponseReturnValue:
    """The organisation works on these days after all."""
    organisation, form = day_off.organisation, ActionForm()
    if form.accepted(services.remove_day_off, day_off, by=actor()):
        flash(_("The days off are removed."), "success")
    return _back(organisation)
