"""Whatever the two sides and the clock do with a trial: it ends only as both decided, and its facts fit its state."""

from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app.accounts.enums import Role
from app.core.errors import NotAllowed, Refused
from app.partnering.enums import IntroductionState, Side, StepState
from app.partnering.services import introducing
from app.partnering.services import trial as services
from app.partnering.trials.enums import TrialOutcome
from app.partnering.trials.enums import TrialState as S

sides = st.sampled_from(Side)
WAITING = {S.PROPOSED, S.RUNNING, S.DECISION_DUE}
ENDS = {TrialOutcome.ADOPT: S.ADOPTED, TrialOutcome.STOP: S.STOPPED}


def test_a_trial_ends_as_both_decided(make, session):
    introduction = make.introduction(IntroductionState.IN_TALKS)
    people = {
        side: [make.member(organisation, Role.REPRESENTATIVE) for _ in range(2)]
        for side, organisation in ((Side.ASKER, introduction.organisation), (Side.OWNER, introduction.profile.organisation))
    }
    session.commit()
    seen = Counter()

    class Trials(RuleBasedStateMachine):
        @initialize(begun=st.sampled_from([S.PROPOSED, S.RUNNING, S.DECISION_DUE]))
        def begin(self, begun):
            self.savepoint = session.begin_nested()
            self.trial = make.trial(begun, introduction=introduction)
            self.extended = 0

        def teardown(self):
            if hasattr(self, "savepoint"):
                self.savepoint.rollback()
                session.expire_all()

        def attempt(self, act, *args, **values):
            try:
                with session.begin_nested():
                    act(*args, **values)
            except (Refused, NotAllowed):
                session.expire_all()
                return False
            return True

        @rule(side=sides, act=st.sampled_from([services.agree_trial, services.agree_trial, services.decline_trial, services.withdraw_trial]))
        def answer(self, side, act):
            before = self.trial.state
            if self.attempt(act, self.trial, by=people[side][0]):
                assert before == S.PROPOSED
                assert (side == self.trial.side) == (act is services.withdraw_trial)

        @rule(side=sides, who=st.integers(0, 1), outcome=st.sampled_from(TrialOutcome))
        def propose(self, side, who, outcome):
            going = self.trial.state in {S.RUNNING, S.DECISION_DUE} and self.trial.open_step is None
            later = {"ends_on": None, "decide_by": None}
            if outcome == TrialOutcome.EXTEND:
                later = {"ends_on": self.trial.ends_on + timedelta(days=9), "decide_by": self.trial.ends_on + timedelta(days=19)}
            assert self.attempt(services.propose_verdict, self.trial, verdict=make.verdict(outcome, **later), by=people[side][who]) == going

        @rule(side=sides, who=st.integers(0, 1))
        def confirm(self, side, who):
            step, going = self.trial.open_step, self.trial.state in {S.RUNNING, S.DECISION_DUE}
            proposed = step.side if step and going else None
            if self.attempt(services.confirm_verdict, self.trial, by=people[side][who]):
                assert proposed == side.other
                self.extended += step.verdict.outcome == TrialOutcome.EXTEND
            else:
                assert proposed in {None, side}

        @rule(outcome=st.sampled_from(TrialOutcome))
        def whoever_may(self, outcome):
            if self.trial.open_step is None:
                self.propose(Side.ASKER, 0, outcome)
            if self.trial.open_step is not None:
                self.confirm(self.trial.open_step.side.other, 1)

        @rule(side=sides)
        def drop(self, side):
            self.attempt(services.set_verdict_aside, self.trial, by=people[side][0])

        @rule(act=st.sampled_from([services.lapse_trial, services.come_due, services.come_due]))
        def time(self, act):
            self.attempt(act, self.trial)

        @rule()
        def lapse_step(self):
            if self.trial.open_step is not None:
                introducing.lapse_step(self.trial.open_step)

        @invariant()
        def facts_fit(self):
            if not hasattr(self, "trial"):
                return
            trial = self.trial
            seen[str(trial.state)] += 1
            assert (trial.due_at is not None) == (trial.state in WAITING)
            assert trial.extensions == self.extended
            confirmed = [step for step in trial.steps if step.state == StepState.CONFIRMED]
            assert all(step.confirmed_by_id != step.proposed_by_id for step in confirmed)
            ended = [step.verdict for step in confirmed if step.verdict.outcome in ENDS]
            assert [ENDS[verdict.outcome] for verdict in ended] == ([trial.state] if trial.state in ENDS.values() else [])
            assert trial.verdict is (ended[0] if ended else None)
            assert sum(step.state == StepState.PROPOSED for step in trial.steps) <= 1

    run_state_machine_as_test(Trials, settings=settings(
        max_examples=25, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True,
    ))
    assert {S.RUNNING, S.DECISION_DUE} <= set(seen)
    assert {S.ADOPTED, S.STOPPED} & set(seen)
