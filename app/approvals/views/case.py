"""One case: what was submitted, the checks, both countries' decisions, reviews, and what happened."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from app.approvals import conflicts, offering, policy, queries
from app.approvals.blueprint import blueprint
from app.approvals.services.record import KIND
from app.approvals.wording import RECOMMENDED, TONES
from app.core.access import actor, requires
from app.core.workflow import due_is_past
from app.projects import history, reading
from app.projects import queries as projects
from app.projects.models import Project


@blueprint.get("/approvals/<public_id>")
@requires(policy.handles, load=queries.get_case)
def show(project: Project) -> ResponseReturnValue:
    """The decision page of a project."""
    by = actor()
    conflicts.require_unlinked(by, project)
    decisions = queries.current_decisions(project)
    checks = queries.standing_checks(project)
    version = project.submitted_version
    steps = offering.on_checks(project, checks, by)
    for decision in decisions:
        steps.setdefault(decision.party_id, []).extend(offering.on_decision(decision, by))
    turns = queries.turns(project, checks, decisions, queries.current_reviews(project))
    due_at = queries.due_of(project, decisions)
    withdrawn = by.id in queries.recused_people(project)
    return render_template(
        "approvals/show.html",
        project=project,
        version=version,
        sections=reading.sections(version.snapshot) if version else {},
        parties=project.programme.parties,
        checks={check.party_id: check for check in checks},
        decisions={row.party.id: row for row in queries.visible_decisions(by, project, decisions, away=withdrawn)},
        turns=turns,
        mine=any(turn.is_of(by, project.programme) for turn in turns),
        due_at=due_at,
        late=due_is_past(due_at),
        steps=steps,
        case_steps=offering.on_project(project, by),
        reviews=queries.reviews_of(project),
        reopenable=offering.reopenable(project, by),
        entries=timeline(project),
        tones=TONES,
        withdrawn=withdrawn,
    )


@blueprint.get("/approvals/<public_id>/result")
@requires(policy.applies, load=projects.get_project)
def result(project: Project) -> ResponseReturnValue:
    """The joint result, for the applicants: nothing of it before it stands, and never whose decision it was."""
    return render_template("approvals/result.html", project=project, result=queries.result_for_applicants(project))


def timeline(project: Project) -> list[dict[str, Any]]:
    """What happened, for officials; recommendations only as a fact, without who and what."""
    told = ((event, None if event.kind == RECOMMENDED else name) for event, name in projects.timeline(project) if event.kind != KIND)
    return history.tell(told)
