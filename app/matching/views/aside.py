"""Setting counterparts aside, and taking that back."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.forms import page
from app.core.i18n import _, isolated_name
from app.core.pagination import page_number
from app.matching import policy, queries
from app.matching.blueprint import blueprint
from app.matching.enums import AsideReason
from app.matching.forms import AsideForm
from app.matching.models import SetAside
from app.matching.queries import Pair
from app.matching.services import aside as services
from app.matching.views import places
from app.organisations.models import Organisation
from app.organisations.queries import get_organisation
from app.partnering.models import Profile
from app.partnering.queries import get_whole_profile
from app.projects.models import Project
from app.projects.queries import get_project

LIST = "/counterparts/set-aside"


def _form(pair: Pair, profile: Profile | None = None) -> ResponseReturnValue:
    form, where = AsideForm(), places.of(pair.subject, profile)

    def set_aside() -> None:
        services.set_aside(pair, by=actor(), reason=AsideReason(form.reason.data), note=form.note.data or "")

    if form.accepted(set_aside):
        flash(_("%(name)s is set aside and no longer shown to your side.", name=isolated_name(pair.counterpart.display_name)), "success")
        return redirect(where.counterparts)
    return page("matching/set_aside.html", form, counterpart=pair.counterpart, where=where)


def _list(subject: Organisation | Project) -> ResponseReturnValue:
    found = queries.list_aside(actor(), subject, page_number(request.args.get("page")))
    may_take_back = policy.speaks(actor(), subject)
    return render_template("matching/aside.html", found=found, where=places.of(subject), may_take_back=may_take_back)


def _take_back(aside: SetAside) -> ResponseReturnValue:
    services.take_back(aside, by=actor())
    flash(_("%(name)s can be suggested again.", name=isolated_name(aside.counterpart.display_name)), "success")
    return redirect(places.of(aside.subject).listed)


def _came_from(pair: Pair) -> Profile | None:
    """The profile of the organisation for which the counterpart was shown."""
    profile = get_whole_profile(actor(), lock=False, public_id=request.args.get("profile", ""))
    return profile if profile is not None and profile.organisation is pair.subject else None


@blueprint.route("/organisations/<public_id>/counterparts/<counterpart>/set-aside", methods=["GET", "POST"])
@requires(policy.set_aside, load=queries.get_pair, parameters=("profile",))
def set_aside(pair: Pair) -> ResponseReturnValue:
    """Say why a counterpart is nothing for one's organisation."""
    return _form(pair, _came_from(pair))


@blueprint.route("/projects/<public_id>/counterparts/<counterpart>/set-aside", methods=["GET", "POST"])
@requires(policy.set_aside, load=queries.get_project_pair)
def project_set_aside(pair: Pair) -> ResponseReturnValue:
    """Say why an organisation is nothing for the project."""
    return _form(pair)


@blueprint.get(f"/organisations/<public_id>{LIST}")
@requires(policy.see_aside, load=get_organisation, parameters=("page",))
def aside(organisation: Organisation) -> ResponseReturnValue:
    """What an organisation's own people set aside."""
    return _list(organisation)


@blueprint.get(f"/projects/<public_id>{LIST}")
@requires(policy.see_aside, load=get_project, parameters=("page",))
def project_aside(project: Project) -> ResponseReturnValue:
    """What was set aside for a project."""
    return _list(project)


@blueprint.post(f"/organisations/<public_id>{LIST}/<aside>/take-back")
@requires(policy.take_back, load=queries.get_aside)
def take_back(row: SetAside) -> ResponseReturnValue:
    """Have a counterpart suggested to one's organisation again."""
    return _take_back(row)


@blueprint.post(f"/projects/<public_id>{LIST}/<aside>/take-back")
@requires(policy.take_back, load=queries.get_project_aside)
def project_take_back(row: SetAside) -> ResponseReturnValue:
    """Have a counterpart suggested for the project again."""
    return _take_back(row)
