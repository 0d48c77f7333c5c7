"""Asking reviewers, sending reviews back, and closing the reviews."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.enums import Role
from app.accounts.queries import people_with
from app.approvals import conflicts, policy, queries, suggesting
from app.approvals.blueprint import blueprint
from app.approvals.forms import ReasonForm, ReviewerForm
from app.approvals.models import Review
from app.approvals.services import reviews as services
from app.core.access import actor, requires
from app.core.forms import page
from app.core.i18n import _
from app.projects.models import Project


def _back(project: Project, message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("approvals.show", public_id=project.public_id))


@blueprint.route("/approvals/<public_id>/invite-reviewer", methods=["GET", "POST"])
@requires(policy.as_officer_or_coordinator, load=queries.get_case)
def invite_reviewer(project: Project) -> ResponseReturnValue:
    """Choose a reviewer, the most suitable first; conflicts of interest are shown before, and close the choice."""
    by = actor()
    conflicts.require_unlinked(by, project)
    side = queries.side_of(by, project)
    parties = [side] if side else list(project.programme.parties)
    asked = {review.reviewer_id for review in queries.reviews_of(project) if review.version_id == project.current_version_id}
    people = [person for person in people_with(Role.REVIEWER) if person.id not in asked]
    found = conflicts.reviewer_conflicts(people, project)
    suggested = suggesting.suggestions(project, [person for person in people if not found[person.id]])
    free = [one.person for one in suggested]
    form = ReviewerForm()
    form.offer(parties, free)

    def invite() -> None:
        party = next(one for one in parties if one.country == form.party.data)
        reviewer = next(one for one in free if one.public_id == form.reviewer.data)
        services.invite_reviewer(project, by=by, party=party, reviewer=reviewer)

    if form.accepted(invite):
        return _back(project, _("The reviewer is invited."))
    return page(
        "approvals/invite_reviewer.html",
        form,
        project=project,
        free=free,
        hints={one.person.public_id: " · ".join(one.reasons) or _("Nothing is known of this reviewer that meets the project.") for one in suggested},
        conflicted=[(person, found[person.id]) for person in people if found[person.id]],
    )


@blueprint.post("/approvals/<public_id>/close-reviews")
@requires(policy.as_coordinator, load=queries.get_case)
def close_reviews(project: Project) -> ResponseReturnValue:
    """Close the reviews; both countries' decisions are opened."""
    services.close_reviews(project, by=actor())
    return _back(project, _("The reviews are closed. Both countries are asked for their decision."))


@blueprint.route("/approvals/<public_id>/reviews/<review>/reopen", methods=["GET", "POST"])
@requires(policy.reopen_review, load=queries.get_case_review)
def reopen_review(review: Review) -> ResponseReturnValue:
    """Send a review back to its reviewer."""
    by = actor()
    conflicts.require_unlinked(by, review.project)
    form = ReasonForm()
    if form.accepted(lambda: services.reopen(review, by=by, comment=form.comment.data or "")):
        return _back(review.project, _("The review is sent back to its reviewer."))
    return page("approvals/reason.html", form, project=review.project, title=_("Send the review back"), danger=False)
