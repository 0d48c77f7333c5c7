"""Trials: proposed by one side, agreed on by the other, decided by both."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.accounts.enums import Role
from app.core.db import now
from app.core.errors import NotAllowed, Refused, WrongState
from app.core.events import Event
from app.core.outbox import Owed
from app.notices import recipients
from app.partnering import trial_tasks
from app.partnering.enums import IntroductionState, Side, StepState
from app.partnering.models import Trial
from app.partnering.queries import get_trial
from app.partnering.services import introducing
from app.partnering.services import trial as services
from app.partnering.trials.enums import StopReason
from app.partnering.trials.enums import TrialOutcome as O
from app.partnering.trials.enums import TrialState as S
from app.projects.services import link_trial, register_introduced
from tests.partnering.test_documents import cast

TODAY = now().date


def fields(refusal):
    return {problem.field for problem in refusal.value.problems}


@pytest.mark.parametrize("state", list(IntroductionState))
def test_in_which_talks_a_trial_is_proposed(make, state):
    introduction = make.introduction(state)
    may = state in {IntroductionState.IN_TALKS, IntroductionState.UNDER_NDA, IntroductionState.AGREED}
    for name, person in cast(make, introduction).items():
        if person is None:
            continue
        if may and name in {"asker", "owner"}:
            trial = services.propose_trial(introduction, details=make.trial_details(), by=person)
            assert trial.side == name
        else:
            with pytest.raises(NotAllowed):
                services.propose_trial(introduction, details=make.trial_details(), by=person)


def test_what_is_missing_is_named_all_at_once(make):
    introduction = make.introduction(IntroductionState.IN_TALKS)
    track = introduction.programme.tracks[1]
    wrong = {
        "subject": " ", "scope": "", "success_test": "", "ends_on": TODAY() - timedelta(days=1), "decide_by": TODAY() - timedelta(days=1),
        "track": track, "subtopic": introduction.programme.tracks[0].subtopics[0],
    }
    with pytest.raises(Refused) as refusal:
        services.propose_trial(introduction, details=make.trial_details(**wrong), by=make.asker(introduction))
    assert fields(refusal) == {"subject", "scope", "success_test", "ends_on", "decide_by", "subtopic"}
    with pytest.raises(Refused) as refusal:
        late = make.trial_details(starts_on=TODAY() + timedelta(days=40))
        services.propose_trial(introduction, details=late, by=make.asker(introduction))
    assert fields(refusal) == {"ends_on"}


def test_the_other_side_agrees(make):
    trial = make.trial(side=Side.OWNER)
    for person in (make.of_trial(trial, Side.OWNER), make.member(trial.introduction.organisation, Role.MEMBER), make.broker(trial.introduction)):
        with pytest.raises(NotAllowed):
            services.agree_trial(trial, by=person)
    services.agree_trial(trial, by=make.of_trial(trial, Side.ASKER))
    assert trial.state == S.RUNNING
    assert trial.due_at.date() == trial.ends_on + timedelta(days=1)
    with pytest.raises(WrongState):
        services.withdraw_trial(trial, by=make.of_trial(trial, Side.OWNER))


def test_talks_that_ended_or_days_that_passed_take_no_trial(make):
    trial = make.trial()
    introducing.end_talks(trial.introduction, reason="no_funding", by=make.asker(trial.introduction))
    trial.starts_on = trial.ends_on = TODAY() - timedelta(days=1)
    with pytest.raises(Refused) as refusal:
        services.agree_trial(trial, by=make.owner(trial.introduction))
    assert fields(refusal) == {"introduction", "ends_on"}


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize(("outcome", "state"), [(O.ADOPT, S.ADOPTED), (O.EXTEND, S.RUNNING), (O.STOP, S.STOPPED)])
@pytest.mark.parametrize("source", [S.RUNNING, S.DECISION_DUE])
def test_both_decide(make, session, source, outcome, state, side):
    trial = make.trial(source)
    make.proposed_verdict(trial, outcome, side)
    assert trial.state == source
    for person in (make.of_trial(trial, side), make.member(trial.organisation_of(side), Role.REPRESENTATIVE), make.broker(trial.introduction)):
        with pytest.raises(NotAllowed):
            services.confirm_verdict(trial, by=person)
    services.confirm_verdict(trial, by=make.of_trial(trial, side.other))
    assert trial.state == state
    verdict = trial.steps[-1].verdict
    assert trial.open_step is None
    if outcome == O.EXTEND:
        assert (trial.ends_on, trial.decide_by, trial.extensions) == (verdict.ends_on, verdict.decide_by, 1)
        assert trial.verdict is None
    else:
        assert trial.verdict is verdict
        assert trial.due_at is None
        assert verdict.reason == (StopReason.TOO_COSTLY if outcome == O.STOP else None)


def test_what_a_decision_needs(make):
    trial = make.trial(S.RUNNING)
    by = make.of_trial(trial, Side.ASKER)
    empty = {"results": " ", "reason": None, "explanation": " ", "ends_on": None, "decide_by": None}
    for outcome, missing in (
        (O.ADOPT, {"results"}), (O.STOP, {"results", "reason", "explanation"}), (O.EXTEND, {"results", "ends_on", "decide_by"}),
    ):
        with pytest.raises(Refused) as refusal:
            services.propose_verdict(trial, verdict=make.verdict(outcome, **empty), by=by)
        assert fields(refusal) == missing
    with pytest.raises(Refused) as refusal:
        services.propose_verdict(trial, verdict=make.verdict(O.EXTEND, ends_on=trial.ends_on), by=by)
    assert fields(refusal) == {"ends_on"}
    make.proposed_verdict(trial, O.STOP)
    with pytest.raises(Refused):
        services.propose_verdict(trial, verdict=make.verdict(), by=make.of_trial(trial, Side.OWNER))
    services.set_verdict_aside(trial, by=make.of_trial(trial, Side.OWNER), comment="Too early.")
    assert trial.state == S.RUNNING
    make.proposed_verdict(trial, O.ADOPT, Side.OWNER)


def test_a_step_of_the_talks_goes_on_beside_a_decision(make):
    introduction = make.introduction(IntroductionState.IN_TALKS)
    trial = make.trial(S.RUNNING, introduction=introduction)
    make.proposed_verdict(trial)
    make.propose(introduction, "confidentiality", Side.OWNER)
    assert introduction.open_step.kind == "confidentiality"
    introducing.confirm_step(introduction, by=make.asker(introduction))
    assert introduction.state == IntroductionState.UNDER_NDA
    assert trial.open_step is not None
    introducing.end_talks(introduction, reason="no_funding", by=make.asker(introduction))
    services.confirm_verdict(trial, by=make.owner(introduction))
    assert trial.state == S.ADOPTED


def test_time_moves_them(make, session):
    proposed, running, due = make.trial(), make.trial(S.RUNNING), make.trial(S.DECISION_DUE)
    make.proposed_verdict(due)
    session.commit()
    assert trial_tasks.run_clock() == 0
    for trial in (proposed, running, due):
        trial.due_at = now() - timedelta(hours=1)
    session.commit()
    assert trial_tasks.run_clock() == 2
    session.expire_all()
    assert [trial.state for trial in (proposed, running, due)] == [S.LAPSED, S.DECISION_DUE, S.DECISION_DUE]
    trial_tasks.remind()
    session.expire_all()
    assert due.due_at > now()
    due.steps[0].due_at = now() - timedelta(hours=1)
    session.commit()
    introducing.run_introduction_clock()
    session.expire_all()
    assert due.steps[0].state == StepState.LAPSED
    make.proposed_verdict(due)


def test_the_project_that_came_of_it(make, session):
    introduction = make.introduction(IntroductionState.IN_TALKS)
    older = make.project(lead=introduction.profile.organisation, partners=[introduction.organisation])
    older.created_at = now() - timedelta(days=1)
    elsewhere = make.project(lead=introduction.profile.organisation)
    trial = make.trial(S.ADOPTED, introduction=introduction)
    asker = make.asker(introduction)
    make.propose(introduction, "project")
    project = register_introduced(introduction, by=make.owner(introduction))
    session.flush()
    for wrong in (None, older, elsewhere):
        with pytest.raises(Refused):
            link_trial(trial, project=wrong, by=asker)
    for person in (make.broker(introduction), make.member(introduction.organisation, Role.MEMBER)):
        with pytest.raises(NotAllowed):
            link_trial(trial, project=project, by=person)
    link_trial(trial, project=project, by=asker)
    session.commit()
    assert trial.project_id == project.id
    assert session.scalars(select(Event).where(Event.kind == "trial.link")).one().data == {"trial": trial.public_id, "project": project.public_id}
    with pytest.raises(NotAllowed):
        link_trial(trial, project=project, by=asker)


def test_only_the_two_sides_see_a_trial(make, session):
    trial = make.trial(S.RUNNING)
    for name, person in cast(make, trial.introduction).items():
        if person is None:
            continue
        found = get_trial(person, lock=False, public_id=trial.public_id)
        assert (found is not None) == (name in {"asker", "asker member", "owner", "owner member"}), name


def test_mails_go_to_the_two_sides(make, session):
    trial = make.trial(S.RUNNING)
    make.decided_trial(trial)
    rows = session.scalars(select(Owed).where(Owed.payload["subject"].astext == "trial")).all()
    sides = {make.asker(trial.introduction).id, make.owner(trial.introduction).id}
    assert {row.payload["kind"] for row in rows} == {"trial.propose", "trial.agree", "trial.adopt"}
    assert {row.payload["person_id"] for row in rows} <= sides
    for row in rows:
        assert recipients.find(row.payload)
    stranger = make.person()
    with pytest.raises(recipients.NotDue):
        recipients.find({**rows[0].payload, "person_id": stranger.id})


IMPOSSIBLE = (
    ("UPDATE trial SET due_at = NULL", "due_if_waiting"), ("UPDATE trial SET agreed_at = NULL", "agreed_at_if_agreed"),
    ("UPDATE trial SET state = 'adopted', due_at = NULL", "verdict_if_ended"), ("UPDATE trial SET decide_by = ends_on", "days_in_order"),
    ("UPDATE trial SET ends_on = starts_on - 1", "days_in_order"),
    ("UPDATE introduction_step SET trial_id = NULL WHERE kind = 'trial'", "trial_if_trial"),
    ("UPDATE trial_verdict SET outcome = 'stop'", "reason_if_stop"), ("UPDATE trial_verdict SET outcome = 'extend'", "days_if_extend"),
)


@pytest.mark.parametrize(("statement", "name"), IMPOSSIBLE)
def test_the_database_refuses_what_cannot_be(make, session, statement, name):
    make.proposed_verdict(make.trial(S.RUNNING))
    session.flush()
    with pytest.raises(IntegrityError) as refusal, session.begin_nested():
        session.execute(text(statement))
    assert name in str(refusal.value)
    assert session.scalars(select(Trial)).one().state == S.RUNNING
