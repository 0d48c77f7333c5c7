"""What may be done with an introduction now, as its page offers it."""

from typing import Any

from app.core.i18n import LazyText, _l
from app.partnering.actions import Action
from app.partnering.enums import StepKind
from app.partnering.introductions import policy
from app.partnering.introductions.workflow import INTRODUCTION, STEP
from app.partnering.models import Introduction

SCREENING = frozenset({"forward", "send_back", "refuse"})
PAGES = {"decline": "introductions.decline", "ask": "introductions.ask", "answer": "introductions.answer", "end": "introductions.end"}
ENDPOINTS = {"view": "introductions.open"}
PRIMARY = frozenset({"send", "view", "accept", "answer", "reopen"})
DANGEROUS = frozenset({"decline", "withdraw", "end"})
CONFIRMATIONS: dict[str, LazyText] = {
    "send": _l("Afterwards the request can be withdrawn, but not changed."),
    "accept": _l("From then on each side knows who the other is. This cannot be undone."),
    "withdraw": _l("The request ends. This cannot be undone."),
}
PROPOSALS: dict[StepKind, tuple[str, LazyText]] = {
    StepKind.MEETING: ("introductions.propose_meeting", _l("Say that a meeting was held")),
    StepKind.CONFIDENTIALITY: ("introductions.propose_confidentiality", _l("Agree on confidentiality")),
    StepKind.PROJECT: ("introductions.propose_project", _l("Propose a joint project")),
    StepKind.AGREEMENT: ("introductions.propose_agreement", _l("Record another agreement")),
}
CONFIRM = _l("Confirm the step")


def _page(name: str, endpoint: str, label: LazyText, kind: str = "secondary") -> Action:
    return Action(name, endpoint, label, True, kind, False, False, None, [])


def of(introduction: Introduction, by: Any) -> list[Action]:
    """What the actor may do; forms with questions of their own have pages."""
    found = []
    if policy.writes(by, introduction):
        found.append(_page("edit", "introductions.edit", _l("Change the request")))
    if policy.screens(by, introduction):
        found.append(_page("screen", "introductions.screen", _l("Screen the request"), "primary"))
    for row in INTRODUCTION.available(introduction, by):
        action = row.action
        if action in SCREENING:
            continue
        kind = "primary" if action in PRIMARY else "danger" if action in DANGEROUS else "secondary"
        page = PAGES.get(action)
        found.append(Action(
            action, page or ENDPOINTS.get(action, f"introductions.{action}"), row.transition.label, page is not None, kind, False, False,
            CONFIRMATIONS.get(action), [] if page else [str(problem) for problem in row.problems],
        ))
    found += _of_steps(introduction, by)
    return sorted(found, key=lambda one: (one.kind != "primary", one.kind == "danger"))


def _of_steps(introduction: Introduction, by: Any) -> list[Action]:
    found = []
    if policy.proposes(by, introduction):
        found += [
            _page(f"propose_{kind}", endpoint, label)
            for kind, (endpoint, label) in PROPOSALS.items() if introduction.state in policy.STEP_STATES[kind]
        ]
    if policy.confirms_plainly(by, introduction):
        found.append(Action("confirm", "introductions.confirm", CONFIRM, False, "primary", False, False, None, []))
    if policy.confirms_confidentiality(by, introduction):
        found.append(_page("confirm", "introductions.confirm_confidentiality", CONFIRM, "primary"))
    if policy.confirms_project(by, introduction):
        found.append(_page("confirm", "projects.confirm_introduction", CONFIRM, "primary"))
    step = introduction.open_step
    if step is not None and STEP.can("set_aside", step, by):
        label = STEP.by_action["set_aside"].label
        found.append(Action("set_aside", "introductions.set_aside", label, False, "secondary", True, False, None, []))
    return found
