"""The registry's search, and that of projects and calls."""

from dataclasses import replace
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, public
from app.core.pagination import page_number
from app.matching import criteria as searching
from app.matching import listing, queries, taxonomy, work_listing
from app.matching.blueprint import blueprint
from app.matching.criteria import Criteria
from app.organisations.wording import TONES


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
