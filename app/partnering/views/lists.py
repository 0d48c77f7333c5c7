"""Lists of profiles: the open ones, those of an organisation, one's bookmarks, and what waits for the check."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, public, requires, signed_in
from app.core.forms import page
from app.core.i18n import _
from app.core.pagination import page_number
from app.organisations.models import Organisation
from app.organisations.queries import get_organisation
from app.partnering import listing, policy, queries, services
from app.partnering.enums import ProfileKind
from app.partnering.forms import NewProfileForm
from app.partnering.queries import Wanted
from app.partnering.turn import whose_turn
from app.partnering.views.blueprint import blueprint
from app.programmes.queries import list_programmes


@blueprint.get("/profiles")
@public("q", *queries.FACETS, "page")
def index() -> ResponseReturnValue:
    """The open profiles, narrowed by words and facets."""
    by = actor()
    wanted = queries.read_wanted(request.args.get("q", ""), request.args.getlist)
    found = queries.search_profiles(wanted, page_number(request.args.get("page")))

    def address(to: Wanted, **more: Any) -> str:
        return url_for("profiles.index", **to.arguments(), **more)

    return render_template(
        "profiles/index.html", wanted=wanted, found=found, rows=[listing.row(profile, by) for profile in found.page.items],
        facets=listing.facets(wanted, found), chosen=listing.chosen(wanted, found, address),
        page_url=lambda number: address(wanted, page=number),
        writing=queries.list_writing_organisations(by) if by.is_authenticated else [],
    )


@blueprint.get("/organisations/<public_id>/profiles")
@requires(policy.look, load=get_organisation, parameters=("page",), anonymous=True)
def own(organisation: Organisation) -> ResponseReturnValue:
    """The profiles of an organisation: all of them for its people, else the open ones that name it."""
    by, number = actor(), page_number(request.args.get("page"))
    mine = policy.belongs(by, organisation)
    found = queries.list_of_organisation(organisation, number) if mine else queries.list_open_of(organisation, number)
    return render_template(
        "profiles/own.html", organisation=organisation, found=found, mine=mine, rows=[listing.row(profile, by) for profile in found.items],
        turns={profile.id: whose_turn(profile) for profile in found.items}, may_create=policy.create(by, organisation), by=by,
        page_url=lambda number: url_for("profiles.own", public_id=organisation.public_id, page=number),
    )


@blueprint.route("/organisations/<public_id>/profiles/new", methods=["GET", "POST"])
@requires(policy.create, load=get_organisation)
def new(organisation: Organisation) -> ResponseReturnValue:
    """Begin a profile."""
    programmes = [one for one in list_programmes() if one.party_of(organisation.country) is not None]
    form = NewProfileForm()
    form.offer(programmes)
    if form.validate_on_submit():
        programme = next(one for one in programmes if one.code == form.programme.data)
        values = {"kind": ProfileKind(form.kind.data), "title": form.title.data, "language": form.language.data}
        anonymous = form.named.data == "anonymous"
        if form.accepted(services.create_profile, organisation=organisation, programme=programme, anonymous=anonymous, by=actor(), **values):
            flash(_("The draft is saved. Fill in its sections in any order."), "success")
            return redirect(url_for("profiles.show", public_id=form.result.public_id))
    return page("profiles/new.html", form, organisation=organisation, programmes=programmes)


@blueprint.get("/profiles/bookmarks")
@signed_in("page")
def bookmarks() -> ResponseReturnValue:
    """The open profiles that one keeps."""
    by = actor()
    found = queries.list_bookmarks(by, page_number(request.args.get("page")))
    return render_template(
        "profiles/bookmarks.html", found=found, rows=[listing.row(profile, by) for profile in found.items],
        page_url=lambda number: url_for("profiles.bookmarks", page=number),
    )


@blueprint.get("/profiles/checks")
@requires(policy.open_queue, parameters=("page",))
def queue() -> ResponseReturnValue:
    """What waits for the check."""
    by = actor()
    found = queries.list_queue(by, page_number(request.args.get("page")))
    return render_template(
        "profiles/queue.html", found=found, turns={profile.id: whose_turn(profile) for profile in found.items},
        owners={profile.id: policy.sees_owner(by, profile) for profile in found.items},
        page_url=lambda number: url_for("profiles.queue", page=number),
    )
