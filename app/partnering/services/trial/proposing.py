"""A trial is proposed by one side, and agreed on or declined by the other."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.core.db import lock, now
from app.core.errors import NotAllowed, Problem, Refused
from app.core.i18n import _l
from app.extensions import db
from app.partnering.enums import Side
from app.partnering.introductions import policy as introductions
from app.partnering.models import Introduction, Trial
from app.partnering.services.introducing.due import keep_awake
from app.partnering.services.trial.due import answer_due, end_of
from app.partnering.trials import policy
from app.partnering.trials.enums import TrialState
from app.partnering.trials.workflow import TRIAL

TEXTS = {
    "subject": _l("Say what is tried."), "scope": _l("Say what belongs to the trial, and what does not."),
    "success_test": _l("Say by what both of you will see that it worked: something that can be measured."),
}


def propose_trial(introduction: Introduction, *, details: Mapping[str, Any], by: Any) -> Trial:
    """One side proposes a trial to the other.

    :raises Refused: with everything that is missing, or days that are not in order.
    """
    lock(introduction)
    if not policy.plan(by, introduction):
        raise NotAllowed
    side = Side.ASKER if introductions.asks(by, introduction) else Side.OWNER
    problems = _missing(introduction, details)
    if problems:
        raise Refused(problems)
    trial = Trial(
        introduction=introduction, state=TrialState.PROPOSED, side=side, created_by_id=by.id, due_at=answer_due(introduction, side.other),
        **{**details, **{name: details[name].strip() for name in TEXTS}},
    )
    db.session.add(trial)
    db.session.flush()
    TRIAL.begin("propose", trial, by=by)
    keep_awake(introduction)
    return trial


def _missing(introduction: Introduction, details: Mapping[str, Any]) -> list[Problem]:
    problems = [Problem(name, message) for name, message in TEXTS.items() if not (details[name] or "").strip()]
    track, subtopic = details["track"], details["subtopic"]
    if track is not None and track.programme_id != introduction.programme.id:
        problems.append(Problem("track", _l("Choose a track of this programme.")))
    if subtopic is not None and (track is None or subtopic.track_id != track.id):
        problems.append(Problem("subtopic", _l("Choose a subtopic of the track, or none.")))
    return problems + days_in_order(details["starts_on"], details["ends_on"], details["decide_by"])


def days_in_order(starts_on: date, ends_on: date | None, decide_by: date | None) -> list[Problem]:
    """What is wrong with the days of a trial."""
    problems = []
    if ends_on is None or ends_on < now().date():
        problems.append(Problem("ends_on", _l("Choose a last day that has not passed yet.")))
    elif ends_on < starts_on:
        problems.append(Problem("ends_on", _l("Choose a last day that is not before the first.")))
    if decide_by is None or (ends_on is not None and decide_by <= ends_on):
        problems.append(Problem("decide_by", _l("Choose a day after the last day of the trial.")))
    return problems


def agree_trial(trial: Trial, *, by: Any, version: int | None = None) -> None:
    """The other side agrees; the trial runs."""
    lock(trial, version)
    TRIAL.fire("agree", trial, by=by, changes={"agreed_at": now(), "due_at": end_of(trial.ends_on)})
    lock(trial.introduction)
    keep_awake(trial.introduction)


def decline_trial(trial: Trial, *, by: Any, comment: str = "", version: int | None = None) -> None:
    """The other side does not want to try it."""
    TRIAL.fire("decline", trial, by=by, comment=comment, version=version, changes={"due_at": None})


def withdraw_trial(trial: Trial, *, by: Any, comment: str = "", version: int | None = None) -> None:
    """The side that proposed it takes the proposal back."""
    TRIAL.fire("withdraw", trial, by=by, comment=comment, version=version, changes={"due_at": None})
