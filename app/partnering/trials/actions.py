"""What may be done with a trial now, as its page offers it."""

from typing import Any

from app.core.i18n import LazyText, _l
from app.partnering.actions import Action
from app.partnering.introductions.workflow import STEP
from app.partnering.models import Trial
from app.partnering.trials import policy
from app.partnering.trials.workflow import TRIAL

DANGEROUS = frozenset({"decline", "withdraw"})
CONFIRM = _l("Confirm the decision")


def _page(name: str, endpoint: str, label: LazyText) -> Action:
    return Action(name, endpoint, label, True, "primary", False, False, None, [])


def of(trial: Trial, by: Any) -> list[Action]:
    """What the actor may do; forms with questions of their own have pages."""
    found = []
    if policy.decides(by, trial):
        found.append(_page("decide", "trials.decide", _l("Propose what becomes of it")))
    if policy.confirms(by, trial):
        found.append(Action("confirm", "trials.confirm", CONFIRM, False, "primary", False, False, None, []))
    if policy.drops(by, trial):
        label = STEP.by_action["set_aside"].label
        found.append(Action("set_aside", "trials.set_aside", label, False, "secondary", True, False, None, []))
    if policy.links(by, trial):
        found.append(_page("link_trial", "projects.link_trial", _l("Name the joint project that came of it")))
    for row in TRIAL.available(trial, by):
        kind = "danger" if row.action in DANGEROUS else "primary"
        found.append(Action(
            row.action, f"trials.{row.action}", row.transition.label, False, kind, row.action in DANGEROUS, False, None,
            [str(problem) for problem in row.problems],
        ))
    return sorted(found, key=lambda one: (one.kind != "primary", one.kind == "danger"))
