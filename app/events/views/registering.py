"""People register for an event, see who else takes part, and leave it; organisers decide on registrations."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import VersionedForm, page, press
from app.core.i18n import LazyText, _, _l
from app.core.pagination import page_number
from app.events import actions, policy, queries, reading, services, turn
from app.events.enums import ParticipantState
from app.events.forms import PresenceForm, RegisterForm
from app.events.models import EventParticipant, ProgrammeEvent
from app.events.slots import slots_of
from app.events.views.blueprint import back, blueprint, own_zone
from app.partnering.forms.meetings import instant

S = ParticipantState


def _chosen(form: RegisterForm | PresenceForm) -> list[datetime]:
    return [start for start in map(instant, form.present.data or ()) if start is not None]


@blueprint.route("/events/<public_id>/register", methods=["GET", "POST"])
@requires(policy.registers, load=queries.get_event)
def register(event: ProgrammeEvent) -> ResponseReturnValue:
    """Register oneself, there in all slots unless one says otherwise."""
    by = actor()
    organisations = {one.public_id: one for one in queries.organisations_for(event, by)}
    groups = reading.slot_choices(event, own_zone())
    form = RegisterForm(data={"present": [reading.slot_key(span.start) for span in slots_of(event)]})
    form.offer(list(organisations.values()))
    form.offer_slots(groups)
    organisation = organisations.get(form.organisation.data or "")
    if form.accepted(services.register, event, organisation=organisation, present=_chosen(form), by=by):
        done = _("Your registration waits for the organiser.") if event.moderated else _("You are registered. See who else takes part, and ask for meetings.")
        flash(done, "success")
        return redirect(url_for("events.mine", public_id=event.public_id))
    return page("events/register.html", form, event=event, groups=groups)


@blueprint.route("/event-participants/<public_id>/presence", methods=["GET", "POST"])
@requires(policy.changes_presence, load=queries.get_participant)
def presence(participant: EventParticipant) -> ResponseReturnValue:
    """Change when one is there."""
    event = participant.event
    away, groups = {one.starts_at for one in participant.absences}, reading.slot_choices(event, own_zone())
    there = [reading.slot_key(span.start) for span in slots_of(event) if span.start not in away]
    form = PresenceForm(data={"present": there, "version": participant.version})
    form.offer_slots(groups)
    if form.accepted(services.change_presence, participant, present=_chosen(form), by=actor(), version=form.version.data):
        flash(_("Saved."), "success")
        return redirect(url_for("events.mine", public_id=event.public_id))
    return page("events/presence.html", form, event=event, groups=groups)


@blueprint.get("/events/<public_id>/participants")
@requires(policy.sees_people, load=queries.get_event, parameters=("q", "state", "page"))
def participants(event: ProgrammeEvent) -> ResponseReturnValue:
    """Who takes part; organisers also see who waits, and who was refused or left."""
    by, words = actor(), request.args.get("q", "").strip()
    organises = policy.organises(by, event)
    asked = request.args.get("state", "")
    state = S(asked) if organises and asked in set(S) else S.CONFIRMED
    found = queries.list_participants(event, words, page_number(request.args.get("page")), state)
    return page(
        "events/participants.html", None, event=event, found=found, words=words, state=state, organises=organises, by=by,
        counts=queries.count_participants(event), states=list(S),
        page_url=lambda number: url_for("events.participants", public_id=event.public_id, q=words or None, state=asked or None, page=number),
    )


def show_participant(participant: EventParticipant, form: VersionedForm | None = None, sent: str = "") -> ResponseReturnValue:
    """The page of a participant; after a refused step with what was typed (422)."""
    by, whose = actor(), turn.of_participant(participant)
    organises = policy.organises(by, participant)
    return page(
        "events/participant.html", form, participant=participant, event=participant.event, sent=sent, turn=whose if organises else None,
        turn_is_mine=whose is not None and whose.is_mine(by), actions=actions.of_participant(participant, by), is_self=policy.is_self(by, participant),
        organises=organises,
    )


@blueprint.get("/event-participants/<public_id>")
@requires(policy.see_participant, load=queries.get_participant)
def participant(participant: EventParticipant) -> ResponseReturnValue:
    """One who takes part, with the organisation and its open profiles."""
    return show_participant(participant)


def _act(action: str, participant: EventParticipant, service: Callable[..., None], done: LazyText, *, comment: bool = False) -> ResponseReturnValue:
    return press(service, participant, by=actor(), done=done, back=back, show=show_participant, sent=action, comment=comment)


@blueprint.post("/event-participants/<public_id>/confirm")
@requires(policy.organises, load=queries.get_participant)
def participant_confirm(participant: EventParticipant) -> ResponseReturnValue:
    """Let the person take part."""
    return _act("confirm", participant, services.confirm_registration, _l("The registration is confirmed, and the person is told."))


@blueprint.post("/event-participants/<public_id>/reject")
@requires(policy.organises, load=queries.get_participant)
def participant_reject(participant: EventParticipant) -> ResponseReturnValue:
    """Do not let the person take part."""
    done = _l("The registration is rejected. The person reads your reason.")
    return _act("reject", participant, services.reject_registration, done, comment=True)


@blueprint.post("/event-participants/<public_id>/cancel")
@requires(policy.organises, load=queries.get_participant)
def participant_cancel(participant: EventParticipant) -> ResponseReturnValue:
    """Take a registration back."""
    done = _l("The registration is cancelled. The person reads your reason.")
    return _act("cancel", participant, services.cancel_registration, done, comment=True)


@blueprint.post("/event-participants/<public_id>/withdraw")
@requires(policy.is_self, load=queries.get_participant)
def participant_withdraw(participant: EventParticipant) -> ResponseReturnValue:
    """Do not come."""
    return _act("withdraw", participant, services.withdraw, _l("You do not take part any more."))
