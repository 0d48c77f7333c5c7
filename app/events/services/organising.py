"""An event is planned: its texts, days and rules."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from app.core import events
from app.core.db import lock
from app.core.errors import NotAllowed, Problem, Refused
from app.core.i18n import _l
from app.events import due, policy
from app.events.enums import EventState, RequestState
from app.events.limits import MOST_DAYS, MOST_SLOTS
from app.events.models import EventAbsence, EventDay, EventParticipant, MeetingRequest, ProgrammeEvent
from app.events.slots import Hours, slots_on
from app.events.workflow import PROGRAMME_EVENT
from app.extensions import db
from app.partnering.meetings.sides import Span
from app.partnering.meetings.slots import HALF_HOUR
from app.programmes.models import Programme
from app.programmes.services.changes import change, with_texts

TEXTS = ("titles", "descriptions")
RULES = ("place", "moderated", "tables", "meeting_limit", "registration_closes_at")
GRID = ("time_zone", "half_hours")


def create_event(programme: Programme, *, values: Mapping[str, Any], by: Any) -> ProgrammeEvent:
    """Begin an event; `values` holds `party` (none: joint), texts, rules and `days`.

    :raises Refused: the days make no slots, or the registration would close after the first.
    """
    party = values["party"]
    if not policy.organises_in(by, programme, party):
        raise NotAllowed
    spans = _spans(values)
    event = ProgrammeEvent(
        programme=programme, party=party, created_by=by, state=EventState.DRAFT, first_at=spans[0].start, last_at=spans[-1].end,
        **{name: with_texts(None, values[name]) for name in TEXTS}, **{name: values[name] for name in (*RULES, *GRID)},
    )
    event.days = [EventDay(day=one.day, opens=one.opens, closes=one.closes) for one in values["days"]]
    event.due_at = due.due_in(event, EventState.DRAFT)
    db.session.add(event)
    db.session.flush()
    PROGRAMME_EVENT.begin("write", event, by=by)
    return event


def edit_event(event: ProgrammeEvent, *, values: Mapping[str, Any], by: Any, version: int | None = None) -> None:
    """Change an event. Its days stay once it is published, since people rely on them; a postponed one gets new days.

    :raises Refused: the days would change, make no slots, or the registration would close after the first.
    """
    lock(event, version)
    if not policy.edits(by, event):
        raise NotAllowed
    spans = _spans(values)
    days = {_key(one) for one in values["days"]}
    moved = days != {_key(one) for one in event.days} or any(values[name] != getattr(event, name) for name in GRID)
    if moved and event.state not in policy.DAYS_OPEN:
        raise Refused.because("days", _l("The days, their slots and the time zone stay once the event is published. Postpone it to plan other days."))
    changed = change(event, {name: with_texts(getattr(event, name), values[name]) for name in TEXTS} | {name: values[name] for name in RULES})
    if moved:
        changed |= change(event, {"first_at": spans[0].start, "last_at": spans[-1].end, **{name: values[name] for name in GRID}})
        event.days = []
        db.session.flush()
        event.days = [EventDay(day=one.day, opens=one.opens, closes=one.closes) for one in values["days"]]
        _forget_absences(event, [span.start for span in spans])
    if event.state == EventState.REGISTRATION_OPEN:
        event.due_at = event.registration_closes_at
    db.session.flush()
    date_requests(event)
    events.record("programme_event.edit", event, by=by, data={"version": event.version, "changed": sorted(changed)})


def date_requests(event: ProgrammeEvent) -> None:
    """Requests that wait for an answer follow the dates of the event."""
    waiting = MeetingRequest.event_id == event.id, MeetingRequest.state == RequestState.ASKED
    db.session.execute(update(MeetingRequest).where(*waiting).values(due_at=due.answer_due(event)))


def _forget_absences(event: ProgrammeEvent, starts: Sequence[datetime]) -> None:
    """Who was away in a slot that is no more is there in the new ones until the person says otherwise."""
    participants = select(EventParticipant.id).where(EventParticipant.event_id == event.id)
    gone = EventAbsence.participant_id.in_(participants), EventAbsence.starts_at.not_in(starts)
    db.session.execute(delete(EventAbsence).where(*gone))


def _key(one: Any) -> tuple[Any, ...]:
    return one.day, one.opens, one.closes


def _spans(values: Mapping[str, Any]) -> list[Span]:
    days: Sequence[Hours] = values["days"]
    problems = list(_unfit_days(days))
    if problems:
        raise Refused(problems)
    spans = slots_on(days, values["time_zone"], values["half_hours"])
    problems = list(_unfit_slots(spans, values))
    if problems:
        raise Refused(problems)
    return spans


def _unfit_days(days: Sequence[Hours]) -> Sequence[Problem]:
    problems = []
    if not days:
        problems.append(Problem("days", _l("Enter at least one day.")))
    if len(days) > MOST_DAYS:
        problems.append(Problem("days", _l("Enter at most %(number)d days.", number=MOST_DAYS)))
    if len({one.day for one in days}) < len(days):
        problems.append(Problem("days", _l("A day stands twice.")))
    if any(one.opens >= one.closes for one in days):
        problems.append(Problem("days", _l("Each day must end after it begins.")))
    return problems


def _unfit_slots(spans: Sequence[Span], values: Mapping[str, Any]) -> Sequence[Problem]:
    if not spans:
        return [Problem("days", _l("The days are too short for a slot of this length."))]
    problems = []
    if len(spans) > MOST_SLOTS:
        problems.append(Problem("days", _l("These days make %(number)d slots; at most %(most)d can be planned.", number=len(spans), most=MOST_SLOTS)))
    if _off_half_hours([span.start for span in spans]):
        problems.append(Problem("days", _l("Slots begin at full and half hours. Enter such times.")))
    if values["registration_closes_at"] > spans[0].start:
        problems.append(Problem("registration_closes_at", _l("The registration must close before the first slot begins.")))
    return problems


def _off_half_hours(starts: Collection[datetime]) -> bool:
    return any(start.timestamp() % HALF_HOUR.total_seconds() for start in starts)
