"""One event: its page, and the steps that are one button."""

from collections.abc import Callable
from typing import Any

from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import VersionedForm, page, press
from app.core.i18n import LazyText, _l
from app.events import actions, policy, queries, reading, services, turn
from app.events.enums import EventState
from app.events.models import ProgrammeEvent
from app.events.views.blueprint import back, blueprint, own_zone

WITHOUT_DAYS = frozenset({EventState.POSTPONED, EventState.CANCELLED})


def show_page(event: ProgrammeEvent, form: VersionedForm | None = None, sent: str = "") -> ResponseReturnValue:
    """The page of an event; after a refused step with what was typed (422)."""
    by: Any = actor()
    organises, whose = policy.organises(by, event), turn.of_event(event)
    return page(
        "events/show.html", form, event=event, sent=sent, actions=actions.of_event(event, by), organises=organises,
        turn=whose if organises else None, turn_is_mine=whose is not None and whose.is_mine(by), mine=queries.participation_of(event, by),
        may_register=policy.registers(by, event), sees_people=policy.sees_people(by, event), counts=queries.count_participants(event),
        days=[] if event.state in WITHOUT_DAYS and not organises else reading.days(event, own_zone()),
    )


@blueprint.get("/events/<public_id>")
@requires(policy.view, load=queries.get_event, anonymous=True)
def show(event: ProgrammeEvent) -> ResponseReturnValue:
    """What the event is about, when and where; for organisers what is to be done."""
    return show_page(event)


def _act(action: str, event: ProgrammeEvent, service: Callable[..., None], done: LazyText, *, comment: bool = False) -> ResponseReturnValue:
    return press(service, event, by=actor(), done=done, back=back, show=show_page, sent=action, comment=comment)


@blueprint.post("/events/<public_id>/ask-both")
@requires(policy.asks_both, load=queries.get_event)
def ask_both(event: ProgrammeEvent) -> ResponseReturnValue:
    """Ask both countries to agree."""
    return _act("ask_both", event, services.ask_both, _l("Both countries are asked. The event is published when both have agreed."))


@blueprint.post("/events/<public_id>/agree")
@requires(policy.agrees, load=queries.get_event)
def agree(event: ProgrammeEvent) -> ResponseReturnValue:
    """Agree for one's country."""
    return _act("agree", event, services.agree, _l("You have agreed for your country."))


@blueprint.post("/events/<public_id>/send-back")
@requires(policy.agrees, load=queries.get_event)
def send_back(event: ProgrammeEvent) -> ResponseReturnValue:
    """Want it otherwise."""
    return _act("send_back", event, services.send_back, _l("The event is sent back. The organisers read your reason."), comment=True)


@blueprint.post("/events/<public_id>/take-back")
@requires(policy.asks_both, load=queries.get_event)
def take_back(event: ProgrammeEvent) -> ResponseReturnValue:
    """Change it before both have agreed."""
    return _act("take_back", event, services.take_back, _l("The event can be changed again."))


@blueprint.post("/events/<public_id>/publish")
@requires(policy.publishes, load=queries.get_event)
def publish(event: ProgrammeEvent) -> ResponseReturnValue:
    """Let everybody see it."""
    return _act("publish", event, services.publish, _l("The event is published."))


@blueprint.post("/events/<public_id>/open-registration")
@requires(policy.organises, load=queries.get_event)
def open_registration(event: ProgrammeEvent) -> ResponseReturnValue:
    """Let people register."""
    return _act("open_registration", event, services.open_registration, _l("The registration is open."))


@blueprint.post("/events/<public_id>/close-registration")
@requires(policy.organises, load=queries.get_event)
def close_registration(event: ProgrammeEvent) -> ResponseReturnValue:
    """Let nobody else register."""
    return _act("close_registration", event, services.close_registration, _l("The registration is closed."))


@blueprint.post("/events/<public_id>/archive")
@requires(policy.organises, load=queries.get_event)
def archive(event: ProgrammeEvent) -> ResponseReturnValue:
    """Put it aside."""
    return _act("archive", event, services.archive, _l("The event is archived."))


@blueprint.post("/events/<public_id>/postpone")
@requires(policy.organises, load=queries.get_event)
def postpone(event: ProgrammeEvent) -> ResponseReturnValue:
    """Hold it on other days."""
    done = _l("The event is postponed. Enter the new days, then take it up again.")
    return _act("postpone", event, services.postpone, done, comment=True)


@blueprint.post("/events/<public_id>/resume")
@requires(policy.organises, load=queries.get_event)
def resume(event: ProgrammeEvent) -> ResponseReturnValue:
    """Hold it on the new days."""
    return _act("resume", event, services.resume, _l("The event is taken up again."))


@blueprint.post("/events/<public_id>/cancel")
@requires(policy.organises, load=queries.get_event)
def cancel(event: ProgrammeEvent) -> ResponseReturnValue:
    """Hold it not at all."""
    return _act("cancel", event, services.cancel_event, _l("The event is cancelled, and all who are registered are told."), comment=True)
