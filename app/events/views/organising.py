"""An event is planned and changed."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import page
from app.core.i18n import _
from app.events import policy, queries, services
from app.events.forms import EventForm, NewEventForm, values_of_event
from app.events.models import ProgrammeEvent
from app.events.views.blueprint import back, blueprint

USUAL = {"half_hours": 1, "tables": 20, "meeting_limit": 10}


@blueprint.route("/events/new", methods=["GET", "POST"])
@requires(policy.create)
def new() -> ResponseReturnValue:
    """Begin an event."""
    by = actor()
    programmes = queries.list_organised_programmes(by)
    zone = programmes[0].parties[0].time_zone if programmes else "UTC"
    form = NewEventForm(data={**USUAL, "time_zone": zone})
    form.offer()
    form.offer_owners({
        programme: [party for party in (None, *programme.parties) if policy.organises_in(by, programme, party)] for programme in programmes
    })
    if form.is_submitted() and form.owner.data not in form.owners:
        form.validate()
        return page("events/details.html", form, event=None)
    values = form.values()
    programme, values["party"] = form.chosen if form.is_submitted() else (None, None)
    if form.accepted(services.create_event, programme, values=values, by=by):
        flash(_("The draft is saved. Look at it, then publish it or ask both countries."), "success")
        return redirect(url_for("events.show", public_id=form.result.public_id))
    return page("events/details.html", form, event=None)


@blueprint.route("/events/<public_id>/edit", methods=["GET", "POST"])
@requires(policy.edits, load=queries.get_event)
def edit(event: ProgrammeEvent) -> ResponseReturnValue:
    """Change an event."""
    form = EventForm(data=values_of_event(event))
    form.offer()
    if form.accepted(services.edit_event, event, values=form.values(), by=actor(), version=form.version.data):
        flash(_("Saved."), "success")
        return back(event)
    return page("events/details.html", form, event=event)
