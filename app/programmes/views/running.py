"""What the secretariat's coordinators keep up to date: exchange rates and calls for proposals."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.db import now
from app.core.forms import page
from app.core.i18n import _
from app.programmes import policy, queries, services
from app.programmes.blueprint import blueprint
from app.programmes.forms import CallForm, NewCallForm, RateForm, differences, values_of_call
from app.programmes.models import Call, Programme

PROGRAMME = "/administration/programmes/<code>"


@blueprint.route(f"{PROGRAMME}/rates", methods=["GET", "POST"])
@requires(policy.manage, load=queries.get_programme)
def rates(programme: Programme) -> ResponseReturnValue:
    """The exchange rates, and a form for the next."""
    form = RateForm(programme)
    if form.accepted(
        services.set_rate, programme, by=actor(), currency=form.currency.data, on=form.on.data, value=form.value.data,
        source=form.source.data,
    ):
        flash(_("The rate is saved."), "success")
        return redirect(url_for("programmes.rates", code=programme.code))
    return page("programmes/rates.html", form, programme=programme, rates=queries.list_rates(programme))


@blueprint.get(f"{PROGRAMME}/calls")
@requires(policy.manage, load=queries.get_programme)
def calls(programme: Programme) -> ResponseReturnValue:
    """All calls, past ones too."""
    return render_template("programmes/calls.html", programme=programme, calls=queries.list_calls(programme), at=now())


@blueprint.route(f"{PROGRAMME}/calls/new", methods=["GET", "POST"])
@requires(policy.manage, load=queries.get_programme)
def new_call(programme: Programme) -> ResponseReturnValue:
    """Add a call."""
    form = NewCallForm(programme)
    if form.accepted(
        services.add_call, programme, by=actor(), names=form.names.data, summary=form.summary.data,
        opens_at=form.instant(form.opens_at), closes_at=form.instant(form.closes_at), time_zone=form.time_zone.data,
    ):
        flash(_("The call is added."), "success")
        return redirect(url_for("programmes.call", code=programme.code, public_id=form.result.public_id))
    return page("programmes/new_call.html", form, programme=programme)


@blueprint.route(f"{PROGRAMME}/calls/<public_id>", methods=["GET", "POST"])
@requires(policy.manage, load=queries.get_call)
def edit_call(call: Call) -> ResponseReturnValue:
    """Change a call; one that has opened is never shortened."""
    form = CallForm(call.programme, data=values_of_call(call))
    if form.accepted(
        services.edit_call, call, by=actor(), version=form.version.data, names=form.names.data, summary=form.summary.data,
        opens_at=form.instant(form.opens_at), closes_at=form.instant(form.closes_at), time_zone=form.time_zone.data,
    ):
        flash(_("The call is saved."), "success")
        return redirect(url_for("programmes.call", code=call.programme.code, public_id=call.public_id))
    late = differences(form, values_of_call(call)) if form.version.errors else []
    present = [{"key": field.label.text, "value": value} for field, value in late]
    return page("programmes/edit_call.html", form, call=call, programme=call.programme, present=present, at=now())
