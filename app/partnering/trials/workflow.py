"""The state table of trials as data. What becomes of a running trial is fired by the step that both sides confirmed."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.core import events
from app.core.db import now
from app.core.errors import Problem
from app.core.i18n import _l
from app.core.workflow import Workflow, itself, transition
from app.partnering.enums import Side
from app.partnering.introductions.workflow import asker_people, both_people, owner_people
from app.partnering.models import Introduction, Trial
from app.partnering.trials import policy
from app.partnering.trials.enums import TrialState

S = TrialState


def talking(trial: Trial, _by: Any) -> Sequence[Problem]:
    """The two sides talk, and the trial has not ended before it began."""
    problems = []
    if trial.introduction.state not in policy.TRIAL_STATES:
        problems.append(Problem("introduction", _l("The introduction has ended or sleeps.")))
    if trial.ends_on < now().date():
        problems.append(Problem("ends_on", _l("The last day of the trial has passed.")))
    return problems


def people_of(trial: Trial, side: Side) -> Iterable[Any]:
    """Who speaks for a side."""
    return asker_people(trial.introduction) if side == Side.ASKER else owner_people(trial.introduction)


def others(trial: Trial) -> Iterable[Any]:
    """Who speaks for the side that was asked."""
    return people_of(trial, trial.side.other)


def proposers(trial: Trial) -> Iterable[Any]:
    """Who speaks for the side that proposed the trial."""
    return people_of(trial, trial.side)


def both(trial: Trial) -> Iterable[Any]:
    """Who speaks for either side."""
    return both_people(trial.introduction)


def introduction_of(trial: Trial) -> Introduction:
    """The introduction to whose history the events belong."""
    return trial.introduction


REP, SYS = "representative", "system"

TRIAL = Workflow("trial", TrialState, S.PROPOSED, (
    transition("propose", (), S.PROPOSED, may=policy.proposes, roles=(REP,), guard=talking, tell=others, about=itself,
               label=_l("Propose a trial"), done=_l("Trial proposed")),
    transition("agree", {S.PROPOSED}, S.RUNNING, may=policy.answers, roles=(REP,), guard=talking, tell=both, about=itself,
               label=_l("Agree to the trial"), done=_l("Trial agreed on")),
    transition("decline", {S.PROPOSED}, S.DECLINED, may=policy.answers, roles=(REP,), tell=proposers, about=itself,
               label=_l("Decline the trial"), done=_l("Trial declined")),
    transition("withdraw", {S.PROPOSED}, S.WITHDRAWN, may=policy.proposes, roles=(REP,), tell=others, about=itself,
               label=_l("Withdraw the proposal"), done=_l("Proposed trial withdrawn")),
    transition("lapse", {S.PROPOSED}, S.LAPSED, may=policy.clock, roles=(SYS,), internal=True, tell=both, about=itself,
               label=_l("Lapse"), done=_l("Proposed trial lapsed without an answer")),
    transition("come_due", {S.RUNNING}, S.DECISION_DUE, may=policy.clock, roles=(SYS,), internal=True, tell=both, about=itself,
               label=_l("End of the trial"), done=_l("The trial has ended; both sides decide")),
    transition("adopt", policy.GOING_STATES, S.ADOPTED, may=policy.either, roles=(REP,), internal=True, tell=both, about=itself,
               label=_l("Adopt"), done=_l("Both decided to adopt what was tried")),
    transition("extend", policy.GOING_STATES, S.RUNNING, may=policy.either, roles=(REP,), internal=True, tell=both, about=itself,
               label=_l("Extend"), done=_l("Both decided to extend the trial")),
    transition("stop", policy.GOING_STATES, S.STOPPED, may=policy.either, roles=(REP,), internal=True, tell=both, about=itself,
               label=_l("Stop"), done=_l("Both decided to stop the trial")),
), subject=introduction_of)

events.define("trial.link", _l("Joint project named that came of a trial"), "trial", "project")
