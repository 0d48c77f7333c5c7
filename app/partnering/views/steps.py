"""The steps after a publication: one button each, with a comment where one is due."""

from collections.abc import Callable

from flask import flash
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import page, press
from app.core.i18n import LazyText, _, _l
from app.partnering import policy, queries, services
from app.partnering.enums import FoundThrough, ProfileState
from app.partnering.forms import FulfilForm
from app.partnering.models import Profile
from app.partnering.services import introducing
from app.partnering.views.blueprint import blueprint
from app.partnering.views.detail import show_page
from app.partnering.views.editing import back


def _act(action: str, profile: Profile, service: Callable[..., None], done: LazyText, *, comment: bool = False) -> ResponseReturnValue:
    return press(service, profile, by=actor(), done=done, back=back, show=show_page, sent=action, comment=comment)


@blueprint.post("/profiles/<public_id>/pause")
@requires(policy.edit, load=queries.get_whole_profile)
def pause(profile: Profile) -> ResponseReturnValue:
    """Hide it for a while."""
    return _act("pause", profile, services.pause_profile, _l("The profile is paused. Only your organisation and the officials see it."))


@blueprint.post("/profiles/<public_id>/resume")
@requires(policy.edit, load=queries.get_whole_profile)
def resume(profile: Profile) -> ResponseReturnValue:
    """Show it again."""
    return _act("resume", profile, services.resume_profile, _l("The profile is shown again."))


@blueprint.post("/profiles/<public_id>/renew")
@requires(policy.edit, load=queries.get_whole_profile)
def renew(profile: Profile) -> ResponseReturnValue:
    """Confirm that it still holds."""
    return _act("renew", profile, services.renew_profile, _l("The profile is renewed for a year."))


@blueprint.post("/profiles/<public_id>/archive")
@requires(policy.edit_or_officer, load=queries.get_whole_profile)
def archive(profile: Profile) -> ResponseReturnValue:
    """Put it away."""
    return _act("archive", profile, services.archive_profile, _l("The profile is archived."), comment=True)


@blueprint.post("/profiles/<public_id>/take-down")
@requires(policy.officer, load=queries.get_whole_profile)
def take_down(profile: Profile) -> ResponseReturnValue:
    """Take it from the public."""
    return _act("take_down", profile, services.take_down, _l("The profile is taken down, and its owner is told why."), comment=True)


@blueprint.post("/profiles/<public_id>/drop-version")
@requires(policy.edit, load=queries.get_whole_profile)
def drop(profile: Profile) -> ResponseReturnValue:
    """Give up the new version."""
    return _act("drop", profile, services.drop_revision, _l("The new version is given up. Readers go on seeing the present one."))


@blueprint.route("/profiles/<public_id>/fulfil", methods=["GET", "POST"])
@requires(policy.edit, load=queries.get_whole_profile)
def fulfil(profile: Profile) -> ResponseReturnValue:
    """A partner was found."""
    form, introductions = FulfilForm(obj=profile), queries.list_found_through(profile)
    form.offer(introductions)
    if not form.is_submitted() and profile.state != ProfileState.PUBLISHED:
        return back(profile)
    chosen = form.found_through.data
    found = FoundThrough(chosen) if chosen in set(FoundThrough) else FoundThrough.ELSEWHERE
    through = next((one for one in introductions if one.public_id == form.introduction.data), None)
    if form.accepted(
        introducing.fulfil_through, profile, found_through=found, introduction=through, by=actor(), version=form.version.data
    ):
        flash(_("Good news! The profile is closed; readers do not see it any more."), "success")
        return back(profile)
    return page("profiles/fulfil.html", form, profile=profile, introductions=introductions)
