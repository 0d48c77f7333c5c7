"""The registry's search, that of projects and calls, and counterparts."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, public, requires
from app.core.pagination import page_number
from app.matching import criteria as searching
from app.matching import listing, policy, queries, taxonomy, work_listing
from app.matching.criteria import Criteria
from app.matching.queries import Subject
from app.organisations.models import Organisation
from app.organisations.queries import get_organisation
from app.organisations.wording import TONES
from app.projects import policy as project_policy
from app.projects.models import Project
from app.projects.queries import get_project

blueprint = Blueprint("matching", __name__)


def _address(criteria: Criteria, **more: Any) -> str:
    return url_for("matching.search", **criteria.arguments(), **more)


@blueprint.get("/organisations")
@public(*searching.PARAMETERS)
def search() -> ResponseReturnValue:
    """The registry: every organisation that the reader may see, narrowed by words and facets."""
    known = taxonomy.load()
    criteria = searching.read(
        request.args.get("q", ""), request.args.getlist, tracks=known.track_keys, subtopics=known.subtopic_keys
    )
    found = queries.search(actor(), criteria, known, page_number(request.args.get("page")))
    return render_template(
        "matching/search.html",
        criteria=criteria,
        found=found,
        rows=[listing.row(organisation, found) for organisation in found.page.items],
        facets=listing.facets(criteria, known, found.counts),
        chosen=listing.chosen(criteria, known, _address),
        widened=listing.widenings(found.question),
        meant_url=_address(replace(criteria, text=found.meant_name)) if found.meant_name else "",
        page_url=lambda number: _address(criteria, page=number),
        tones=TONES,
    )


@blueprint.get("/projects-and-calls")
@public("q", "what", "track", "trl", "page")
def works() -> ResponseReturnValue:
    """Projects and open calls, as far as the reader may see them, narrowed by words, levels and facets."""
    known = taxonomy.load()
    sought = queries.read_sought(request.args.get("q", ""), request.args.getlist, known.track_keys)
    found = queries.search_works(actor(), sought, known, page_number(request.args.get("page")))

    def address(to: queries.Sought, **more: Any) -> str:
        return url_for("matching.works", **to.arguments(), **more)

    return render_template(
        "matching/works.html", sought=sought, found=found, rows=[work_listing.row(document, found) for document in found.page.items],
        facets=work_listing.facets(sought, known, found.counts), chosen=work_listing.chosen(sought, known, address),
        widened=listing.widenings(found.question), page_url=lambda number: address(sought, page=number),
    )


ANYWHERE = "any"


def _counterparts(template: str, subject: Subject, *, for_project: bool, key: str, **context: Any) -> ResponseReturnValue:
    anywhere = request.args.get("countries") == ANYWHERE or not subject.countries
    reserved = current_app.config["SETTINGS"].reserved_percent
    found = queries.counterparts(actor(), subject, page_number(request.args.get("page")), anywhere=anywhere, reserved=reserved)

    def address(**more: Any) -> str:
        return url_for(request.endpoint or "", public_id=key, **more)

    chosen = {"countries": ANYWHERE} if anywhere and subject.countries else {}
    return render_template(
        template,
        found=found,
        rows=[listing.counterpart(organisation, fit, subject, for_project=for_project) for organisation, fit in found.page.items],
        scopes=listing.scopes(subject, address, anywhere=anywhere),
        page_url=lambda number: address(page=number, **chosen),
        tones=TONES,
        **context,
    )


@blueprint.get("/organisations/<public_id>/counterparts")
@requires(policy.seek_counterparts, load=get_organisation, parameters=("countries", "page"))
def counterparts(organisation: Organisation) -> ResponseReturnValue:
    """Organisations of the other countries that fit this one, each with the reasons."""
    return _counterparts(
        "matching/counterparts.html", queries.of_organisation(organisation), for_project=False, key=organisation.public_id,
        organisation=organisation, name=listing.names_of(organisation)[0],
    )


@blueprint.get("/projects/<public_id>/counterparts")
@requires(policy.seek_partners, load=get_project, parameters=("countries", "page"))
def project_counterparts(project: Project) -> ResponseReturnValue:
    """Organisations that fit a project, each with the reasons and the way to invite it."""
    return _counterparts(
        "matching/project_counterparts.html", queries.of_project(project), for_project=True, key=project.public_id,
        project=project, may_invite=project_policy.invite(actor(), project),
    )


@blueprint.get("/projects/<public_id>/partner-sets")
@requires(policy.seek_partners, load=get_project)
def partner_sets(project: Project) -> ResponseReturnValue:
    """Sets of organisations that together cover what the consortium of a project lacks."""
    gaps = queries.gaps(actor(), project)
    return render_template(
        "matching/partner_sets.html", project=project, gaps=gaps, sets=listing.partner_sets(gaps), tones=TONES,
        may_invite=project_policy.invite(actor(), project),
    )
