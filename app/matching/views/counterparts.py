"""Counterparts of an organisation, a profile or a project, and sets of partners."""

from dataclasses import replace
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, requires
from app.core.pagination import page_number
from app.matching import listing, policy, queries
from app.matching.blueprint import blueprint
from app.matching.queries import Subject
from app.matching.views import places
from app.matching.views.showing import ANYWHERE, NEW, may_set_aside, scoped
from app.matching.views.showing import counterparts as shown
from app.organisations.models import Organisation
from app.organisations.queries import get_organisation
from app.organisations.wording import TONES
from app.partnering.models import Profile
from app.partnering.queries import get_whole_profile
from app.partnering.texts import shown_version
from app.projects import policy as project_policy
from app.projects.models import Project
from app.projects.queries import get_project


def _page(
    template: str, subject: Subject, side: Organisation | Project, public_id: str, *, profile: Profile | None = None, **context: Any
) -> ResponseReturnValue:
    def address(**more: Any) -> str:
        return url_for(request.endpoint or "", public_id=public_id, **more)

    anywhere = request.args.get("countries") == ANYWHERE
    subject = replace(subject, new_only=request.args.get("partners") == NEW)
    listed = shown(subject, side, page_number(request.args.get("page")), anywhere=anywhere, profile=profile)
    return render_template(template, **listed, **scoped(subject, address, anywhere=anywhere), profile=profile, **context)


@blueprint.get("/organisations/<public_id>/counterparts")
@requires(policy.seek_counterparts, load=get_organisation, parameters=("countries", "partners", "page"))
def counterparts(organisation: Organisation) -> ResponseReturnValue:
    """Organisations of the other countries that fit this one, each with the reasons."""
    return _page(
        "matching/counterparts.html", queries.of_organisation(organisation), organisation, organisation.public_id, organisation=organisation,
        name=listing.names_of(organisation)[0],
    )


@blueprint.get("/profiles/<public_id>/counterparts")
@requires(policy.seek_for_profile, load=get_whole_profile, parameters=("countries", "partners", "page"))
def profile_counterparts(profile: Profile) -> ResponseReturnValue:
    """Organisations that fit a profile of one's own, published or not, each with the reasons."""
    return _page(
        "matching/profile_counterparts.html", queries.of_profile(profile), profile.organisation, profile.public_id, profile=profile,
        version=shown_version(profile),
    )


@blueprint.get("/projects/<public_id>/counterparts")
@requires(policy.seek_partners, load=get_project, parameters=("countries", "partners", "page"))
def project_counterparts(project: Project) -> ResponseReturnValue:
    """Organisations that fit a project, each with the reasons and the way to invite it."""
    return _page(
        "matching/project_counterparts.html", queries.of_project(project), project, project.public_id, project=project,
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
        may_invite=project_policy.invite(by, project), hidden=len(aside), aside=places.of(project), may_set_aside=may_set_aside(project),
    )
