"""What a person may do with a case now, as buttons: each with its address, or with the reasons why it is closed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for

from app.approvals import policy, queries
from app.approvals.enums import CheckState, ReviewState
from app.approvals.models import NationalDecision, SubmissionCheck
from app.approvals.services import reviews
from app.approvals.workflow import CHECK, DECISION
from app.core.i18n import _
from app.core.workflow import Available
from app.projects.enums import ProjectState
from app.projects.models import Project
from app.projects.workflow import PROJECT


@dataclass(frozen=True)
class Step:
    """One button: `form` leads to a page with a form, else the button acts at once."""

    label: str
    url: str
    form: bool = True
    kind: str = "secondary"
    reasons: Sequence[str] = ()
    confirm: str = ""
    hidden: dict[str, Any] = field(default_factory=dict)


FORMS = frozenset({"recommend", "decide", "reconsider", "recuse"})
FIRST = frozenset({"recommend", "decide", "reassign"})


def on_decision(decision: NationalDecision, actor: Any) -> list[Step]:
    """The steps of a decision that are the actor's."""
    return [_decision_step(row, decision) for row in DECISION.available(decision, actor)]


def _decision_step(row: Available, decision: NationalDecision) -> Step:
    return Step(
        label=str(row.transition.label),
        url=url_for(f"approvals.{row.action}", public_id=decision.project.public_id),
        form=row.action in FORMS,
        kind="primary" if row.action in FIRST else "secondary",
        reasons=[str(problem.message) for problem in row.problems],
        hidden={} if row.action in FORMS else {"version": decision.version},
    )


def on_checks(project: Project, checks: Sequence[SubmissionCheck], actor: Any) -> dict[int | None, list[Step]]:
    """The steps of the checks that are the actor's: by party, None for the secretariat's."""
    if project.state != ProjectState.SUBMITTED:
        return {}
    standing = {check.party_id: check for check in checks}
    found: dict[int | None, list[Step]] = {}
    if None not in standing and policy.coordinate(actor, project):
        found[None] = [
            Step(
                _("Confirm that the submission is complete"),
                url_for("approvals.confirm_complete", public_id=project.public_id),
                form=False,
                kind="primary",
            )
        ]
    side = queries.side_of(actor, project)
    if side is None:
        return found
    check = standing.get(side.id)
    if check is None:
        if policy.officer_for(actor, project):
            found[side.id] = [
                Step(
                    _("Confirm that your country’s partners are eligible"),
                    url_for("approvals.confirm_eligible", public_id=project.public_id),
                    form=False,
                    kind="primary",
                ),
                Step(
                    _("Propose that the project is not eligible"),
                    url_for("approvals.propose_ineligible", public_id=project.public_id),
                ),
            ]
    elif check.state == CheckState.PROPOSED_INELIGIBLE:
        found[side.id] = [_check_step(row, check) for row in CHECK.available(check, actor)]
    return found


def _check_step(row: Available, check: SubmissionCheck) -> Step:
    endpoints = {"confirm_ineligible": "approvals.confirm_ineligible", "overrule": "approvals.overrule_ineligible"}
    confirm = _("The project ends as not eligible, and the applicants are told.") if row.action == "confirm_ineligible" else ""
    return Step(
        label=str(row.transition.label),
        url=url_for(endpoints[row.action], public_id=check.project.public_id),
        form=row.action == "overrule",
        reasons=[str(problem.message) for problem in row.problems],
        confirm=confirm,
        kind="danger" if row.action == "confirm_ineligible" else "secondary",
    )


def on_project(project: Project, actor: Any) -> list[Step]:
    """The steps of the case as a whole that are the actor's."""
    steps = []
    if PROJECT.can("ask_information", project, actor) and policy.ask_information(actor, project):
        steps.append(
            Step(_("Ask the lead partner for information"), url_for("approvals.ask_information", public_id=project.public_id))
        )
    if project.state == ProjectState.UNDER_REVIEW:
        if policy.invite_for_case(actor, project):
            steps.append(Step(_("Invite a reviewer"), url_for("approvals.invite_reviewer", public_id=project.public_id)))
        if PROJECT.can("close_reviews", project, actor) and policy.coordinate(actor, project):
            steps.append(
                Step(
                    _("Close the reviews and open the decisions"),
                    url_for("approvals.close_reviews", public_id=project.public_id),
                    form=False,
                    kind="primary",
                    reasons=[str(problem.message) for problem in reviews.close_problems(project)],
                    confirm=_("Both countries are then asked for their decision."),
                )
            )
    return steps


def reopenable(project: Project, actor: Any) -> set[int]:
    """Keys of sent reviews that the actor may send back."""
    if project.state != ProjectState.UNDER_REVIEW:
        return set()
    sent = [review for review in queries.current_reviews(project) if review.state == ReviewState.SUBMITTED]
    return {review.id for review in sent if policy.invite_reviewer(actor, review)}
