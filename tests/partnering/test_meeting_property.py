"""Whatever people do with several meetings: nobody is in two at a time, and a meeting takes its time exactly while it stands."""

from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from app.core.errors import NotAllowed, Refused
from app.partnering.enums import IntroductionState, Side
from app.partnering.enums import MeetingState as S
from app.partnering.models import MeetingSlot
from app.partnering.services import meeting as services

NUMBER = 4
which = st.integers(0, NUMBER - 1)
starts = st.lists(st.integers(0, 5), min_size=1, max_size=4, unique=True)


def test_no_two_confirmed_meetings_of_a_person_overlap(make, session):
    hub = make.introduction(IntroductionState.ACCEPTED)
    introductions = [hub, make.introduction(IntroductionState.ACCEPTED, organisation=hub.organisation), hub]
    introductions.append(make.introduction(IntroductionState.ACCEPTED, profile=make.profile("published", organisation=hub.profile.organisation)))
    free = make.free(make.meeting(introduction=hub, half_hours=1), 8)
    session.commit()

    class Meetings(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.savepoint = session.begin_nested()
            self.all = [make.meeting(introduction=one, half_hours=1 + place % 2) for place, one in enumerate(introductions)]

        def teardown(self):
            self.savepoint.rollback()
            session.expire_all()

        def attempt(self, act, *args, **values):
            try:
                with session.begin_nested():
                    act(*args, **values)
            except (Refused, NotAllowed):
                session.expire_all()

        def by(self, place, side):
            return make.of_meeting(self.all[place], side)

        @rule(place=which, chosen=starts, side=st.sampled_from(Side), act=st.sampled_from(
            [services.request_meeting, services.counter_propose, services.propose_other_time]
        ))
        def offer(self, place, chosen, side, act):
            self.attempt(act, self.all[place], starts=[free[n] for n in chosen], by=self.by(place, side))

        @rule(place=which, chosen=st.integers(0, 5), side=st.sampled_from(Side))
        def accept(self, place, chosen, side):
            self.attempt(services.accept_time, self.all[place], start=free[chosen], by=self.by(place, side))

        @rule(place=which, side=st.sampled_from(Side), act=st.sampled_from([services.cancel_meeting, services.keep_time]))
        def drop(self, place, side, act):
            self.attempt(act, self.all[place], by=self.by(place, side), comment="Sample reason.")

        @invariant()
        def nobody_is_in_two_places(self):
            taken = set()
            for meeting in self.all:
                expected = set()
                if meeting.state in {S.ACCEPTED, S.RESCHEDULING}:
                    halves = [meeting.starts_at + n * timedelta(minutes=30) for n in range(meeting.half_hours)]
                    expected = {(one.person_id, half) for one in meeting.participants for half in halves}
                    assert meeting.ends_at - meeting.starts_at == meeting.half_hours * timedelta(minutes=30)
                rows = session.execute(select(MeetingSlot.person_id, MeetingSlot.starts_at).where(MeetingSlot.meeting_id == meeting.id))
                assert {tuple(row) for row in rows} == expected
                assert not taken & expected
                taken |= expected
            seen.update(str(meeting.state) for meeting in self.all)

    seen = Counter()
    run_state_machine_as_test(Meetings, settings=settings(
        max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True,
    ))
    assert {S.REQUESTED, S.ACCEPTED} <= set(seen)
