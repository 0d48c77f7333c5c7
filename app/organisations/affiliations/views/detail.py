"""One membership: its page for either side, its buttons, and what the member allows."""

from collections.abc import Callable
from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import VersionedForm, page, press
from app.core.i18n import LazyText, _, _l
from app.core.workflow import Available
from app.organisations.affiliations import policy, queries, services
from app.organisations.affiliations.enums import Consent
from app.organisations.affiliations.forms import ConsentForm
from app.organisations.affiliations.models import Affiliation, Vouch
from app.organisations.affiliations.turn import whose_turn
from app.organisations.affiliations.views.blueprint import back, blueprint
from app.organisations.affiliations.wording import ALLOWED, HINTS
from app.organisations.affiliations.workflow import AFFILIATION, VOUCH
from app.organisations.queries import get_organisation

PRIMARY = frozenset({"accept", "renew"})
CONFIRMATIONS: dict[tuple[str, str], LazyText] = {
    ("affiliation", "end"): _l("What was allowed, and a vouch, end with the membership. The other side reads the reason."),
    ("vouch", "withdraw"): _l("It is shown no more. The officers of the member’s country are told, and read the reason."),
    ("vouch", "renew"): _l("You confirm that all of it still holds."),
}


def show_page(affiliation: Affiliation, form: VersionedForm | None = None, sent: str = "") -> ResponseReturnValue:
    """The page of a membership; after a refused step with what was typed (422)."""
    by = actor()
    vouches = queries.list_vouches_of(affiliation)
    vouch = queries.vouch_in_force(affiliation)
    turn = whose_turn(affiliation)
    return page(
        "affiliations/show.html", form, affiliation=affiliation, sent=sent, turn=turn, turn_is_mine=turn is not None and turn.is_mine(by),
        of_economic=policy.of_economic(by, affiliation.economic), actions=_actions(affiliation, vouch), vouch=vouch, vouches=vouches,
        allowed=ALLOWED, consents=list(Consent), may_vouch=policy.vouch_for(by, affiliation) and vouch is None,
        sees_member=get_organisation(by, lock=False, public_id=affiliation.member.public_id) is not None,
    )


def _actions(affiliation: Affiliation, vouch: Vouch | None) -> list[dict[str, Any]]:
    by = actor()
    rows: list[tuple[str, Affiliation | Vouch, Available]] = [("affiliation", affiliation, row) for row in AFFILIATION.available(affiliation, by)]
    if vouch is not None:
        rows += [("vouch", vouch, row) for row in VOUCH.available(vouch, by) if row.open or row.action != "renew"]
    return [
        {
            "name": f"{which}.{row.action}", "of": which, "label": row.transition.label, "version": thing.version,
            "endpoint": f"affiliations.{row.action}" + ("_vouch" if which == "vouch" else ""),
            "kind": "primary" if row.action in PRIMARY else "secondary", "confirm": CONFIRMATIONS.get((which, row.action)),
            "comment": _("Reason") if row.transition.comment_required else None, "reasons": [str(problem) for problem in row.problems],
        }
        for which, thing, row in rows
    ]


@blueprint.get("/memberships/<public_id>")
@requires(policy.see, load=queries.get_affiliation)
def show(affiliation: Affiliation) -> ResponseReturnValue:
    """What there is between the two."""
    return show_page(affiliation)


def _act(action: str, affiliation: Affiliation, service: Callable[..., None], done: LazyText, *, comment: bool = False) -> ResponseReturnValue:
    return press(service, affiliation, by=actor(), done=done, back=back, show=show_page, sent=f"affiliation.{action}", comment=comment)


@blueprint.post("/memberships/<public_id>/accept")
@requires(policy.answers, load=queries.get_affiliation)
def accept(affiliation: Affiliation) -> ResponseReturnValue:
    """Say yes."""
    return _act("accept", affiliation, services.accept_affiliation, _l("The membership has begun."))


@blueprint.post("/memberships/<public_id>/decline")
@requires(policy.answers, load=queries.get_affiliation)
def decline(affiliation: Affiliation) -> ResponseReturnValue:
    """Say no."""
    return _act("decline", affiliation, services.decline_affiliation, _l("You have declined. The other side is told."))


@blueprint.post("/memberships/<public_id>/withdraw")
@requires(policy.opened, load=queries.get_affiliation)
def withdraw(affiliation: Affiliation) -> ResponseReturnValue:
    """Take it back."""
    return _act("withdraw", affiliation, services.withdraw_affiliation, _l("It is withdrawn."))


@blueprint.post("/memberships/<public_id>/end")
@requires(policy.either, load=queries.get_affiliation)
def end(affiliation: Affiliation) -> ResponseReturnValue:
    """End the membership."""
    return _act("end", affiliation, services.end_affiliation, _l("The membership has ended."), comment=True)


@blueprint.route("/memberships/<public_id>/consents", methods=["GET", "POST"])
@requires(policy.allow, load=queries.get_affiliation)
def consents(affiliation: Affiliation) -> ResponseReturnValue:
    """What the member allows this economic organisation."""
    form = ConsentForm(data={"allowed": [str(consent) for consent in affiliation.consents], "version": affiliation.version})
    form.offer()
    if form.accepted(lambda: services.set_consents(affiliation, form.chosen(), by=actor(), version=form.version.data)):
        flash(_("From now on this holds. You can change it at any time."), "success")
        return back(affiliation)
    return page("affiliations/consents.html", form, affiliation=affiliation, hints={str(consent): text for consent, text in HINTS.items()})
