"""The work of the officers of a country: the queue, a verification, questions, duplicates."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.errors import Refused
from app.core.forms import Form, page
from app.core.i18n import _, _l
from app.core.pagination import page_number
from app.core.templating import label
from app.core.workflow import due_is_past
from app.organisations import policy, queries, services
from app.organisations.affiliations.queries import list_vouches
from app.organisations.blueprint import blueprint
from app.organisations.completeness import LEGAL_FIELDS, missing
from app.organisations.enums import OrganisationKind
from app.organisations.forms import AskForm, MergeForm, VerifyForm
from app.organisations.models import Organisation
from app.organisations.views.parts import actions_of, back, names_of, numbers_of
from app.organisations.wording import FIELDS, TONES


@blueprint.get("/verification")
@requires(policy.open_queue, parameters=("page",))
def queue() -> ResponseReturnValue:
    """What waits for verification in the own country, the most urgent first."""
    waiting = queries.list_queue(actor(), page_number(request.args.get("page")))
    late = {organisation.id for organisation in waiting.items if due_is_past(organisation.due_at)}
    return page(
        "organisations/queue.html", waiting=waiting, late=late, claims=queries.list_recoveries(actor()), tones=TONES,
        countries=sorted(actor().countries), page_url=lambda number: url_for("organisations.queue", page=number),
    )


@blueprint.route("/organisations/<public_id>/verify", methods=["GET", "POST"])
@requires(policy.verify_for_country, load=queries.get_organisation)
def verify(organisation: Organisation) -> ResponseReturnValue:
    """Compare the entries with the evidence, and verify."""
    form = VerifyForm(version=organisation.version)
    evidence = form.evidence.data or ""
    if form.accepted(services.verify, organisation, by=actor(), evidence=evidence, version=form.version.data):
        flash(_("The organisation is verified for twelve months."), "success")
        return redirect(url_for("organisations.queue"))
    return page("organisations/verify.html", form, **_context(organisation))


def _context(organisation: Organisation) -> dict[str, Any]:
    return {
        "organisation": organisation, "names": names_of(organisation), "numbers": numbers_of(organisation),
        "missing": missing(organisation), "candidates": queries.duplicates_of(actor(), organisation),
        "changes": _changes(organisation), "actions": [each for each in actions_of(organisation) if each.action != "verify"],
        "signatory": queries.has_signatory(organisation.id), "vouches": list_vouches(organisation, past=True),
    }


def _changes(organisation: Organisation) -> list[dict[str, Any]]:
    """The legal data in force and those proposed, side by side."""
    proposed = organisation.proposed_legal_data or {}
    number = organisation.numbers[0].value if organisation.numbers else None
    old = {**{name: getattr(organisation, name) for name in LEGAL_FIELDS}, "number": number}
    new = {**proposed, "number": (proposed.get("number") or {}).get("value")}
    return [
        {"name": FIELDS[name], "old": _in_words(name, old[name]), "new": _in_words(name, new[name])}
        for name in (*LEGAL_FIELDS, "number")
        if name in proposed
    ]


def _in_words(name: str, value: Any) -> Any:
    return label(OrganisationKind(value)) if name == "kind" and value else value


@blueprint.route("/organisations/<public_id>/ask-for-data", methods=["GET", "POST"])
@requires(policy.verify_for_country, load=queries.get_organisation)
def ask_for_data(organisation: Organisation) -> ResponseReturnValue:
    """Say what is wrong in which entry, and hand the entries back."""
    form = AskForm(version=organisation.version)
    reasons = {name: form[name].data or "" for name in FIELDS}
    if form.accepted(services.ask_for_data, organisation, by=actor(), reasons=reasons, version=form.version.data):
        flash(_("The representatives are asked for better entries."), "success")
        return redirect(url_for("organisations.queue"))
    return page("organisations/ask_for_data.html", form, organisation=organisation, fields=list(FIELDS))


@blueprint.route("/organisations/<public_id>/merge-as-duplicate", methods=["GET", "POST"])
@requires(policy.merge, load=queries.get_organisation)
def merge_as_duplicate(organisation: Organisation) -> ResponseReturnValue:
    """Merge a record into the organisation that stands."""
    candidates = queries.duplicates_of(actor(), organisation)
    form = MergeForm(version=organisation.version)
    form.candidate.choices = [(each.organisation.public_id, each.organisation.display_name) for each in candidates]
    if form.accepted(lambda: _merge(organisation, form)):
        flash(_("The record is merged."), "success")
        return back(form.result)
    return page("organisations/merge_as_duplicate.html", form, organisation=organisation, candidates=candidates)


def _merge(organisation: Organisation, form: Form) -> Organisation:
    wanted = form.survivor.data or form.candidate.data or ""
    survivor = queries.get_survivor(actor(), wanted, other_than=organisation)
    if survivor is None:
        raise Refused.because("survivor", _l("Choose another organisation of the same country that is not merged itself."))
    services.merge_as_duplicate(
        organisation, survivor, by=actor(), comment=form.comment.data or "", version=form.version.data
    )
    return survivor
