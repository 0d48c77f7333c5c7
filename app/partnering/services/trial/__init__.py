"""Writes of trials: one function for each thing that a person, or the clock, does."""

from app.partnering.services.trial.deciding import confirm_verdict, propose_verdict, set_verdict_aside
from app.partnering.services.trial.proposing import agree_trial, decline_trial, propose_trial, withdraw_trial
from app.partnering.services.trial.time import come_due, lapse_trial, renew_date, run_trial_clock

__all__ = [
    "agree_trial", "come_due", "confirm_verdict", "decline_trial", "lapse_trial", "propose_trial", "propose_verdict", "renew_date",
    "run_trial_clock", "set_verdict_aside", "withdraw_trial",
]
