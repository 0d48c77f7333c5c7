"""Enum members of trials in words, and the tone of each state."""

from app.core.i18n import _l
from app.core.templating import words
from app.partnering.trials.enums import StopReason, TrialOutcome, TrialState

words({
    TrialState.PROPOSED: _l("Proposed"),
    TrialState.RUNNING: _l("Running"),
    TrialState.DECISION_DUE: _l("Decision due"),
    TrialState.ADOPTED: _l("Adopted"),
    TrialState.STOPPED: _l("Stopped"),
    TrialState.DECLINED: _l("Declined"),
    TrialState.WITHDRAWN: _l("Withdrawn"),
    TrialState.LAPSED: _l("Lapsed"),
    TrialOutcome.ADOPT: _l("Adopt: go on with what was tried"),
    TrialOutcome.EXTEND: _l("Extend: try longer"),
    TrialOutcome.STOP: _l("Stop: do not go on"),
    StopReason.TEST_NOT_MET: _l("The success test was not met"),
    StopReason.TOO_COSTLY: _l("It costs too much"),
    StopReason.DOES_NOT_FIT: _l("It does not fit into what is there"),
    StopReason.RULES: _l("Law, security or export control stands against it"),
    StopReason.NO_CAPACITY: _l("No capacity"),
    StopReason.NO_FUNDING: _l("No funding"),
    StopReason.OTHER_SOLUTION: _l("Another solution was chosen"),
    StopReason.STRATEGY_CHANGED: _l("Plans have changed"),
})

TONES: dict[TrialState, str] = {
    TrialState.PROPOSED: "info",
    TrialState.RUNNING: "good",
    TrialState.DECISION_DUE: "warn",
    TrialState.ADOPTED: "good",
    TrialState.STOPPED: "bad",
    TrialState.DECLINED: "bad",
    TrialState.WITHDRAWN: "neutral",
    TrialState.LAPSED: "neutral",
}
