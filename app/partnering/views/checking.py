"""Submitting a profile, and checking it."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import VersionedForm, page
from app.core.i18n import LazyText, _, _l
from app.partnering import actions, completeness, policy, queries, reading, services
from app.partnering.enums import ProfileState
from app.partnering.forms import CheckForm
from app.partnering.models import Profile
from app.partnering.views.blueprint import blueprint
from app.partnering.views.editing import back, may_edit


@blueprint.route("/profiles/<public_id>/submit", methods=["GET", "POST"])
@requires(policy.edit, load=queries.get_whole_profile)
def submit(profile: Profile) -> ResponseReturnValue:
    """Everything that is missing, the whole profile, and the button that hands it over to the check."""
    by = actor()
    form = VersionedForm(obj=profile)
    if not form.is_submitted() and not actions.may_submit(profile):
        return back(profile)
    if form.accepted(services.submit_profile, profile, by=by, version=form.version.data):
        flash(_("The profile is submitted. The officers of your country check it, and you are told what they find."), "success")
        return back(profile)
    version = profile.newest
    return page(
        "profiles/submit.html", form, profile=profile, missing=completeness.missing(profile) if not form.is_submitted() else [],
        passages=completeness.passages(profile), sections=reading.sections(profile, version, by), may_edit=may_edit(profile, by),
        where=completeness.section_of,
    )


DONE: dict[str, LazyText] = {
    "publish": _l("The profile is published for a year, and its owner is told."),
    "ask_for_changes": _l("The owner is asked for changes."),
    "refuse": _l("The profile is refused, and its owner is told why."),
    "score": _l("Your scores are stored."),
}
SERVICES: dict[str, Callable[..., object]] = {
    "publish": services.publish, "ask_for_changes": services.ask_for_changes, "refuse": services.refuse, "score": services.score,
}


@blueprint.route("/profiles/<public_id>/check", methods=["GET", "POST"])
@requires(policy.check, load=queries.get_whole_profile)
def check(profile: Profile) -> ResponseReturnValue:
    """Score the version in review; publish it, ask for changes, or refuse it."""
    by, version = actor(), profile.newest
    given = next((one for one in version.reviews if one.reviewer_id == by.id), None)
    scored = {f"score_{name}": value for name, value in given.scores.items()} if given else {}
    form = CheckForm(data={**scored, "comment": given.comment if given else "", "version": profile.version})
    form.offer(publishes=policy.officer(by, profile))
    chosen = str(form.outcome.data or "")
    if chosen in SERVICES and form.accepted(
        SERVICES[chosen], profile, scores=form.scores(), comment=form.comment.data or "", by=by, version=form.version.data
    ):
        flash(DONE[chosen], "success")
        return back(profile) if chosen == "score" else redirect(url_for("profiles.queue"))
    if form.is_submitted() and chosen not in SERVICES:
        form.validate()
    return page(
        "profiles/check.html", form, profile=profile, version=version, sections=reading.sections(profile, version, by),
        known=policy.sees_owner(by, profile), reviews=[one for one in actions.reviews_of(version, profile, by) if one.reviewer_id != by.id],
        first=profile.state == ProfileState.IN_REVIEW,
    )
