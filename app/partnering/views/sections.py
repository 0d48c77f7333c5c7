"""One page per section of a profile, and translations. Drafts are saved as typed."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.db import now
from app.core.forms import page
from app.core.i18n import _
from app.partnering import completeness, policy, queries, services
from app.partnering.enums import ProfileSection, ProfileState
from app.partnering.forms import FORMS, TranslationForm
from app.partnering.guide import MATERIAL, fields_of
from app.partnering.models import Profile
from app.partnering.services.translating import is_stale
from app.partnering.texts import shown_version, texts_of
from app.partnering.views.blueprint import blueprint
from app.partnering.views.editing import back
from app.programmes.queries import list_calls


def _standing(profile: Profile, section: ProfileSection) -> dict[str, Any]:
    """What stands in the section, as its form takes it."""
    thing: Any = profile.newest if section in MATERIAL else profile
    values = {name: getattr(thing, name) for name in fields_of(section) if name != "call_id"}
    for name in ("tracks", "subtopics"):
        if name in values:
            values[name] = [one.code for one in values[name]]
    if section == ProfileSection.COOPERATION:
        values["call"] = thing.call.public_id if thing.call else None
    if section == ProfileSection.ANONYMITY:
        values["named"] = "anonymous" if profile.anonymous else "named"
    return {**values, "version": profile.version}


def _section(profile: Profile, section: ProfileSection) -> ResponseReturnValue:
    form = FORMS[section](data=_standing(profile, section))
    calls = [call for call in list_calls(profile.programme, open_at=now()) if call.is_open(now()) or call.id == profile.newest.call_id]
    form.prepare(profile, calls)
    if form.accepted(services.save_section, profile, section=section, values=form.values(), by=actor(), version=form.version.data):
        flash(_saved(profile, section), "success")
        return back(profile)
    missing = [problem for problem in completeness.missing(profile) if problem.field == section] if not form.is_submitted() else []
    return page(
        "profiles/edit.html", form, profile=profile, section=section, missing=missing,
        as_revision=profile.state == ProfileState.PUBLISHED and section in MATERIAL,
    )


def _saved(profile: Profile, section: ProfileSection) -> str:
    if profile.state == ProfileState.PUBLISHED and section in MATERIAL:
        return _("Saved in a new version. Readers see the old one until the new one is checked.")
    if profile.state in {ProfileState.PUBLISHED, ProfileState.PAUSED}:
        return _("Saved and shown to readers at once.")
    return _("Saved.")


@blueprint.route("/profiles/<public_id>/summary", methods=["GET", "POST"])
@requires(policy.edit_summary, load=queries.get_whole_profile)
def edit_summary(profile: Profile) -> ResponseReturnValue:
    """Title, summary, language."""
    return _section(profile, ProfileSection.SUMMARY)


@blueprint.route("/profiles/<public_id>/description", methods=["GET", "POST"])
@requires(policy.edit_description, load=queries.get_whole_profile)
def edit_description(profile: Profile) -> ResponseReturnValue:
    """The long texts."""
    return _section(profile, ProfileSection.DESCRIPTION)


@blueprint.route("/profiles/<public_id>/technology", methods=["GET", "POST"])
@requires(policy.edit_technology, load=queries.get_whole_profile)
def edit_technology(profile: Profile) -> ResponseReturnValue:
    """Tracks, readiness, intellectual property."""
    return _section(profile, ProfileSection.TECHNOLOGY)


@blueprint.route("/profiles/<public_id>/cooperation", methods=["GET", "POST"])
@requires(policy.edit_cooperation, load=queries.get_whole_profile)
def edit_cooperation(profile: Profile) -> ResponseReturnValue:
    """What is sought."""
    return _section(profile, ProfileSection.COOPERATION)


@blueprint.route("/profiles/<public_id>/reach", methods=["GET", "POST"])
@requires(policy.edit_reach, load=queries.get_whole_profile)
def edit_reach(profile: Profile) -> ResponseReturnValue:
    """Languages, countries, keywords."""
    return _section(profile, ProfileSection.REACH)


@blueprint.route("/profiles/<public_id>/anonymity", methods=["GET", "POST"])
@requires(policy.edit_anonymity, load=queries.get_whole_profile)
def edit_anonymity(profile: Profile) -> ResponseReturnValue:
    """Named or anonymous."""
    return _section(profile, ProfileSection.ANONYMITY)


@blueprint.route("/profiles/<public_id>/translations/<language>", methods=["GET", "POST"])
@requires(policy.translate, load=queries.get_profile_in)
def translate(profile: Profile) -> ResponseReturnValue:
    """The texts in another language."""
    language = str((request.view_args or {})["language"])
    original = shown_version(profile)
    translation = next((one for one in profile.translations if one.language == language), None)
    standing: dict[str, Any] = texts_of(translation) if translation else {}
    if translation is not None:
        standing |= {"made_by": "machine" if translation.by_machine else "person", "checked": translation.checked_at is not None}
    form = TranslationForm(data={**standing, "version": profile.version})
    form.prepare(profile)
    values = {"texts": form.texts(), "by_machine": form.made_by.data == "machine", "checked": form.checked.data}
    if form.accepted(services.save_translation, profile, language=language, by=actor(), version=form.version.data, **values):
        flash(_("The translation is saved."), "success")
        return back(profile)
    return page(
        "profiles/translate.html", form, profile=profile, language=language, original=original,
        stale=translation is not None and is_stale(translation),
    )
