"""One profile: its public page, with all that its own side and its reviewers see besides; its versions; bookmarks."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import VersionedForm
from app.core.forms import page as render
from app.core.i18n import _
from app.partnering import actions, completeness, history, policy, queries, reading, services
from app.partnering.enums import ProfileSection
from app.partnering.forms import KeepForm
from app.partnering.models import Profile
from app.partnering.services.translating import is_stale
from app.partnering.texts import shown_version
from app.partnering.turn import whose_turn
from app.partnering.views.blueprint import blueprint
from app.partnering.views.editing import back, may_edit


def show_page(profile: Profile, form: VersionedForm | None = None, sent: str = "") -> ResponseReturnValue:
    """The page of a profile; after a refused step with what was typed (422)."""
    by = actor()
    whole = queries.sees_whole(by, profile)
    version, said = shown_version(profile), reading.chosen_text(profile, request.args.get("text", ""))
    context = {
        "profile": profile, "version": version, "said": said, "known": policy.sees_owner(by, profile), "open": queries.is_open(profile),
        "facets": reading.facets(profile, version, by), "sections": reading.public_sections(profile, version, by, said),
        "written_in": [version.language, *(one.language for one in profile.translations)], "stale": {one.language: is_stale(one) for one in profile.translations},
        "kept": queries.kept_by(by, profile), "whole": whole,
    }
    if not whole:
        return render("profiles/public.html", form, **context)
    own, turn = policy.own(by, profile), whose_turn(profile)
    return render(
        "profiles/show.html", form, **context, sent=sent, turn=turn, turn_is_mine=turn is not None and turn.is_mine(by), own=own,
        tasks=_tasks(profile) if own else [], may_edit=may_edit(profile, by), actions=actions.of(profile, by), may_check=policy.check(by, profile),
        views=queries.views_by_day(profile) if own else [], keepers=queries.count_bookmarks(profile) if own else 0,
        reviews=actions.reviews_for(profile, by), may_translate=policy.translate(by, profile), revision=profile.open_revision,
        entries=history.tell(queries.timeline(profile)) if policy.sees_history(by, profile) else [],
    )


def _tasks(profile: Profile) -> list[dict[str, object]]:
    """The sections with what each lacks, while any may be changed."""
    lacking = {problem.field for problem in completeness.missing(profile)}
    editable = may_edit(profile, actor())
    if not editable or not policy.content_is_open(profile):
        return []
    return [
        {"section": section, "endpoint": editable.get(section), "complete": str(section) not in lacking}
        for section in ProfileSection if section in editable or section != ProfileSection.ANONYMITY
    ]


@blueprint.get("/profiles/<public_id>")
@requires(policy.view, load=queries.get_profile, parameters=("text",), anonymous=True)
def show(profile: Profile) -> ResponseReturnValue:
    """A profile as the reader may see it; a look of others than its own side and its reviewers is counted."""
    by = actor()
    if queries.is_open(profile) and not policy.sees_versions(by, profile) and request.method == "GET":
        services.count_view(profile)
    return show_page(profile)


@blueprint.get("/profiles/<public_id>/versions")
@requires(policy.sees_versions, load=queries.get_whole_profile)
def versions(profile: Profile) -> ResponseReturnValue:
    """Every version with what it changed, and what the check scored."""
    by = actor()
    return render_template(
        "profiles/versions.html", profile=profile, standings=history.versions(profile, by),
        reviews={version.id: actions.reviews_of(version, profile, by) for version in profile.versions},
    )


@blueprint.post("/profiles/<public_id>/bookmark")
@requires(policy.bookmark, load=queries.get_open_profile)
def keep(profile: Profile) -> ResponseReturnValue:
    """Keep a bookmark, or drop it."""
    form = KeepForm()
    keep = form.keep.data == "yes"
    if form.accepted(services.keep_bookmark, profile, keep=keep, by=actor()):
        flash(_("The bookmark is kept.") if keep else _("The bookmark is dropped."), "success")
        return back(profile)
    return redirect(url_for("profiles.show", public_id=profile.public_id))
