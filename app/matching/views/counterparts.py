"""Counterparts of an organisation or a project, and sets of partners."""

from collections.abc import Callable
from typing import Any

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.pagination import page_number
from app.matching import listing, policy, queries
from app.matching.blueprint import blueprint
from app.matching.queries import Pair, Subject
from app.matching.views import places
from app.organisations.models import Organisation
from app.organisations.queries import get_organisation
from app.organisations.wording import TONES
from app.projects import policy as project_policy
from app.projects.models import Project
from app.projects.queries import get_project

ANYWHERE = "any"


def _may_set_aside(of: Organisation | Project) -> Callable[[Organisation], bool]:
    by = actor()
    return lambda counterpart: policy.set_aside(by, Pair(of, counterpart))


def _counterparts(template: str, of: Organisation | Project, subject: Subject, **context: Any) -> ResponseReturnValue:
    by = actor()
    aside = queries.open_aside(by, of) if policy.see_aside(by, of) else []
    subject = queries.without(subject, aside)
    anywhere = request.args.get("countries") == ANYWHERE or not subject.countries
    reserved = current_app.config["SETTINGS"].reserved_percent
    found = queries.counterparts(by, subject, page_number(request.args.get("page")), anywhere=anywhere, reserved=reserved)

    def address(**more: Any) -> str:
        return url_for(request.endpoint or "", public_id=of.public_id, **more)

    chosen = {"countries": ANYWHERE} if anywhere and subject.countries else {}
    return render_template(
        template,
        found=found,
        rows=[
            listing.counterpart(organisation, fit, subject, found.named, for_project=isinstance(of, Project))
            for organisation, fit in found.page.items
        ],
        scopes=listing.scopes(subject, address, anywhere=anywhere),
        page_url=lambda number: address(page=number, **chosen),
        tones=TONES,
        hidden=len(aside),
        aside=places.of(of),
        may_set_aside=_may_set_aside(of),
        **context,
    )


@blueprint.get("/organisations/<public_id>/counterparts")
@requires(policy.seek_counterparts, load=get_organisation, parameters=("countries", "page"))
def counterparts(organisation: Organisation) -> ResponseReturnValue:
    """Organisations of the other countries that fit this one, each with the reasons."""
    return _counterparts(
        "matching/counterparts.html", organisation, queries.of_organisation(organisation), organisation=organisation,
        name=listing.names_of(organisation)[0],
    )


@blueprint.get("/projects/<public_id>/counterparts")
@requires(policy.seek_partners, load=get_project, parameters=("countries", "page"))
def project_counterparts(project: Project) -> ResponseReturnValue:
    """Organisations that fit a project, each with the reasons and the way to invite it."""
    return _counterparts(
        "matching/project_counterparts.html", project, queries.of_project(project), project=project,
        may_invite=project_policy.invite(actor(), project),
    )


@blueprint.get("/projects/<public_id>/partner-sets")
@requires(policy.seek_partners, load=get_project)
def partner_sets(project: Project) -> ResponseReturnValue:
    """Sets of organisations that together cover what the consortium of a project lacks."""
    by = actor()
    aside = queries.open_aside(by, project) if policy.see_aside(by, project) else []
    gaps = queries.gaps(by, project, aside)
    return render_template(
        "matching/partner_sets.html", project=project, gaps=gaps, sets=listing.partner_sets(gaps), tones=TONES,
        may_invite=project_policy.invite(by, project), hidden=len(aside), aside=places.of(project), may_set_aside=_may_set_aside(project),
    )
