"""The round of meetings of an event as the scheduler reads it: who is free in which slot, who wants to meet whom."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.db import now
from app.events import queries
from app.events.models import EventMeeting, EventParticipant, MeetingRequest, ProgrammeEvent
from app.events.slots import halves, slots_of
from app.partnering.meetings import schedule
from app.partnering.meetings.sides import Span


@dataclass(frozen=True)
class Round:
    """What is planned, by the keys that the scheduler uses: those of requests and registrations as texts."""

    event: schedule.Event
    spans: Sequence[Span]
    requests: dict[str, MeetingRequest]
    standing: Sequence[EventMeeting]


def round_of(event: ProgrammeEvent) -> Round:
    """All open requests of participants, the meetings that stand, and the slots that are still to come.

    A slot in which somebody has a meeting of another kind, or at another event, is not free for that person.
    """
    spans = slots_of(event)
    requests = {str(request.id): request for request in queries.list_open_requests(event)}
    places = {span.start: place for place, span in enumerate(spans)}
    standing = [meeting for meeting in queries.list_standing(event) if meeting.starts_at in places]
    people = {one.id: one for request in requests.values() for one in (request.asker, request.asked)}
    taken = queries.taken_between({one.person_id for one in people.values()}, event.first_at, event.last_at, elsewhere_than=event)
    free = {one.id: frozenset(_free(one, spans, taken)) for one in people.values()}
    settled = {one.id for meeting in standing for one in meeting.participants} - people.keys()
    free |= {key: frozenset() for key in settled}
    participants = [schedule.Participant(str(key), slots, event.meeting_limit) for key, slots in sorted(free.items())]
    wanted = [
        schedule.Request(key, str(request.asker_id), str(request.asked_id), request.priority, request.mutual) for key, request in requests.items()
    ]
    confirmed = [
        schedule.Confirmed(f"meeting {meeting.id}", str(meeting.asker_id), str(meeting.asked_id), places[meeting.starts_at]) for meeting in standing
    ]
    return Round(schedule.Event([event.tables] * len(spans), participants, wanted, confirmed), spans, requests, standing)


def _free(participant: EventParticipant, spans: Sequence[Span], taken: set[tuple[int, datetime]]) -> list[int]:
    away, at = {one.starts_at for one in participant.absences}, now()
    return [
        place for place, span in enumerate(spans)
        if span.start > at and span.start not in away and not any((participant.person_id, half) in taken for half in halves(span.start, span.end))
    ]


def seats(found: Round, placed: dict[str, int]) -> dict[str, int]:
    """A table for each placed request: the first that is free in its slot."""
    used: dict[int, set[int]] = defaultdict(set)
    places = {span.start: place for place, span in enumerate(found.spans)}
    for meeting in found.standing:
        used[places[meeting.starts_at]].add(meeting.table_number)
    tables = {}
    for key, slot in sorted(placed.items(), key=lambda one: (one[1], int(one[0]))):
        tables[key] = next(number for number in range(1, len(used[slot]) + 2) if number not in used[slot])
        used[slot].add(tables[key])
    return tables
