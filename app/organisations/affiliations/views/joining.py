"""Organisations are found and invited, or invited by e-mail; an organisation asks for membership."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import page
from app.core.i18n import LazyText, _, _l
from app.organisations.affiliations import policy, queries, services
from app.organisations.affiliations.forms import ChooseForm
from app.organisations.affiliations.models import Affiliation
from app.organisations.affiliations.views.blueprint import back, blueprint
from app.organisations.forms import NewcomerForm
from app.organisations.models import Organisation
from app.organisations.queries import country_facts, get_organisation

LONGEST_SEARCH = 200


def _choose(
    organisation: Organisation, endpoint: str, template: str, done: LazyText,
    find: Callable[[Organisation, str], Sequence[Organisation]], get: Callable[[Organisation, str], Organisation | None],
    service: Callable[..., Affiliation],
) -> ResponseReturnValue:
    """A search, and one button for one of those found; `service` takes the two and the actor."""
    asked = request.args.get("q", "")[:LONGEST_SEARCH].replace("\x00", "").strip()
    form = ChooseForm()
    picked = get(organisation, form.organisation.data) if form.organisation.data else None
    found = list(find(organisation, asked)) if asked else []
    if picked is not None and picked not in found:
        found.insert(0, picked)
    form.offer(found)
    if form.accepted(lambda: service(organisation, picked, by=actor())):
        flash(done, "success")
        return back(form.result)
    return page(
        template, form, organisation=organisation, asked=asked, found=found,
        action=url_for(endpoint, public_id=organisation.public_id, q=asked or None),
        search=url_for(endpoint, public_id=organisation.public_id),
    )


@blueprint.route("/organisations/<public_id>/our-members/invite", methods=["GET", "POST"])
@requires(policy.invite, load=get_organisation, parameters=("q",))
def invite(organisation: Organisation) -> ResponseReturnValue:
    """Find an organisation of the registry and invite it."""
    return _choose(
        organisation, "affiliations.invite", "affiliations/invite.html",
        _l("The organisation is invited. Its representatives find the invitation in their work list."),
        queries.find_joining, queries.get_joining, services.invite_member,
    )


@blueprint.route("/organisations/<public_id>/memberships/request", methods=["GET", "POST"])
@requires(policy.request, load=get_organisation, parameters=("q",))
def ask(organisation: Organisation) -> ResponseReturnValue:
    """Find an economic organisation and ask it for membership."""
    return _choose(
        organisation, "affiliations.ask", "affiliations/ask.html",
        _l("The economic organisation is asked. You are told when it answers."),
        queries.find_economic, queries.get_economic, services.request_membership,
    )


@blueprint.route("/organisations/<public_id>/our-members/invite-by-e-mail", methods=["GET", "POST"])
@requires(policy.invite, load=get_organisation)
def invite_newcomer(organisation: Organisation) -> ResponseReturnValue:
    """Invite an organisation that is not in the registry; it becomes a member when it has registered and consents."""
    form, facts = NewcomerForm(), country_facts(organisation.country)
    form.offer(facts.languages, facts.number_schemes)
    if form.accepted(lambda: _invite(organisation, form)):
        flash(_("The invitation is on its way. It is open for 30 days."), "success")
        return redirect(url_for("affiliations.members", public_id=organisation.public_id))
    return page("affiliations/invite_newcomer.html", form, organisation=organisation, candidates=_alike(organisation, form))


def _invite(organisation: Organisation, form: NewcomerForm) -> Affiliation:
    confirmed = bool(form.none_of_these.data)
    return services.invite_newcomer(organisation, form.values(), form.email.data or "", none_of_these=confirmed, by=actor())


def _alike(organisation: Organisation, form: NewcomerForm) -> Sequence[Any]:
    """Organisations of the registry that may be the one that was typed."""
    if not form.is_submitted():
        return ()
    return services.alike(organisation, form.values(), by=actor())
