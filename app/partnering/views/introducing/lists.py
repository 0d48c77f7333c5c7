"""Introductions received and sent: of one organisation, or of all to which one belongs."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.pagination import page_number
from app.messages.enums import SubjectKind
from app.messages.queries import count_unread
from app.organisations.models import Organisation
from app.organisations.policy import OWN_ROLES
from app.organisations.queries import get_organisation
from app.partnering import queries
from app.partnering.enums import IntroductionState, Side
from app.partnering.introductions import policy, reading
from app.partnering.introductions.turn import whose_turn
from app.partnering.views.introducing.blueprint import blueprint

S = IntroductionState
PARAMETERS = ("box", "state", "page")
NEVER_RECEIVED = frozenset({S.DRAFT, S.SCREENING, S.REFUSED_BY_BROKER})


def _boxes(organisations: Sequence[int], endpoint: str, organisation: Organisation | None = None, **keys: Any) -> ResponseReturnValue:
    by = actor()
    sent = request.args.get("box") == "sent"
    states = [state for state in S if sent or state not in NEVER_RECEIVED]
    state = next((one for one in states if one == request.args.get("state")), None)
    listed = queries.list_sent if sent else queries.list_received
    found = listed(organisations, state, page_number(request.args.get("page")))
    box = "sent" if sent else "received"
    return render_template(
        "introductions/index.html", found=found, rows=[reading.row(one, by) for one in found.items], sent=sent, state=state, states=states,
        turns={one.id: whose_turn(one) for one in found.items}, by=by, organisation=organisation, unread=count_unread(by, SubjectKind.INTRODUCTION, [one.id for one in found.items]),
        side=Side.ASKER if sent else Side.OWNER,
        action=url_for(endpoint, **keys), box=box, box_url=lambda name: url_for(endpoint, box=name, **keys),
        page_url=lambda number: url_for(endpoint, box=box, state=state or None, page=number, **keys),
    )


@blueprint.get("/introductions")
@requires(policy.list_own, parameters=PARAMETERS)
def index() -> ResponseReturnValue:
    """Of all one's organisations."""
    return _boxes(actor().organisations(*OWN_ROLES), "introductions.index")


@blueprint.get("/organisations/<public_id>/introductions")
@requires(policy.list_of, load=get_organisation, parameters=PARAMETERS)
def own(organisation: Organisation) -> ResponseReturnValue:
    """Of one organisation."""
    return _boxes([organisation.id], "introductions.own", organisation, public_id=organisation.public_id)
