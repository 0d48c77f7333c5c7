"""Members of economic organisations, and the economic organisations to which an organisation belongs."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.i18n import text
from app.core.pagination import page_number
from app.organisations.affiliations import policy, queries
from app.organisations.affiliations.enums import AffiliationState
from app.organisations.affiliations.turn import whose_turn
from app.organisations.affiliations.views.blueprint import blueprint
from app.organisations.models import Organisation
from app.organisations.queries import get_organisation, list_own, list_tracks_for

PARAMETERS = ("state", "track", "page")


def _members(organisations: Sequence[Organisation], endpoint: str, organisation: Organisation | None = None, **keys: Any) -> ResponseReturnValue:
    by = actor()
    tracks = {track.id: track for country in sorted({one.country for one in organisations}) for track in list_tracks_for(country)}
    state = next((one for one in AffiliationState if one == request.args.get("state")), None)
    track = next((key for key in tracks if str(key) == request.args.get("track")), None)
    found = queries.list_members([one.id for one in organisations], state=state, track=track, number=page_number(request.args.get("page")))
    several = len({track.programme_id for track in tracks.values()}) > 1
    return render_template(
        "affiliations/members.html", found=found, turns={one.id: whose_turn(one) for one in found.items}, by=by, organisation=organisation,
        organisations=organisations, state=state, states=list(AffiliationState), track=track,
        tracks=[(key, f"{text(one.names)} ({text(one.programme.names)})" if several else text(one.names)) for key, one in tracks.items()],
        action=url_for(endpoint, **keys),
        page_url=lambda number: url_for(endpoint, state=state or None, track=track, page=number, **keys),
    )


@blueprint.get("/members")
@requires(policy.of_some_economic, parameters=PARAMETERS)
def index() -> ResponseReturnValue:
    """Of all economic organisations to whose people one belongs."""
    return _members([one for one in list_own(actor()) if policy.is_economic(one)], "affiliations.index")


@blueprint.get("/organisations/<public_id>/our-members")
@requires(policy.of_economic, load=get_organisation, parameters=PARAMETERS)
def members(organisation: Organisation) -> ResponseReturnValue:
    """Of one economic organisation."""
    return _members([organisation], "affiliations.members", organisation, public_id=organisation.public_id)


@blueprint.get("/organisations/<public_id>/memberships")
@requires(policy.of_organisation, load=get_organisation, parameters=("page",))
def memberships(organisation: Organisation) -> ResponseReturnValue:
    """The economic organisations to which an organisation belongs, with what each may see and do."""
    found = queries.list_memberships(organisation, page_number(request.args.get("page")))
    return render_template(
        "affiliations/memberships.html", organisation=organisation, found=found, by=actor(),
        turns={one.id: whose_turn(one) for one in found.items},
        page_url=lambda number: url_for("affiliations.memberships", public_id=organisation.public_id, page=number),
    )
