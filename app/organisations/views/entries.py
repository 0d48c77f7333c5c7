"""The entries of an organisation: a task list, and a page for each part."""

from typing import Any

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import ActionForm, VersionedForm, page
from app.core.i18n import _
from app.organisations import policy, queries, services
from app.organisations.blueprint import blueprint
from app.organisations.completeness import LEGAL_FIELDS, legal_data, missing
from app.organisations.enums import TrackLinkState
from app.organisations.forms import ChangeForm, ContactForm, DescriptionForm, IdentityForm, TracksForm
from app.organisations.models import Organisation
from app.organisations.views.parts import SECTIONS, TITLES, actions_of, back, page_of, reasons_of, suggested_tracks
from app.programmes import suggesting

FORM_PARTS = frozenset({"csrf_token", "version"})


@blueprint.get("/organisations/<public_id>/edit")
@requires(policy.edit, load=queries.get_organisation)
def edit(organisation: Organisation) -> ResponseReturnValue:
    """The parts of the registration, each with how far it is."""
    unfinished = {problem.field for problem in missing(organisation)}
    open_parts = [s for s in SECTIONS if s != "edit_identity" or policy.edit_identity(actor(), organisation)]
    tasks = [
        {
            "name": TITLES[section], "url": page_of(section, organisation) if section in open_parts else None,
            "status": _("To do") if unfinished & set(SECTIONS[section]) else _("Complete"),
            "tone": "info" if unfinished & set(SECTIONS[section]) else "good",
        }
        for section in SECTIONS
    ]
    to_check = [each for each in actions_of(organisation) if each.action in {"declare", "resubmit", "renew"}]
    return page(
        "organisations/edit.html", organisation=organisation, tasks=tasks, done=len(tasks) - sum(t["tone"] == "info" for t in tasks),
        reasons=reasons_of(organisation), to_check=to_check,
        identity_closed="edit_identity" not in open_parts, may_change=policy.sign(actor(), organisation),
    )


def _entered(form: VersionedForm) -> dict[str, Any]:
    return {field.name: field.data or None for field in form if field.name not in FORM_PARTS}


def _saved(organisation: Organisation) -> ResponseReturnValue:
    flash(_("Your entries are saved."), "success")
    return redirect(page_of("edit", organisation))


def _section(section: str, organisation: Organisation, form: VersionedForm, **context: Any) -> ResponseReturnValue:
    return page(
        f"organisations/{section}.html", form, organisation=organisation, title=TITLES[section],
        reasons={name: organisation.field_reasons.get(name) for name in SECTIONS[section]}, **context,
    )


def _legal_values(organisation: Organisation) -> dict[str, Any]:
    data = legal_data(organisation)
    number = data["number"] or {}
    return {**{name: data[name] for name in LEGAL_FIELDS}, "number": number.get("value"), "number_scheme": number.get("scheme")}


def _languages(facts: queries.Country, chosen: str | None) -> list[str]:
    return [*facts.languages, *([chosen] if chosen else [])]


@blueprint.route("/organisations/<public_id>/edit/identity", methods=["GET", "POST"])
@requires(policy.edit_identity, load=queries.get_organisation)
def edit_identity(organisation: Organisation) -> ResponseReturnValue:
    """Kind, names and official number."""
    facts = queries.country_facts(organisation.country)
    form = IdentityForm(data={**_legal_values(organisation), "version": organisation.version})
    form.offer(_languages(facts, organisation.name_native_language), facts.number_schemes)
    if form.accepted(lambda: services.save_draft(organisation, form.values(), by=actor(), version=form.version.data)):
        return _saved(organisation)
    return _section("edit_identity", organisation, form, facts=facts)


@blueprint.route("/organisations/<public_id>/edit/contact", methods=["GET", "POST"])
@requires(policy.edit, load=queries.get_organisation)
def edit_contact(organisation: Organisation) -> ResponseReturnValue:
    """Address and contact."""
    facts = queries.country_facts(organisation.country)
    form = ContactForm(obj=organisation)
    form.keep_only(facts.address_order)
    if form.accepted(lambda: services.save_draft(organisation, _entered(form), by=actor(), version=form.version.data)):
        return _saved(organisation)
    return _section("edit_contact", organisation, form, facts=facts)


@blueprint.route("/organisations/<public_id>/edit/description", methods=["GET", "POST"])
@requires(policy.edit, load=queries.get_organisation)
def edit_description(organisation: Organisation) -> ResponseReturnValue:
    """What the organisation does, and its size."""
    facts = queries.country_facts(organisation.country)
    form = DescriptionForm(obj=organisation)
    form.offer(_languages(facts, organisation.description_language))
    if suggesting.asked():
        tracks = queries.list_tracks_for(organisation.country)
        found = suggesting.suggest([form.description.data, form.industry.data], tracks)
        return _section("edit_description", organisation, form, asked=True, found=found)
    if form.accepted(lambda: services.save_draft(organisation, _entered(form), by=actor(), version=form.version.data)):
        return _saved(organisation)
    return _section("edit_description", organisation, form, asked=False, found=None)


@blueprint.route("/organisations/<public_id>/edit/tracks", methods=["GET", "POST"])
@requires(policy.edit, load=queries.get_organisation)
def edit_tracks(organisation: Organisation) -> ResponseReturnValue:
    """Tracks and subtopics."""
    tracks = queries.list_tracks_for(organisation.country)
    offered = {track.id for track in tracks}
    links = [link for link in organisation.track_links if link.state == TrackLinkState.CONFIRMED]
    form = TracksForm(
        data={
            "tracks": [link.track_id for link in links if link.track_id in offered], "version": organisation.version,
            "subtopics": [s.id for s in organisation.subtopics if s.track_id in offered],
        }
    )
    form.offer(tracks)
    chosen = (form.tracks.data or [], form.subtopics.data or [])
    asked = suggesting.asked()
    found = suggesting.suggest([organisation.description, organisation.industry], tracks) if asked else None
    if not asked and form.accepted(lambda: services.save_tracks(organisation, *chosen, by=actor(), version=form.version.data)):
        return _saved(organisation)
    return _section(
        "edit_tracks", organisation, form, suggested=suggested_tracks(organisation), asked=asked, found=found,
        hints=suggesting.hints(found, lambda thing: thing.id),
    )


@blueprint.route("/organisations/<public_id>/change-legal-data", methods=["GET", "POST"])
@requires(policy.sign, load=queries.get_organisation)
def change_legal_data(organisation: Organisation) -> ResponseReturnValue:
    """Propose other legal data; the present ones stay in force until the new ones are verified."""
    facts = queries.country_facts(organisation.country)
    form = ChangeForm(data={**_legal_values(organisation), "version": organisation.version})
    form.offer(_languages(facts, organisation.name_native_language), facts.number_schemes)
    comment = form.comment.data or ""
    if form.accepted(
        lambda: services.change_legal_data(organisation, form.values(), by=actor(), comment=comment, version=form.version.data)
    ):
        flash(_("The change is with the authority. The present data stay in force until it is verified."), "success")
        return back(organisation)
    return page("organisations/change_legal_data.html", form, organisation=organisation, facts=facts)


@blueprint.post("/organisations/<public_id>/withdraw-change")
@requires(policy.sign, load=queries.get_organisation)
def withdraw_change(organisation: Organisation) -> ResponseReturnValue:
    """Give up a proposed change of legal data."""
    form = ActionForm()
    services.withdraw_change(organisation, by=actor(), version=form.version.data)
    flash(_("The proposed change is withdrawn."), "success")
    return back(organisation)
