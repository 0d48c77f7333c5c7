"""Administration of people: who they are, what they may do, whether their account is open."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import policy, queries, services
from app.accounts.blueprint import blueprint
from app.accounts.enums import Role
from app.accounts.forms import GrantForm
from app.accounts.models import Membership, Person
from app.core.access import actor, requires
from app.core.forms import page
from app.core.i18n import _
from app.core.pagination import page_number


@blueprint.get("/administration/people")
@requires(policy.administer_people, parameters=("q", "page"))
def people() -> ResponseReturnValue:
    """Everyone with an account, found by name or address."""
    words = request.args.get("q", "").strip()[:200]
    found = queries.list_people(words, page_number(request.args.get("page")))
    return page("accounts/people.html", words=words, people=found)


@blueprint.route("/administration/people/<public_id>", methods=["GET", "POST"])
@requires(policy.administer_people, load=queries.get_person)
def person(thing: Person) -> ResponseReturnValue:
    """A person with the roles in force; the form gives another role."""
    form = GrantForm(list(queries.list_seats(thing)))
    if form.accepted(_grant, thing, form):
        flash(_("The role is given."), "success")
        return redirect(url_for("accounts.person", public_id=thing.public_id))
    return page(
        "accounts/person.html", form, person=thing, memberships=queries.list_memberships(thing),
        may_disable=policy.disable(actor(), thing),
    )


def _grant(thing: Person, form: GrantForm) -> Membership:
    by_key: dict[str, Any] = {seat.public_id: seat for seat in queries.list_seats(thing)}
    organisation = by_key.get(form.organisation.data or "")
    is_authority = organisation is not None and queries.is_authority(organisation.id)
    return services.grant_role(thing, Role(form.role.data), organisation, by=actor(), is_authority=is_authority)


@blueprint.post("/administration/memberships/<int(max=9223372036854775807):key>/end")
@requires(policy.administer_people, load=queries.get_membership)
def end_membership(membership: Membership) -> ResponseReturnValue:
    """End a role of a person."""
    services.end_membership(membership, by=actor())
    flash(_("The role is ended."), "success")
    return redirect(url_for("accounts.person", public_id=membership.person.public_id))


@blueprint.post("/administration/people/<public_id>/disable")
@requires(policy.disable, load=queries.get_person)
def disable(thing: Person) -> ResponseReturnValue:
    """Close an account."""
    services.disable_person(thing, by=actor())
    flash(_("The account is closed and signed out everywhere."), "success")
    return redirect(url_for("accounts.person", public_id=thing.public_id))


@blueprint.post("/administration/people/<public_id>/enable")
@requires(policy.disable, load=queries.get_person)
def enable(thing: Person) -> ResponseReturnValue:
    """Reopen an account."""
    services.enable_person(thing, by=actor())
    flash(_("The account is open again."), "success")
    return redirect(url_for("accounts.person", public_id=thing.public_id))
