"""A profile is suggested to a member; the member looks at it or dismisses it."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import ActionForm, VersionedForm, page
from app.core.i18n import LazyText, _, _l
from app.organisations.affiliations.models import Affiliation
from app.organisations.affiliations.queries import get_affiliation
from app.partnering import listing, queries
from app.partnering.brokering import policy
from app.partnering.brokering.turn import whose_turn
from app.partnering.brokering.workflow import SUGGESTION
from app.partnering.forms.brokering import SuggestForm
from app.partnering.models import ProfileSuggestion
from app.partnering.queries import read_wanted
from app.partnering.services import brokering
from app.partnering.views.brokering.blueprint import blueprint


@blueprint.route("/memberships/<public_id>/suggest", methods=["GET", "POST"])
@requires(policy.suggests, load=get_affiliation, parameters=("q",))
def suggest(affiliation: Affiliation) -> ResponseReturnValue:
    """Find an open profile and point the member to it."""
    by = actor()
    asked = read_wanted(request.args.get("q", "").replace("\x00", ""), lambda _name: ())
    form = SuggestForm(language=by.language)
    picked = queries.get_open_profile(by, lock=False, public_id=form.profile.data) if form.profile.data else None
    found = list(queries.search_profiles(asked, 1).page.items) if asked.text else []
    if picked is not None and picked not in found:
        found.insert(0, picked)
    rows = [listing.row(profile, by) for profile in found]
    form.offer(rows)
    if form.accepted(
        lambda: picked and brokering.suggest_profile(affiliation, picked, note=form.note.data or "", language=form.language.data, by=by)
    ):
        flash(_("The member finds your suggestion in its work list."), "success")
        return redirect(url_for("affiliations.show", public_id=affiliation.public_id))
    return page("brokering/suggest.html", form, affiliation=affiliation, asked=asked.text, rows=rows)


def _page(suggestion: ProfileSuggestion, form: VersionedForm | None = None) -> ResponseReturnValue:
    by, turn = actor(), whose_turn(suggestion)
    return page(
        "brokering/suggestion.html", form, suggestion=suggestion, turn=turn, turn_is_mine=turn is not None and turn.is_mine(by),
        row=listing.row(suggestion.profile, by), is_open=queries.is_open(suggestion.profile),
        actions=[each.transition for each in SUGGESTION.available(suggestion, by)],
    )


@blueprint.get("/suggestions/<public_id>")
@requires(policy.sees_suggestion, load=queries.get_suggestion)
def suggestion(found: ProfileSuggestion) -> ResponseReturnValue:
    """What is suggested, by whom, and why."""
    return _page(found)


def _act(found: ProfileSuggestion, service: Callable[..., None], done: LazyText, leads_to: str) -> ResponseReturnValue:
    form = ActionForm()
    if form.accepted(service, found, by=actor(), version=form.version.data):
        flash(done, "success")
        return redirect(leads_to)
    return _page(found, form)


@blueprint.post("/suggestions/<public_id>/look-at")
@requires(policy.answers, load=queries.get_suggestion)
def look_at(found: ProfileSuggestion) -> ResponseReturnValue:
    """Go to the profile; the suggestion leaves the work list."""
    leads_to = url_for("profiles.show", public_id=found.profile.public_id)
    if not queries.is_open(found.profile):
        leads_to = url_for("brokering.suggestion", public_id=found.public_id)
    return _act(found, brokering.look_at_suggestion, _l("The suggestion is off your work list."), leads_to)


@blueprint.post("/suggestions/<public_id>/dismiss")
@requires(policy.answers, load=queries.get_suggestion)
def dismiss(found: ProfileSuggestion) -> ResponseReturnValue:
    """Put it aside."""
    return _act(found, brokering.dismiss_suggestion, _l("The suggestion is dismissed. Whoever made it is not told."), url_for("desk.work"))
