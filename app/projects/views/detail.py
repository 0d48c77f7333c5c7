"""One project: where it stands, what is in it, what happened, and what may be done now."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.enums import Role
from app.core.access import actor, requires
from app.projects import eligibility, history, policy, queries, reading, snapshot
from app.projects.enums import CommitmentState, ProjectState, Section
from app.projects.models import Partner, Project, ProjectVersion
from app.projects.turn import whose_turn
from app.projects.views.blueprint import blueprint
from app.projects.views.editing import may_edit
from app.projects.workflow import PROJECT, facts

SHOWN_KINDS = ("project.", "partner.")
"""What everyone in a project may read; who recommended, decided or reviewed is shown to officials alone, on the case."""
DECISIONS = frozenset(
    f"project.{action}"
    for action in ("approve", "decide_rejected", "request_changes", "hold", "resume_decisions", "revise", "close_reviews")
)
"""Events that tell of decisions: shown to the consortium and the officials, not to reviewers of a later version."""


@blueprint.get("/projects/<public_id>")
@requires(policy.view, load=queries.get_public_project, anonymous=True)
def show(project: Project) -> ResponseReturnValue:
    """The whole project for those who may see it, its public part for everyone else once it is approved."""
    by = actor()
    if not queries.sees_whole(by, project):
        return render_template("projects/public.html", project=project, summary=_public_summary(project))
    editing = project.state in policy.EDITABLE_STATES and policy.check(by, project)
    newcomer = policy.only_invited(by, project)
    version = queries.version_for(by, project)
    turn = whose_turn(project)
    return render_template(
        "projects/show.html", project=project, turn=turn, turn_is_mine=turn is not None and turn.is_mine(by),
        editing=editing, tasks=tasks(project, by) if editing else [], version=version,
        sections=reading.sections(version.snapshot) if version is not None and not editing else {},
        actions=PROJECT.available(project, by), partners=partner_rows(project, by), entries=[] if newcomer else timeline(project, by),
        answerable=[partner for partner in project.partners if policy.answer_invitation(by, partner)],
        about=reading.introduction(snapshot.build(project)) if newcomer else {}, owed=owed_parts(project, by),
        result=queries.result_of(project) if queries.is_member(by, project) else None,
        open_sections=sorted(policy.open_sections(project)) if project.state == ProjectState.INFO_REQUESTED else [],
        question=project.info_requests[-1] if project.state == ProjectState.INFO_REQUESTED else None,
        may_edit=may_edit(project, by), can_copy=policy.copy(by, project), may_decide=policy.follows_decisions(by, project),
        may_recommit=project.state == ProjectState.INFO_REQUESTED and PROJECT.can("recommit", project, by),
    )


def _public_summary(project: Project) -> str:
    """The summary of the version that was approved."""
    version = project.submitted_version
    return (version.snapshot[Section.SUMMARY]["summary"] if version else project.summary) or ""


def tasks(project: Project, by: Any) -> list[dict[str, Any]]:
    """The task list of a draft: each section, whether it is complete, and where to change it."""
    missing = {problem.field for problem in eligibility.missing(project, facts(project))}
    editable = may_edit(project, by)
    return [{"section": section, "endpoint": editable.get(section), "complete": str(section) not in missing} for section in Section]


def owed_parts(project: Project, by: Any) -> list[Section]:
    """The sections in which the actor's organisation, a partner other than the lead, has not written its part."""
    own = [partner for partner in policy.own_partners(by, project, Role.REPRESENTATIVE) if partner is not project.lead]
    owed = {Section.CONSORTIUM: any(p.owes_tasks for p in own), Section.BUDGET: any(p.owes_budget for p in own)}
    return [section for section, due in owed.items() if due and section in policy.open_sections(project)]


def partner_rows(project: Project, by: Any) -> list[dict[str, Any]]:
    """Each partner with its commitment to the version that the actor reads."""
    version = queries.version_for(by, project)
    given = {c.partner_id: c for c in version.commitments} if version is not None else {}
    return [
        {
            "partner": partner, "commitment": given.get(partner.id),
            "may_remove": project.state == ProjectState.DRAFT and policy.leads(by, project) and partner is not project.lead,
            "waits": _waits(partner, project, version),
        }
        for partner in (project.partners if queries.is_member(by, project) else project.accepted)
    ]


def _waits(partner: Partner, project: Project, version: ProjectVersion | None) -> bool:
    return project.state in policy.COMMITTING_STATES and version is not None and partner in policy.unanswered_partners(project)


def timeline(project: Project, by: Any) -> list[dict[str, Any]]:
    """What happened, newest first, as far as the actor may know it."""
    hidden = frozenset() if queries.is_member(by, project) or policy.follows_decisions(by, project) else DECISIONS
    return history.tell(
        (event, name) for event, name in queries.timeline(project)
        if event.kind.startswith(SHOWN_KINDS) and event.kind not in hidden
    )


@blueprint.get("/projects/<public_id>/versions/<int(max=2147483647):number>")
@requires(policy.view, load=queries.get_version)
def version(version: ProjectVersion) -> ResponseReturnValue:
    """A frozen version, and what changed since the one before."""
    by, project = actor(), version.project
    seen = [v for v in project.versions if queries.is_member(by, project) or v.is_committed]
    before = next((v for v in reversed(seen) if v.number < version.number), None)
    changed = snapshot.changed_sections(before.section_hashes, version.section_hashes) if before is not None else frozenset()
    return render_template(
        "projects/version.html", project=project, version=version, before=before, changed=changed, versions=seen,
        sections=reading.sections(version.snapshot), earlier=reading.sections(before.snapshot) if before is not None else {},
        commitments=[c for c in version.commitments if c.state != CommitmentState.STALE],
    )

