"""Meetings, moved along by the real services."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.core.db import now
from app.partnering.enums import IntroductionState, MeetingState, Side
from app.partnering.meetings.availability import free_times
from app.partnering.models import Introduction, Meeting
from app.partnering.services import meeting as services

S = MeetingState
DETAILS = {
    "subject": "Grippers in the cold", "agenda": "1. Who we are\n2. The trial", "questions": "Does it work at four degrees?", "language": "en",
    "interpreter": False, "half_hours": 2, "join_link": "https://meet.sample.example/cold",
}


def build(session: Session, make: SimpleNamespace) -> dict[str, Callable[..., object]]:
    """`meeting(state, introduction=…, side=…, **details)`, `of_meeting(m, side)`, `free(m, count)`, `pass_time(m)`."""

    def of_meeting(made: Meeting, side: Side) -> Person:
        return make.asker(made.introduction) if side == Side.ASKER else make.owner(made.introduction)

    def free(made: Meeting, count: int = 2) -> list[datetime]:
        return list(free_times(made, now() + timedelta(days=2), count))

    def pass_time(made: Meeting) -> None:
        made.ends_at = now() - timedelta(hours=1)
        made.starts_at = made.ends_at - timedelta(hours=1)
        session.flush()

    def meeting(
        state: MeetingState = S.DRAFT, *, introduction: Introduction | None = None, side: Side = Side.ASKER, **details: object
    ) -> Meeting:
        introduction = introduction or make.introduction(IntroductionState.ACCEPTED)
        by = make.asker(introduction) if side == Side.ASKER else make.owner(introduction)
        other = make.owner(introduction) if side == Side.ASKER else make.asker(introduction)
        made = services.write_meeting(introduction, details={**DETAILS, **details}, by=by)
        move(made, state, by, other)
        return made

    def move(made: Meeting, state: MeetingState, by: Person, other: Person) -> None:
        if state == S.DRAFT:
            return
        services.request_meeting(made, starts=free(made), by=by)
        if state == S.COUNTER_PROPOSED:
            services.counter_propose(made, starts=free(made, 4)[2:], by=other)
        elif state == S.DECLINED:
            services.decline_meeting(made, by=other)
        elif state == S.WITHDRAWN:
            services.withdraw_meeting(made, by=by)
        elif state == S.LAPSED:
            services.lapse_meeting(made)
        elif state != S.REQUESTED:
            services.accept_time(made, start=made.times[0].starts_at, by=other)
            agreed(made, state, by)

    def agreed(made: Meeting, state: MeetingState, by: Person) -> None:
        if state == S.RESCHEDULING:
            services.propose_other_time(made, starts=free(made, 4)[2:], by=by)
        elif state == S.CANCELLED:
            services.cancel_meeting(made, by=by, comment="We are ill.")
        elif state in {S.HELD, S.NO_SHOW}:
            pass_time(made)
            if state == S.HELD:
                services.record_held(made, by=by)
            else:
                services.record_absence(made, absent=Side.OWNER, by=by)

    return {"meeting": meeting, "of_meeting": of_meeting, "free": free, "pass_time": pass_time}
