"""Transitions that need one button, with a comment where one is due."""

from collections.abc import Callable

from flask import flash
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import press
from app.core.i18n import LazyText, _l
from app.organisations import policy, queries, services
from app.organisations.blueprint import blueprint
from app.organisations.forms import TrackForm
from app.organisations.models import Organisation
from app.organisations.views.parts import back, show_page


def _act(
    action: str, organisation: Organisation, service: Callable[..., None], done: LazyText, *, comment: bool = True
) -> ResponseReturnValue:
    return press(service, organisation, by=actor(), done=done, back=back, show=show_page, sent=action, comment=comment)


@blueprint.post("/organisations/<public_id>/accept")
@requires(policy.represent, load=queries.get_organisation)
def accept(organisation: Organisation) -> ResponseReturnValue:
    """Take up an invitation."""
    return _act("accept", organisation, services.accept, _l("The registration has begun. Complete the entries."), comment=False)


@blueprint.post("/organisations/<public_id>/take-up")
@requires(policy.verify_for_country, load=queries.get_organisation)
def take_up(organisation: Organisation) -> ResponseReturnValue:
    """Begin a verification."""
    return _act("take_up", organisation, services.take_up, _l("You have taken up the verification."), comment=False)


@blueprint.post("/organisations/<public_id>/reject")
@requires(policy.verify_for_country, load=queries.get_organisation)
def reject(organisation: Organisation) -> ResponseReturnValue:
    """Reject a registration."""
    return _act("reject", organisation, services.reject, _l("The registration is rejected. Its representatives are told."))


@blueprint.post("/organisations/<public_id>/appeal")
@requires(policy.represent, load=queries.get_organisation)
def appeal(organisation: Organisation) -> ResponseReturnValue:
    """Appeal against a rejection."""
    return _act("appeal", organisation, services.appeal, _l("Your appeal is with the authority."))


@blueprint.post("/organisations/<public_id>/suspend")
@requires(policy.verify_for_country, load=queries.get_organisation)
def suspend(organisation: Organisation) -> ResponseReturnValue:
    """Suspend an organisation."""
    return _act("suspend", organisation, services.suspend, _l("The organisation is suspended."))


@blueprint.post("/organisations/<public_id>/lift")
@requires(policy.verify_for_country, load=queries.get_organisation)
def lift(organisation: Organisation) -> ResponseReturnValue:
    """Lift a suspension."""
    return _act("lift", organisation, services.lift, _l("The suspension is lifted."))


@blueprint.post("/organisations/<public_id>/retire")
@requires(policy.retire, load=queries.get_organisation)
def retire(organisation: Organisation) -> ResponseReturnValue:
    """Retire an organisation."""
    return _act("retire", organisation, services.retire, _l("The organisation is retired."))


@blueprint.post("/organisations/<public_id>/confirm-track")
@requires(policy.decide_tracks, load=queries.get_organisation)
def confirm_track(organisation: Organisation) -> ResponseReturnValue:
    """Confirm a suggested track."""
    return _decide_track(organisation, services.confirm_track, _l("The track is confirmed."))


@blueprint.post("/organisations/<public_id>/dismiss-track")
@requires(policy.decide_tracks, load=queries.get_organisation)
def dismiss_track(organisation: Organisation) -> ResponseReturnValue:
    """Dismiss a suggested track."""
    return _decide_track(organisation, services.dismiss_track, _l("The suggestion is dismissed."))


LONGEST_KEY = 19
"""Digits of a key that the database can hold."""


def _decide_track(organisation: Organisation, service: Callable[..., None], done: LazyText) -> ResponseReturnValue:
    form = TrackForm()
    entered = form.track.data or ""
    track_id = int(entered) if entered.isascii() and entered.isdigit() and len(entered) < LONGEST_KEY else 0
    if form.accepted(service, organisation, track_id, by=actor(), version=form.version.data):
        flash(done, "success")
        return back(organisation)
    return show_page(organisation, form)
