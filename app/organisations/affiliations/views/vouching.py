"""Vouching for a member."""

from collections.abc import Callable

from flask import flash
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import VersionedForm, page, press
from app.core.i18n import LazyText, _, _l
from app.organisations.affiliations import policy, queries, services
from app.organisations.affiliations.forms import VouchForm
from app.organisations.affiliations.models import Affiliation, Vouch
from app.organisations.affiliations.views.blueprint import back, blueprint
from app.organisations.affiliations.views.detail import show_page


@blueprint.route("/memberships/<public_id>/vouch", methods=["GET", "POST"])
@requires(policy.vouch_for, load=queries.get_affiliation)
def vouch(affiliation: Affiliation) -> ResponseReturnValue:
    """Say since when and as what the member is known, and what speaks for it."""
    form = VouchForm(data={"version": affiliation.version, "language": actor().language})
    if not form.is_submitted() and queries.vouch_in_force(affiliation) is not None:
        return back(affiliation)
    if form.accepted(
        services.give_vouch, affiliation, known_since=form.known_since.data, known_as=form.known_as.data or "",
        statement=form.statement.data or "", language=form.language.data, by=actor(), version=form.version.data,
    ):
        flash(_("You vouch for this member for 24 months. Its page says so."), "success")
        return back(affiliation)
    return page("affiliations/vouch.html", form, affiliation=affiliation)


def _act(action: str, given: Vouch, service: Callable[..., None], done: LazyText, *, comment: bool) -> ResponseReturnValue:
    def show(_given: Vouch, form: VersionedForm, sent: str) -> ResponseReturnValue:
        return show_page(given.affiliation, form, sent)

    def lead_back(_given: Vouch) -> ResponseReturnValue:
        return back(given.affiliation)

    return press(service, given, by=actor(), done=done, back=lead_back, show=show, sent=f"vouch.{action}", comment=comment)


@blueprint.post("/memberships/<public_id>/vouch/renew")
@requires(policy.vouches, load=queries.get_vouch)
def renew_vouch(given: Vouch) -> ResponseReturnValue:
    """Stand by it for another 24 months."""
    return _act("renew", given, services.renew_vouch, _l("The vouch holds for another 24 months."), comment=False)


@blueprint.post("/memberships/<public_id>/vouch/withdraw")
@requires(policy.vouches, load=queries.get_vouch)
def withdraw_vouch(given: Vouch) -> ResponseReturnValue:
    """Stand by it no more."""
    return _act("withdraw", given, services.withdraw_vouch, _l("The vouch is withdrawn."), comment=True)
