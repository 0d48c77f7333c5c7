"""Counterparts of a text that somebody types or pastes. It is sent in the body of a post, so that no log holds it, and is not kept."""

from flask import request
from flask.typing import ResponseReturnValue

from app.core.access import actor, signed_in
from app.core.forms import page
from app.core.pagination import page_number
from app.matching import criteria, listing, queries, taxonomy
from app.matching.blueprint import blueprint
from app.matching.forms import LONGEST_TEXT, TextForm
from app.matching.views.showing import counterparts as shown
from app.organisations.enums import OrganisationKind
from app.organisations.queries import countries, list_own, other_countries


@blueprint.route("/counterparts", methods=["GET", "POST"])
@signed_in("q")
def text_counterparts() -> ResponseReturnValue:
    """Organisations that fit a text, each with the reasons; a link may bring the words of a search."""
    own, known = list_own(actor()), taxonomy.load()
    form = TextForm()
    form.offer(own, countries(), known)
    if not form.is_submitted():
        only = own[0] if len(own) == 1 else None
        form.start(criteria.plain(request.args.get("q", "")), only, other_countries(only.country) if only else ())
    if not form.validate_on_submit():
        return page("matching/text_counterparts.html", form, found=None, longest=LONGEST_TEXT)
    side = next((one for one in own if one.public_id == form.organisation.data), None)
    text, wanted = form.text.data or "", [known.tracks[key].id for key in form.tracks.data or ()]
    named = known.named_in(text)
    subject = queries.of_text(
        text, queries.tracks_of(wanted), queries.subtopics_of(topic.id for topic in named), countries=form.countries.data or (),
        kinds=[OrganisationKind(kind) for kind in form.kinds.data or ()], organisation=side, new_only=form.new_only.data,
    )
    listed = shown(subject, side, page_number(request.form.get("page")), for_text=True)
    return page(
        "matching/text_counterparts.html", form, longest=LONGEST_TEXT, named=[listing.topic_name(topic, known) for topic in named], **listed
    )
