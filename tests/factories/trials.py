"""Trials, moved along by the real services."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.core.db import now
from app.partnering.enums import IntroductionState, Side
from app.partnering.models import Introduction, Trial
from app.partnering.services import trial as services
from app.partnering.trials.enums import StopReason, TrialOutcome, TrialState

S = TrialState
TEXTS = {
    "subject": "Grippers for one season", "scope": "One greenhouse, from March to May. The packing line is left out.",
    "success_test": "80 of 100 berries are picked without damage in four hours.", "language": "en",
}


def build(session: Session, make: SimpleNamespace) -> dict[str, Callable[..., object]]:
    """`trial(state, introduction=…, side=…, **details)`, `of_trial(t, side)`, `trial_details()`, `verdict(outcome)`, `proposed_verdict(t, outcome, side)`, `decided(t, outcome)`."""

    def of_trial(made: Trial, side: Side) -> Person:
        return make.asker(made.introduction) if side == Side.ASKER else make.owner(made.introduction)

    def trial_details(**values: object) -> dict[str, object]:
        today = now().date()
        days = {"starts_on": today, "ends_on": today + timedelta(days=30), "decide_by": today + timedelta(days=44)}
        return {**TEXTS, **days, "track": None, "subtopic": None, **values}

    def verdict(outcome: TrialOutcome = TrialOutcome.ADOPT, **values: object) -> dict[str, object]:
        today = now().date()
        facts: dict[str, object] = {
            "outcome": outcome, "met": outcome == TrialOutcome.ADOPT, "results": "78 of 100 berries.", "reason": None, "explanation": None,
            "ends_on": None, "decide_by": None,
        }
        if outcome == TrialOutcome.STOP:
            facts |= {"reason": StopReason.TOO_COSTLY, "explanation": "A hand picks for less."}
        if outcome == TrialOutcome.EXTEND:
            facts |= {"ends_on": today + timedelta(days=90), "decide_by": today + timedelta(days=99)}
        return {**facts, **values}

    def proposed_verdict(made: Trial, outcome: TrialOutcome = TrialOutcome.ADOPT, side: Side = Side.ASKER) -> None:
        services.propose_verdict(made, verdict=verdict(outcome), by=of_trial(made, side))

    def decided_trial(made: Trial, outcome: TrialOutcome = TrialOutcome.ADOPT) -> None:
        proposed_verdict(made, outcome)
        services.confirm_verdict(made, by=of_trial(made, Side.OWNER))

    def trial(
        state: TrialState = S.PROPOSED, *, introduction: Introduction | None = None, side: Side = Side.ASKER, **details: object
    ) -> Trial:
        introduction = introduction or make.introduction(IntroductionState.IN_TALKS)
        by, other = (make.asker(introduction), make.owner(introduction))[:: 1 if side == Side.ASKER else -1]
        made = services.propose_trial(introduction, details=trial_details(**details), by=by)
        if state == S.DECLINED:
            services.decline_trial(made, by=other)
        elif state == S.WITHDRAWN:
            services.withdraw_trial(made, by=by)
        elif state == S.LAPSED:
            services.lapse_trial(made)
        elif state != S.PROPOSED:
            services.agree_trial(made, by=other)
        if state == S.DECISION_DUE:
            services.come_due(made)
        elif state in {S.ADOPTED, S.STOPPED}:
            decided_trial(made, TrialOutcome.ADOPT if state == S.ADOPTED else TrialOutcome.STOP)
        return made

    return {
        "trial": trial, "of_trial": of_trial, "trial_details": trial_details, "verdict": verdict, "proposed_verdict": proposed_verdict,
        "decided_trial": decided_trial,
    }
