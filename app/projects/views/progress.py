"""The steps of a project: checking, locking, committing, objecting, answering, revising, withdrawing, copying."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import VersionedForm, page
from app.core.i18n import _
from app.projects import eligibility, policy, queries, reading, services, snapshot
from app.projects.enums import ProjectState
from app.projects.forms import AnswerInformationForm, CommitForm, CopyForm, ObjectForm, ReasonForm
from app.projects.models import Project
from app.projects.views.blueprint import blueprint
from app.projects.views.editing import may_edit
from app.projects.workflow import PROJECT, facts


def _to(project: Project) -> ResponseReturnValue:
    return redirect(url_for("projects.show", public_id=project.public_id))


@blueprint.get("/projects/<public_id>/check")
@requires(policy.check, load=queries.get_project)
def check(project: Project) -> ResponseReturnValue:
    """Everything that was entered, with the complete list of what is missing."""
    by = actor()
    return page(
        "projects/check.html", None, project=project, missing=eligibility.missing(project, facts(project)),
        sections=reading.sections(snapshot.build(project)), may_edit=may_edit(project, by),
        step=next((step for step in ("lock", "revise") if PROJECT.can(step, project, by)), None),
    )


@blueprint.route("/projects/<public_id>/lock", methods=["GET", "POST"])
@requires(policy.leads, load=queries.get_project)
def lock(project: Project) -> ResponseReturnValue:
    """Freeze the draft and ask every partner to commit."""
    form = VersionedForm(obj=project)
    if not form.is_submitted() and project.state != ProjectState.DRAFT:
        return _to(project)
    if form.accepted(services.lock_project, project, by=actor(), version=form.version.data):
        flash(_("The project is locked. Each partner's signatory is asked to commit to it."), "success")
        return _to(project)
    return _lock_page(form, project)


@blueprint.route("/projects/<public_id>/revise", methods=["GET", "POST"])
@requires(policy.leads, load=queries.get_project)
def revise(project: Project) -> ResponseReturnValue:
    """Freeze the revision and ask for the commitments that it needs."""
    form = VersionedForm(obj=project)
    if not form.is_submitted() and project.state != ProjectState.CHANGES_REQUESTED:
        return _to(project)
    if form.accepted(services.revise_project, project, by=actor(), version=form.version.data):
        flash(_("The revised version is locked. Partners whose commitment it touches are asked again."), "success")
        return _to(project)
    return _lock_page(form, project)


def _lock_page(form: VersionedForm, project: Project) -> ResponseReturnValue:
    missing = [] if form.is_submitted() else eligibility.missing(project, facts(project))
    return page("projects/lock.html", form, project=project, missing=missing, may_edit=may_edit(project, actor()))


@blueprint.route("/projects/<public_id>/commit", methods=["GET", "POST"])
@requires(policy.signs, load=queries.get_project)
def commit(project: Project) -> ResponseReturnValue:
    """A signatory reads the frozen version and commits to it."""
    form = CommitForm(version_hash=project.current_version.hash if project.current_version else "")
    asked = project.state in policy.COMMITTING_STATES and policy.signs_now(actor(), project)
    if not form.is_submitted() and not asked:
        return _to(project)
    if form.accepted(services.commit_to_version, project, version_hash=form.version_hash.data, by=actor()):
        if project.state in policy.COMMITTING_STATES:
            flash(_("Your commitment is recorded. The project goes on when every partner has committed."), "success")
        else:
            flash(
                _(
                    "Your commitment is recorded. Every partner has committed: the project is submitted under the reference %(reference)s. The authorities of both countries check it next, and you are told what they find.",
                    reference=project.reference,
                ),
                "success",
            )
        return _to(project)
    version = project.current_version
    return page(
        "projects/commit.html", form, project=project, version=version, sections=reading.sections(version.snapshot) if version else {},
        may_object=PROJECT.can("object", project, actor()),
    )


@blueprint.route("/projects/<public_id>/object", methods=["GET", "POST"], endpoint="object")
@requires(policy.signs, load=queries.get_project)
def object_to_version(project: Project) -> ResponseReturnValue:
    """A signatory objects to the frozen version."""
    form = ObjectForm(version_hash=project.current_version.hash if project.current_version else "")
    if not form.is_submitted() and not PROJECT.can("object", project, actor()):
        return _to(project)
    values = {"version_hash": form.version_hash.data, "reason": form.comment.data or ""}
    if form.accepted(services.object_to_version, project, **values, by=actor()):
        flash(_("Your objection is recorded. The project is a draft again, and the partners have been told why."), "success")
        return _to(project)
    return page("projects/object.html", form, project=project)


@blueprint.route("/projects/<public_id>/withdraw", methods=["GET", "POST"])
@requires(policy.withdraw, load=queries.get_project)
def withdraw(project: Project) -> ResponseReturnValue:
    """The lead withdraws the project; another partner leaves it."""
    by = actor()
    form = ReasonForm(obj=project)
    whole = policy.speaks_for_lead(by, project)
    if not form.is_submitted() and not PROJECT.can("withdraw" if whole else "withdraw_partner", project, by):
        return _to(project)
    service = services.withdraw_project if whole else services.withdraw_partner
    if form.accepted(service, project, by=by, comment=form.comment.data or "", version=form.version.data):
        if whole:
            flash(_("The project is withdrawn. Everyone concerned has been told."), "success")
            return _to(project)
        flash(_("Your organisation has left the consortium. The project is a draft again."), "success")
        return redirect(url_for("projects.index"))
    return page("projects/withdraw.html", form, project=project, whole=whole)


@blueprint.route("/projects/<public_id>/answer", methods=["GET", "POST"])
@requires(policy.leads, load=queries.get_project)
def answer_information(project: Project) -> ResponseReturnValue:
    """Answer what the authorities asked."""
    form = AnswerInformationForm(obj=project)
    if not form.is_submitted() and project.state != ProjectState.INFO_REQUESTED:
        return _to(project)
    if form.accepted(services.answer_information, project, by=actor(), answer=form.answer.data or "", version=form.version.data):
        if form.result:
            flash(_("Your answer is handed in."), "success")
        else:
            flash(_("Your answer is saved. It is handed in when the partners have committed to the changed version."), "success")
        return _to(project)
    question = project.info_requests[-1] if project.info_requests else None
    return page("projects/answer_information.html", form, project=project, question=question, may_edit=may_edit(project, actor()))


@blueprint.route("/projects/<public_id>/copy", methods=["GET", "POST"])
@requires(policy.copy, load=queries.get_project)
def copy(project: Project) -> ResponseReturnValue:
    """Take up an ended project as a new draft."""
    form = CopyForm(obj=project)
    if form.accepted(services.copy_project, project, by=actor()):
        flash(_("The copy is a new draft. Its partners are invited again."), "success")
        return _to(form.result)
    return page("projects/copy.html", form, project=project)
