"""Words of trials."""

from enum import StrEnum


class TrialState(StrEnum):
    """A trial; one that is extended runs again."""

    PROPOSED = "proposed"
    RUNNING = "running"
    DECISION_DUE = "decision_due"
    ADOPTED = "adopted"
    STOPPED = "stopped"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class TrialOutcome(StrEnum):
    """What both sides decide about a trial."""

    ADOPT = "adopt"
    EXTEND = "extend"
    STOP = "stop"


class StopReason(StrEnum):
    """Why a trial is not gone on with."""

    TEST_NOT_MET = "test_not_met"
    TOO_COSTLY = "too_costly"
    DOES_NOT_FIT = "does_not_fit"
    RULES = "rules"
    NO_CAPACITY = "no_capacity"
    NO_FUNDING = "no_funding"
    OTHER_SOLUTION = "other_solution"
    STRATEGY_CHANGED = "strategy_changed"
