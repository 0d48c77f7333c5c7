"""What a reviewer sees: the own list, and one review with the version to read. Nothing of decisions."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.approvals import conflicts, policy, queries
from app.approvals.blueprint import blueprint
from app.approvals.enums import ReviewState
from app.approvals.forms import ReasonForm, ReviewForm
from app.approvals.models import Review
from app.approvals.services import reviews as services
from app.approvals.wording import TONES
from app.core.access import actor, requires
from app.core.forms import page
from app.core.i18n import _
from app.projects import reading


def _to_list(message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("approvals.reviews"))


@blueprint.get("/reviews")
@requires(policy.is_reviewer)
def reviews() -> ResponseReturnValue:
    """What was asked of the reviewer."""
    return render_template("approvals/reviews.html", reviews=queries.list_own_reviews(actor()), tones=TONES)


@blueprint.route("/reviews/<public_id>", methods=["GET", "POST"])
@requires(policy.reviews, load=queries.get_own_review)
def review(row: Review) -> ResponseReturnValue:
    """Read the project and write the review: saved as a draft, or sent."""
    by = actor()
    links = conflicts.links_to(by, row.project)
    readable = row.state in queries.READING and not links
    form = ReviewForm(obj=row)

    def store() -> None:
        written = {"strengths": form.strengths.data or "", "weaknesses": form.weaknesses.data or "", "version": form.version.data}
        if request.form.get("send"):
            services.submit(row, by=by, score=form.score.data, **written)
        else:
            services.save_draft(row, by=by, score=form.score.data, **written)

    if form.accepted(store):
        if row.state == ReviewState.SUBMITTED:
            return _to_list(_("Your review is sent. Thank you."))
        flash(_("Your draft is saved."), "success")
        return redirect(url_for("approvals.review", public_id=row.public_id))
    sections = reading.sections(row.project_version.snapshot) if readable else {}
    return page("approvals/review.html", form, review=row, sections=sections, links=links, tones=TONES)


@blueprint.post("/reviews/<public_id>/accept")
@requires(policy.reviews, load=queries.get_own_review)
def accept_review(row: Review) -> ResponseReturnValue:
    """Agree to write."""
    services.accept(row, by=actor())
    flash(_("You have accepted. Write your review here."), "success")
    return redirect(url_for("approvals.review", public_id=row.public_id))


@blueprint.post("/reviews/<public_id>/decline")
@requires(policy.reviews, load=queries.get_own_review)
def decline_review(row: Review) -> ResponseReturnValue:
    """Do not take part."""
    services.decline(row, by=actor())
    return _to_list(_("You have declined."))


@blueprint.route("/reviews/<public_id>/declare-conflict", methods=["GET", "POST"])
@requires(policy.reviews, load=queries.get_own_review)
def declare_conflict(row: Review) -> ResponseReturnValue:
    """Tell of a conflict of interest, and be out."""
    by = actor()
    form = ReasonForm()
    if form.accepted(lambda: services.declare_conflict(row, by=by, comment=form.comment.data or "")):
        return _to_list(_("Your conflict of interest is recorded. You are no longer asked for this review."))
    return page("approvals/declare_conflict.html", form, review=row)
