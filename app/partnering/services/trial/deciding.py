"""What becomes of a trial: one side proposes it with the results, another person of the other side confirms it."""

from collections.abc import Mapping
from typing import Any

from app.core.db import lock, now
from app.core.errors import NotAllowed, Problem, Refused, WrongState
from app.core.i18n import _l
from app.extensions import db
from app.partnering.enums import Side, StepKind, StepState
from app.partnering.introductions import policy as introductions
from app.partnering.introductions.workflow import STEP
from app.partnering.models import IntroductionStep, Trial, TrialVerdict
from app.partnering.services.introducing.due import keep_awake, step_due
from app.partnering.services.trial.due import end_of
from app.partnering.services.trial.proposing import days_in_order
from app.partnering.trials import policy
from app.partnering.trials.enums import TrialOutcome
from app.partnering.trials.workflow import TRIAL

NOTHING_OPEN = _l("No decision waits for your confirmation.")


def propose_verdict(trial: Trial, *, verdict: Mapping[str, Any], by: Any, version: int | None = None) -> IntroductionStep:
    """One side proposes to adopt, extend or stop, with the results and whether the success test was met.

    :raises Refused: with everything that is missing.
    """
    lock(trial, version)
    if trial.state not in policy.GOING_STATES:
        raise WrongState("decide", trial.state)
    if trial.open_step is not None:
        raise Refused.because("outcome", _l("A decision is proposed already. Confirm it or set it aside first."))
    if not policy.decides(by, trial):
        raise NotAllowed
    problems = _missing(trial, verdict)
    if problems:
        raise Refused(problems)
    introduction = trial.introduction
    side = Side.ASKER if introductions.asks(by, introduction) else Side.OWNER
    step = IntroductionStep(
        introduction=introduction, kind=StepKind.TRIAL, trial_id=trial.id, side=side, state=StepState.PROPOSED, proposed_by_id=by.id,
        due_at=step_due(introduction, side.other),
    )
    step.verdict = TrialVerdict(**_kept(verdict))
    trial.steps.append(step)
    db.session.flush()
    STEP.begin("propose", step, by=by)
    lock(introduction)
    keep_awake(introduction)
    return step


def _missing(trial: Trial, verdict: Mapping[str, Any]) -> list[Problem]:
    outcome = verdict["outcome"]
    problems = [] if verdict["results"].strip() else [Problem("results", _l("Say what came of the trial."))]
    if outcome == TrialOutcome.STOP:
        if verdict["reason"] is None:
            problems.append(Problem("reason", _l("Choose why it is not gone on with.")))
        if not (verdict["explanation"] or "").strip():
            problems.append(Problem("explanation", _l("Explain why it is not gone on with.")))
    if outcome == TrialOutcome.EXTEND:
        problems += days_in_order(trial.starts_on, verdict["ends_on"], verdict["decide_by"])
        if verdict["ends_on"] is not None and verdict["ends_on"] <= trial.ends_on:
            problems.append(Problem("ends_on", _l("Choose a day after the present last day.")))
    return problems


def _kept(verdict: Mapping[str, Any]) -> dict[str, Any]:
    """What belongs to the outcome; what was typed for another one is left out."""
    outcome = verdict["outcome"]
    kept = {"outcome": outcome, "met": verdict["met"], "results": verdict["results"].strip()}
    if outcome == TrialOutcome.STOP:
        kept |= {"reason": verdict["reason"], "explanation": verdict["explanation"].strip()}
    if outcome == TrialOutcome.EXTEND:
        kept |= {"ends_on": verdict["ends_on"], "decide_by": verdict["decide_by"]}
    return kept


def confirm_verdict(trial: Trial, *, by: Any, version: int | None = None) -> None:
    """Another person of the other side confirms, and the trial is adopted, goes on, or stops.

    :raises Refused: nothing is proposed.
    """
    lock(trial, version)
    step = trial.open_step
    if step is None or trial.state not in policy.GOING_STATES:
        raise Refused.because("step", NOTHING_OPEN)
    STEP.fire("confirm", step, by=by, changes={"confirmed_by_id": by.id, "confirmed_at": now(), "due_at": None})
    verdict = step.verdict
    changes: dict[str, Any] = {"verdict": verdict, "due_at": None}
    if verdict.ends_on is not None:
        changes = {
            "ends_on": verdict.ends_on, "decide_by": verdict.decide_by, "extensions": trial.extensions + 1, "due_at": end_of(verdict.ends_on),
        }
    TRIAL.fire(str(verdict.outcome), trial, by=by, changes=changes)
    lock(trial.introduction)
    keep_awake(trial.introduction)


def set_verdict_aside(trial: Trial, *, by: Any, comment: str = "", version: int | None = None) -> None:
    """Either side sets the proposed decision aside.

    :raises Refused: nothing is proposed.
    """
    lock(trial, version)
    step = trial.open_step
    if step is None:
        raise Refused.because("step", NOTHING_OPEN)
    STEP.fire("set_aside", step, by=by, comment=comment, changes={"due_at": None})
