"""The registry's search, and counterparts."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import actor, public
from app.core.pagination import page_number
from app.matching import criteria as searching
from app.matching import listing, queries, taxonomy, tokens
from app.matching.criteria import Criteria
from app.organisations.wording import TONES

blueprint = Blueprint("matching", __name__)


def _address(criteria: Criteria, **more: object) -> str:
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
    asked = tokens.asked(criteria.text)
    return render_template(
        "matching/search.html",
        criteria=criteria,
        found=found,
        rows=[listing.row(organisation, asked) for organisation in found.page.items],
        facets=listing.facets(criteria, known, found.counts),
        chosen=listing.chosen(criteria, known, _address),
        page_url=lambda number: _address(criteria, page=number),
        tones=TONES,
    )
