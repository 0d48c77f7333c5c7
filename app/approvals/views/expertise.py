"""What a reviewer knows, on the reviewer's own page."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.approvals import policy, queries
from app.approvals.blueprint import blueprint
from app.approvals.forms import ExpertiseForm
from app.approvals.services.expertise import describe
from app.core.access import actor, requires
from app.core.forms import page
from app.core.i18n import _


@blueprint.route("/reviews/expertise", methods=["GET", "POST"])
@requires(policy.is_reviewer)
def expertise() -> ResponseReturnValue:
    """Say which tracks, subtopics and languages one knows."""
    by = actor()
    known, tracks = queries.get_expertise(by), queries.list_tracks_in_use()
    chosen = {
        "tracks": [track.id for track in known.tracks], "subtopics": [topic.id for topic in known.subtopics],
        "languages": known.languages, "text": known.text, "version": known.version,
    } if known else {}
    form = ExpertiseForm(data=chosen)
    form.offer(tracks, queries.languages_in_use())

    def store() -> None:
        describe(
            by, tracks=form.tracks.data or [], subtopics=form.subtopics.data or [], languages=form.languages.data or [],
            text=form.text.data or "", version=form.version.data,
        )

    if form.accepted(store):
        flash(_("What you know is saved."), "success")
        return redirect(url_for("approvals.reviews"))
    return page("approvals/expertise.html", form)
