"""The open profiles of a member, and how its introductions stand."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.pagination import page_number
from app.organisations.affiliations.models import Affiliation
from app.organisations.affiliations.queries import get_affiliation
from app.partnering import listing, queries
from app.partnering.brokering import policy, reading
from app.partnering.views.brokering.blueprint import blueprint


@blueprint.get("/memberships/<public_id>/profiles")
@requires(policy.sees_profiles, load=get_affiliation, parameters=("page",))
def profiles(affiliation: Affiliation) -> ResponseReturnValue:
    """All of them, the anonymous ones too."""
    found = queries.list_open_of_member(affiliation.member, page_number(request.args.get("page")))
    return render_template(
        "brokering/profiles.html", affiliation=affiliation, found=found, rows=[listing.row(profile, actor()) for profile in found.items],
        page_url=lambda number: url_for("brokering.profiles", public_id=affiliation.public_id, page=number),
    )


@blueprint.get("/memberships/<public_id>/introductions")
@requires(policy.sees_introductions, load=get_affiliation, parameters=("page",))
def introductions(affiliation: Affiliation) -> ResponseReturnValue:
    """Which way, how each stands, and of which country and kind the other side is."""
    found = queries.list_introductions_of_member(affiliation, page_number(request.args.get("page")))
    return render_template(
        "brokering/introductions.html", affiliation=affiliation, found=found,
        rows=[reading.told(introduction, affiliation.member) for introduction in found.items],
        page_url=lambda number: url_for("brokering.introductions", public_id=affiliation.public_id, page=number),
    )
