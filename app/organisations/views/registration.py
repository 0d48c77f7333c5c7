"""Registration: the first page, possible duplicates while typing, the check of all answers, and the declaration."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires, signed_in
from app.core.errors import Problem
from app.core.forms import page
from app.core.i18n import _
from app.organisations import policy, queries, services
from app.organisations.blueprint import blueprint
from app.organisations.completeness import legal_data, missing
from app.organisations.enums import OrganisationState
from app.organisations.forms import DeclareForm, InviteForm, StartForm
from app.organisations.identifiers import NumberFault, check_number
from app.organisations.models import Organisation
from app.organisations.queries import Candidate
from app.organisations.views.parts import back, names_of, numbers_of, page_of, reasons_of, section_urls
from app.organisations.workflow import ORGANISATION

SUGGESTED_FROM = ("country", "name_native", "name_latin", "name_kana", "number", "number_scheme")
TO_VERIFICATION = {
    OrganisationState.DRAFT: "declare", OrganisationState.UPDATE_NEEDED: "resubmit", OrganisationState.VERIFIED: "renew",
    OrganisationState.VERIFICATION_EXPIRED: "renew",
}
LONGEST_QUERY = 300


def _prepare(form: StartForm) -> StartForm:
    countries = queries.countries()
    facts = [queries.country_facts(code) for code in countries]
    form.offer_countries(countries)
    form.offer([c for fact in facts for c in fact.languages], dict.fromkeys(s for fact in facts for s in fact.number_schemes))
    return form


def _typed(values: Any) -> list[Candidate]:
    """The possible duplicates of what was typed so far."""
    country = (values.get("country") or "")[:2].upper()
    names = [(values.get(name) or "")[:LONGEST_QUERY].strip() for name in ("name_native", "name_latin", "name_kana")]
    numbers = []
    schemes = queries.country_facts(country).number_schemes
    scheme = values.get("number_scheme") or (schemes[0] if schemes else "")
    if values.get("number") and scheme in schemes:
        try:
            numbers = [(scheme, check_number(scheme, values["number"][:LONGEST_QUERY]))]
        except NumberFault:
            numbers = []
    return queries.possible_duplicates(actor(), country=country, names=names, numbers=numbers)


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@requires(policy.start)
def new() -> ResponseReturnValue:
    """Begin a registration."""
    form = _prepare(StartForm())
    if form.accepted(lambda: services.start_organisation(form.values(), by=actor())):
        return redirect(page_of("edit", form.result))
    found = _typed(request.form) if form.is_submitted() else []
    return page("organisations/new.html", form, candidates=found)


@blueprint.route("/organisations/invite", methods=["GET", "POST"])
@requires(policy.invite_somewhere)
def invite() -> ResponseReturnValue:
    """Invite an organisation that is not in the registry."""
    form = _prepare(InviteForm())
    if form.accepted(lambda: services.invite_organisation(form.values(), form.email.data or "", by=actor())):
        flash(_("The invitation is on its way. It is open for 30 days."), "success")
        return back(form.result)
    found = _typed(request.form) if form.is_submitted() else []
    return page("organisations/invite.html", form, candidates=found)


@blueprint.get("/organisations/duplicates")
@signed_in(*SUGGESTED_FROM)
def duplicates() -> ResponseReturnValue:
    """A fragment with the possible duplicates of what is being typed."""
    return render_template("organisations/_duplicates.html", candidates=_typed(request.args))


@blueprint.get("/organisations/<public_id>/check")
@requires(policy.represent, load=queries.get_organisation)
def check(organisation: Organisation) -> ResponseReturnValue:
    """All answers with their links to change them, and what is missing."""
    return _check_page(organisation, DeclareForm(version=organisation.version))


@blueprint.post("/organisations/<public_id>/declare")
@requires(policy.represent, load=queries.get_organisation)
def declare(organisation: Organisation) -> ResponseReturnValue:
    """Declare that the entries are true."""
    form = DeclareForm()
    confirmed = bool(form.none_of_these.data)
    if form.accepted(services.declare, organisation, by=actor(), none_of_these=confirmed, version=form.version.data):
        return redirect(page_of("declared", organisation))
    return _check_page(organisation, form)


@blueprint.post("/organisations/<public_id>/resubmit")
@requires(policy.represent, load=queries.get_organisation)
def resubmit(organisation: Organisation) -> ResponseReturnValue:
    """Send the entries again."""
    form = DeclareForm()
    if form.accepted(services.resubmit, organisation, by=actor(), version=form.version.data):
        return redirect(page_of("declared", organisation))
    return _check_page(organisation, form)


@blueprint.post("/organisations/<public_id>/renew")
@requires(policy.represent_or_sign, load=queries.get_organisation)
def renew(organisation: Organisation) -> ResponseReturnValue:
    """Ask for the verification of another year."""
    form = DeclareForm()
    if form.accepted(services.renew, organisation, by=actor(), version=form.version.data):
        return redirect(page_of("declared", organisation))
    return _check_page(organisation, form)


@blueprint.get("/organisations/<public_id>/declared")
@requires(policy.represent_or_sign, load=queries.get_organisation)
def declared(organisation: Organisation) -> ResponseReturnValue:
    """The entries are with the authority: the reference, and what happens next."""
    if organisation.state not in {OrganisationState.DECLARED, OrganisationState.IN_VERIFICATION}:
        return back(organisation)
    return page("organisations/declared.html", organisation=organisation)


def _check_page(organisation: Organisation, form: DeclareForm) -> ResponseReturnValue:
    action = TO_VERIFICATION.get(organisation.state)
    if action is None and not form.is_submitted():
        return back(organisation)
    return page(
        "organisations/check.html", form, organisation=organisation, action=action,
        label=ORGANISATION.by_action[action].label if action else "", missing=_shown(missing(organisation), form),
        candidates=queries.duplicates_of(actor(), organisation) if action == "declare" else [], urls=section_urls(organisation),
        names=names_of(organisation), numbers=numbers_of(organisation), reasons=reasons_of(organisation), legal=legal_data(organisation),
        url=url_for(f"organisations.{action}", public_id=organisation.public_id) if action else "",
    )


def _shown(problems: Sequence[Problem], form: DeclareForm) -> Sequence[Problem]:
    """What is missing, unless the refused form says it already."""
    return [] if form.problems else problems
