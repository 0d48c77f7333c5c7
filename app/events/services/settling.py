"""A confirmed plan becomes meetings: each placement is checked anew, and what no longer fits is named and left out.

All in one transaction. The event is locked, so that nobody registers, leaves or plans meanwhile; then the requests, so
that nobody answers them; then the people, so that no other meeting takes their time.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from app.accounts.rights import CLOCK
from app.core.db import lock, new_public_id, now
from app.events import due, queries
from app.events.enums import EventMeetingState, ParticipantState, Unfit
from app.events.models import EventMeeting, MeetingPlan, MeetingRequest, PlannedRequest, ProgrammeEvent
from app.events.policy import ROUND_STATES
from app.events.services.inviting import send_invitations
from app.events.slots import halves, slots_of
from app.events.workflow import MEETING, PLAN, REQUEST
from app.extensions import db
from app.partnering.meetings.invitation import Method
from app.partnering.meetings.sides import Span
from app.partnering.models import MeetingSlot
from app.partnering.queries.meetings import lock_people


def settle_plan(plan: MeetingPlan) -> None:
    """The worker's part: arrange the meetings of a plan that was confirmed. What is confirmed already never moves."""
    event = plan.event
    lock(event)
    rows = queries.list_placed(plan)
    requests = {request.id: request for request in queries.list_open_requests(event, lock=True)}
    lock_people({one.person_id for request in requests.values() for one in (request.asker, request.asked)})
    hall = Hall(event, requests)
    for row in rows:
        request = requests.get(row.request_id)
        why = hall.unfit(request, row.starts_at)
        if why is None and request is not None and row.starts_at is not None:
            table = hall.table(row)
            meeting = _arrange(request, hall.spans[row.starts_at], table)
            hall.enter(meeting)
        else:
            row.unfit = why
    event.planned_at = now()
    PLAN.fire("settle", plan, by=CLOCK)


class Hall:
    """What is taken at an event: people's time, their meetings, and the tables of each slot."""

    def __init__(self, event: ProgrammeEvent, requests: dict[int, MeetingRequest]) -> None:
        self.event = event
        self.spans: dict[datetime, Span] = {span.start: span for span in slots_of(event)}
        people = {one.person_id for request in requests.values() for one in (request.asker, request.asked)}
        self.taken = queries.taken_between(people, event.first_at, event.last_at)
        self.meetings: Counter[int] = Counter()
        self.tables: dict[datetime, set[int]] = defaultdict(set)
        self.pairs: set[frozenset[int]] = set()
        for meeting in queries.list_standing(event):
            self.enter(meeting)

    def enter(self, meeting: EventMeeting) -> None:
        """A meeting stands."""
        self.tables[meeting.starts_at].add(meeting.table_number)
        self.pairs.add(frozenset({meeting.asker_id, meeting.asked_id}))
        for one in meeting.participants:
            self.meetings[one.id] += 1
            self.taken |= {(one.person_id, half) for half in halves(meeting.starts_at, meeting.ends_at)}

    def unfit(self, request: MeetingRequest | None, start: datetime | None) -> Unfit | None:
        """Why a request cannot have the slot."""
        if request is None or self.event.state not in ROUND_STATES:
            return Unfit.REQUEST_ENDED
        two = (request.asker, request.asked)
        if any(one.state != ParticipantState.CONFIRMED for one in two):
            return Unfit.LEFT
        if frozenset(one.id for one in two) in self.pairs:
            return Unfit.HAVE_MEETING
        span = self.spans.get(start) if start is not None else None
        if span is None or span.start <= now():
            return Unfit.SLOT_OVER
        if any(absence.starts_at == start for one in two for absence in one.absences):
            return Unfit.AWAY
        if any((one.person_id, half) in self.taken for one in two for half in halves(span.start, span.end)):
            return Unfit.BUSY
        if any(self.meetings[one.id] >= self.event.meeting_limit for one in two):
            return Unfit.LIMIT
        return Unfit.NO_TABLE if len(self.tables[span.start]) >= self.event.tables else None

    def table(self, row: PlannedRequest) -> int:
        """The table that was planned; another one where it is taken or gone."""
        used, wanted = self.tables[row.starts_at or now()], row.table_number or 1
        if wanted <= self.event.tables and wanted not in used:
            return wanted
        return next(number for number in range(1, len(used) + 2) if number not in used)


def _arrange(request: MeetingRequest, span: Span, table: int) -> EventMeeting:
    public_id = new_public_id()
    meeting = EventMeeting(
        event=request.event, request=request, asker=request.asker, asked=request.asked, public_id=public_id, uid=f"{public_id}@meetings.musubi",
        state=EventMeetingState.CONFIRMED, starts_at=span.start, ends_at=span.end, due_at=due.record_due(request.event, span.end), table_number=table,
    )
    db.session.add(meeting)
    db.session.flush()
    _take(meeting)
    MEETING.begin("confirm", meeting, by=CLOCK)
    REQUEST.fire("place", request, by=CLOCK, changes={"due_at": None})
    send_invitations(meeting, Method.REQUEST)
    return meeting


def _take(meeting: EventMeeting) -> None:
    rows: Sequence[dict[str, Any]] = [
        {"person_id": one.person_id, "starts_at": half, "event_meeting_id": meeting.id}
        for one in meeting.participants for half in halves(meeting.starts_at, meeting.ends_at)
    ]
    db.session.execute(insert(MeetingSlot), rows)
