"""Events with their participants, requests, plans and meetings, moved along by the real services."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.enums import Role
from app.accounts.models import Person
from app.core.db import now
from app.events import services, tasks
from app.events.enums import Absent, EventMeetingState, EventState, ParticipantState, PlanState, RequestState
from app.events.models import EventMeeting, EventParticipant, MeetingPlan, MeetingRequest, ProgrammeEvent
from app.events.slots import Hours, slots_of

S, P, R, L, M = EventState, ParticipantState, RequestState, PlanState, EventMeetingState
DAYS_AHEAD = 40


def values_of(**values: object) -> dict[str, object]:
    """What the form of an event gives: one morning of six slots in some weeks."""
    zone = str(values.get("time_zone", "Asia/Tokyo"))
    day = (now() + timedelta(days=DAYS_AHEAD)).date()
    defaults = {
        "party": None, "titles": {"en": "Sample days", "ja": "見本デー", "he": "ימי דוגמה"}, "descriptions": {"en": "Two fields meet."},
        "place": "Sample Hall", "time_zone": zone, "moderated": False, "half_hours": 1, "tables": 3, "meeting_limit": 4,
        "days": [Hours(day, time(9), time(12))],
        "registration_closes_at": datetime.combine(day - timedelta(days=5), time(17), ZoneInfo(zone)).astimezone(UTC),
    }
    return {**defaults, **values}


def build(session: Session, make: SimpleNamespace) -> dict[str, Callable[..., object]]:
    """`event(state)`, `organiser(e)`, `participant(e, state)`, `wish(one, other, state)`, `event_plan(e, state)`, `event_meeting(state)`, `run_worker()`."""

    def organiser(made: ProgrammeEvent) -> Person:
        return make.speaker(made.programme.secretariat, Role.COORDINATOR)

    def event(state: EventState = S.REGISTRATION_OPEN, *, programme: object = None, joint: bool = False, **values: object) -> ProgrammeEvent:
        programme = programme or make.sample_programme()
        party = None if joint or state == S.AWAITING_BOTH else programme.parties[0]  # type: ignore[attr-defined]
        made = services.create_event(programme, values=values_of(party=party, **values), by=make.speaker(programme.secretariat, Role.COORDINATOR))  # type: ignore[arg-type]
        move(made, state)
        return made

    def move(made: ProgrammeEvent, state: EventState) -> None:
        by = organiser(made)
        if state == S.DRAFT:
            return
        if made.joint:
            services.ask_both(made, by=by)
            if state == S.AWAITING_BOTH:
                return
            for party in made.programme.parties:
                services.agree(made, by=make.officer(party))
        else:
            services.publish(made, by=by)
        if state == S.POSTPONED:
            services.postpone(made, by=by, comment="The hall is flooded.")
        elif state == S.CANCELLED:
            services.cancel_event(made, by=by, comment="Nobody comes.")
        elif state != S.PUBLISHED:
            open_and_on(made, state, by)

    def open_and_on(made: ProgrammeEvent, state: EventState, by: Person) -> None:
        services.open_registration(made, by=by)
        later = (S.REGISTRATION_CLOSED, S.RUNNING, S.ENDED, S.ARCHIVED)
        steps = (lambda: services.close_registration(made, by=by), lambda: services.begin(made), lambda: services.end(made), lambda: services.archive(made, by=by))
        for reached, step in zip(later, steps, strict=True):
            if state not in later[later.index(reached):]:
                break
            step()

    def participant(
        made: ProgrammeEvent, state: ParticipantState = P.CONFIRMED, *, organisation: object = None, person: Person | None = None,
        away: tuple[int, ...] = (), country: str = "",
    ) -> EventParticipant:
        organisation = organisation or make.organisation(country=country or made.programme.parties[0].country)
        person = person or make.member(organisation)
        made.moderated = state in {P.PENDING, P.REJECTED}
        session.flush()
        present = [span.start for place, span in enumerate(slots_of(made)) if place not in away]
        one = services.register(made, organisation=organisation, present=present, by=person)  # type: ignore[arg-type]
        by = organiser(made)
        if state == P.REJECTED:
            services.reject_registration(one, by=by, comment="It is full.")
        elif state == P.WITHDRAWN:
            services.withdraw(one, by=person)
        elif state == P.CANCELLED:
            services.cancel_registration(one, by=by, comment="It is full.")
        return one

    def wish(
        one: EventParticipant, other: EventParticipant, state: RequestState = R.ASKED, *, priority: int = 2, subject: str = "Grippers in the cold"
    ) -> MeetingRequest:
        request = services.ask_for_meeting(other, subject=subject, priority=priority, language="en", by=one.person)
        if state == R.WANTED:
            services.want_meeting(request, by=other.person)
        elif state == R.DECLINED:
            services.decline_request(request, by=other.person)
        elif state == R.WITHDRAWN:
            services.withdraw_request(request, by=one.person)
        elif state == R.LAPSED:
            services.withdraw(other, by=other.person)
        elif state == R.PLACED:
            event_plan(one.event, L.CONFIRMED)
        return request

    def pair(made: ProgrammeEvent) -> tuple[EventParticipant, EventParticipant]:
        return participant(made), participant(made, country=made.programme.parties[1].country)

    def run_worker() -> None:
        session.commit()
        tasks.run_owed()
        session.expire_all()

    def event_plan(made: ProgrammeEvent, state: PlanState = L.PROPOSED) -> MeetingPlan:
        by = organiser(made)
        plan = services.order_plan(made, by=by)
        if state in {L.PROPOSED, L.CONFIRMING, L.CONFIRMED}:
            run_worker()
        if state in {L.CONFIRMING, L.CONFIRMED}:
            services.confirm_plan(plan, by=by)
        if state == L.CONFIRMED:
            run_worker()
        elif state == L.DISCARDED:
            services.discard_plan(plan, by=by)
        return plan

    def event_meeting(state: EventMeetingState = M.CONFIRMED, *, event_: ProgrammeEvent | None = None, programme: object = None) -> EventMeeting:
        made = event_ or event(programme=programme)
        wish(*pair(made), R.PLACED)
        meeting = session.scalars(select(EventMeeting).order_by(EventMeeting.id.desc())).first()
        assert meeting is not None
        if state == M.CANCELLED:
            services.cancel_meeting(meeting, by=meeting.asker.person, comment="I am ill.")
        elif state in {M.HELD, M.NO_SHOW}:
            let_it_be_over(meeting)
            if state == M.HELD:
                services.record_held(meeting, by=meeting.asker.person)
            else:
                services.record_absence(meeting, absent=Absent.ASKED, by=meeting.asker.person)
        return meeting

    def let_it_be_over(meeting: EventMeeting) -> None:
        meeting.ends_at = now() - timedelta(hours=1)
        meeting.starts_at = meeting.ends_at - timedelta(minutes=30)
        session.flush()

    return {
        "event": event, "organiser": organiser, "participant": participant, "wish": wish, "pair": pair, "event_plan": event_plan,
        "event_meeting": event_meeting, "let_it_be_over": let_it_be_over, "run_worker": run_worker,
    }
