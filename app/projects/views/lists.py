"""The projects that concern a person, and registering one."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, public, requires
from app.core.db import now
from app.core.forms import page
from app.core.i18n import _
from app.core.pagination import page_number
from app.organisations.models import Organisation
from app.programmes import queries as programmes
from app.programmes.models import Call, Programme
from app.projects import policy, queries, services
from app.projects.forms import NewProjectForm
from app.projects.models import Project
from app.projects.turn import whose_turn
from app.projects.views.blueprint import blueprint


@blueprint.get("/projects")
@public("page")
def index() -> ResponseReturnValue:
    """One's own projects and invitations; visitors see the approved projects."""
    by = actor()
    number = page_number(request.args.get("page"))
    if not by.is_authenticated:
        return render_template("projects/approved.html", projects=queries.list_approved(number))
    found = queries.list_projects(by, number)
    turns = {project.id: whose_turn(project) for project in found.items}
    return render_template(
        "projects/index.html", projects=found, turns=turns,
        mine={key for key, turn in turns.items() if turn is not None and turn.is_mine(by)},
        invitations=queries.list_invitations(by), may_create=policy.create(by, None),
        newcomer=not by.active_grants,
    )


@blueprint.route("/projects/new", methods=["GET", "POST"])
@requires(policy.create, parameters=("call", "programme", "organisation", "invite"))
def new() -> ResponseReturnValue:
    """Register a draft."""
    organisations = queries.list_own_organisations(actor())
    known, calls = programmes.list_programmes(), queries.list_open_calls(now())
    form = NewProjectForm()
    form.offer(organisations, known, calls)
    if not form.is_submitted():
        _prefill(form)
    if form.validate_on_submit():
        programme, call = _frame(form.frame.data, known, calls)
        organisation: Organisation = next(o for o in organisations if o.public_id == form.organisation.data)
        values = {"organisation": organisation, "programme": programme, "call": call, "title": form.title.data}
        if form.accepted(services.create_project, **values, language=form.language.data, by=actor()):
            flash(_("The draft is saved. Fill in its sections in any order."), "success")
            return _onwards(form.result)
    return page("projects/new.html", form, organisations=organisations)


def _onwards(project: Project) -> ResponseReturnValue:
    """To the draft, or on to the invitation for which it was registered."""
    wanted = request.args.get("invite")
    if wanted:
        return redirect(url_for("projects.invite_partner", public_id=project.public_id, organisation=wanted))
    return redirect(url_for("projects.show", public_id=project.public_id))


def _prefill(form: NewProjectForm) -> None:
    asked_call, asked_programme = request.args.get("call"), request.args.get("programme")
    if asked_call or asked_programme:
        form.frame.data = f"call:{asked_call}" if asked_call else f"programme:{asked_programme}"
    if request.args.get("organisation"):
        form.organisation.data = request.args["organisation"]


def _frame(chosen: str, known: Sequence[Programme], calls: Sequence[Call]) -> tuple[Programme, Call | None]:
    kind, _colon, key = chosen.partition(":")
    if kind == "call":
        call = next(call for call in calls if call.public_id == key)
        return call.programme, call
    return next(programme for programme in known if programme.code == key), None
