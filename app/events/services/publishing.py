"""An event goes from state to state: agreed on by both countries, published, opened and closed, postponed or cancelled."""

from collections.abc import Sequence
from typing import Any

from app.accounts.rights import CLOCK
from app.core.db import lock, now
from app.events import due, policy, queries
from app.events.enums import EventState, RequestState
from app.events.models import EventAgreement, ProgrammeEvent
from app.events.services.meeting import cancel_meeting
from app.events.services.organising import date_requests
from app.events.services.planning import discard_plan
from app.events.workflow import PROGRAMME_EVENT, REQUEST
from app.extensions import db
from app.programmes.models import Party

S = EventState


def ask_both(event: ProgrammeEvent, *, by: Any, version: int | None = None) -> None:
    """Ask both parties to agree to a joint event; an officer who asks agrees for the own party."""
    lock(event, version)
    if policy.asks_both(by, event):
        _ask_anew(event, by)
    _move("ask_both", event, S.AWAITING_BOTH, by=by)


def agree(event: ProgrammeEvent, *, by: Any, version: int | None = None) -> None:
    """An officer agrees for a party; with the last agreement the event is published."""
    lock(event, version)
    mine = _own_parties(event, by)
    _move("agree", event, S.PUBLISHED if len(mine) == len(event.missing) else S.AWAITING_BOTH, by=by)
    _agree(event, mine, by)


def send_back(event: ProgrammeEvent, *, by: Any, comment: str = "", version: int | None = None) -> None:
    """An officer of a party that has not agreed wants it otherwise."""
    lock(event, version)
    _move("send_back", event, _before(event), by=by, comment=comment)


def take_back(event: ProgrammeEvent, *, by: Any, version: int | None = None) -> None:
    """The organiser changes it before both have agreed."""
    lock(event, version)
    _move("take_back", event, _before(event), by=by)


def publish(event: ProgrammeEvent, *, by: Any, version: int | None = None) -> None:
    """Publish an event of one party."""
    lock(event, version)
    _move("publish", event, S.PUBLISHED, by=by)


def open_registration(event: ProgrammeEvent, *, by: Any, version: int | None = None) -> None:
    """Let people register until the registration closes."""
    lock(event, version)
    _move("open_registration", event, S.REGISTRATION_OPEN, by=by)


def close_registration(event: ProgrammeEvent, *, by: Any, version: int | None = None) -> None:
    """Close the registration, by hand or by the clock."""
    lock(event, version)
    _move("close_registration", event, S.REGISTRATION_CLOSED, by=by)


def archive(event: ProgrammeEvent, *, by: Any, version: int | None = None) -> None:
    """Put an event aside that is over."""
    lock(event, version)
    _move("archive", event, S.ARCHIVED, by=by)


def begin(event: ProgrammeEvent) -> None:
    """The first slot has begun."""
    _move("begin", event, S.RUNNING, by=CLOCK)


def end(event: ProgrammeEvent) -> None:
    """The last slot is over: what was not placed lapses."""
    _move("end", event, S.ENDED, by=CLOCK)
    _end_round(event, by=CLOCK)


def postpone(event: ProgrammeEvent, *, by: Any, comment: str = "", version: int | None = None) -> None:
    """The event is held on other days: confirmed meetings are cancelled, their requests wait for new ones."""
    lock(event, version)
    _move("postpone", event, S.POSTPONED, by=by, comment=comment, reason=comment.strip())
    _drop_plan(event, by=by)
    for meeting in queries.list_confirmed(event, now()):
        cancel_meeting(meeting, by=by, comment=comment)
        request = meeting.request
        back = RequestState.WANTED if request.mutual else RequestState.ASKED
        REQUEST.fire("put_back", request, by=by, to=back, changes={"due_at": None if request.mutual else due.answer_due(event)})
    event.planned_at = None


def resume(event: ProgrammeEvent, *, by: Any, version: int | None = None) -> None:
    """A postponed event is taken up with its new days; a joint one needs both parties anew."""
    lock(event, version)
    if event.joint and policy.organises(by, event):
        _ask_anew(event, by)
    _move("resume", event, S.AWAITING_BOTH if event.joint else S.PUBLISHED, by=by)
    date_requests(event)


def cancel_event(event: ProgrammeEvent, *, by: Any, comment: str = "", version: int | None = None) -> None:
    """The event is not held: confirmed meetings are cancelled, open requests lapse."""
    lock(event, version)
    _move("cancel", event, S.CANCELLED, by=by, comment=comment, reason=comment.strip())
    for meeting in queries.list_confirmed(event, now()):
        cancel_meeting(meeting, by=by, comment=comment)
    _end_round(event, by=by)


def renew_date(event: ProgrammeEvent) -> None:
    """An event that nobody took on is reminded of again."""
    event.due_at = due.due_in(event, event.state)


def _end_round(event: ProgrammeEvent, *, by: Any) -> None:
    _drop_plan(event, by=by)
    for request in queries.list_open_requests(event, lock=True):
        REQUEST.fire("lapse", request, by=by, changes={"due_at": None})


def _drop_plan(event: ProgrammeEvent, *, by: Any) -> None:
    plan = queries.open_plan_of(event)
    if plan is not None:
        discard_plan(plan, by=by)


def _before(event: ProgrammeEvent) -> EventState:
    """Where a joint event goes back to: one that was published before is postponed."""
    return S.DRAFT if event.published_at is None else S.POSTPONED


def _ask_anew(event: ProgrammeEvent, by: Any) -> None:
    event.agreements = []
    db.session.flush()
    _agree(event, _own_parties(event, by), by)


def _own_parties(event: ProgrammeEvent, by: Any) -> Sequence[Party]:
    return [party for party in event.missing if policy.officer_of(by, party)]


def _agree(event: ProgrammeEvent, parties: Sequence[Party], by: Any) -> None:
    event.agreements += [EventAgreement(party=party, party_id=party.id, person_id=by.id) for party in parties]
    db.session.flush()


def _move(action: str, event: ProgrammeEvent, target: EventState, *, by: Any, comment: str = "", **facts: Any) -> None:
    changes = {"due_at": due.due_in(event, target), **facts}
    if target == S.PUBLISHED:
        changes |= {"published_at": event.published_at or now(), "reason": None}
    PROGRAMME_EVENT.fire(action, event, by=by, to=target, comment=comment, changes=changes)
