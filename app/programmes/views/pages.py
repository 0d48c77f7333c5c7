"""What everyone sees of programmes: the list, a programme, a track, a call."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.access import public, requires
from app.core.db import now
from app.programmes import policy, queries
from app.programmes.blueprint import blueprint
from app.programmes.models import Call, Programme, ProgrammeBody, Track
from app.programmes.wording import rules_in_words


@blueprint.get("/programmes")
@public()
def index() -> ResponseReturnValue:
    """All programmes."""
    return render_template("programmes/index.html", programmes=queries.list_programmes())


@blueprint.get("/programmes/<code>")
@requires(policy.see, load=queries.get_programme, anonymous=True)
def show(programme: Programme) -> ResponseReturnValue:
    """A programme: its parties and bodies, tracks, calls and rules."""
    tracks = [track for track in programme.tracks if track.retired_at is None]
    return render_template(
        "programmes/show.html",
        programme=programme,
        tracks=tracks,
        figures=queries.count_by_track(tracks),
        projects=queries.count_projects(programme),
        bodies=_by_country(programme),
        calls=queries.list_calls(programme, open_at=now()),
        rules=rules_in_words(programme),
        at=now(),
    )


def _by_country(programme: Programme) -> dict[str, list[dict[str, Any]]]:
    """Each country's bodies in the order of the programme, each with its roles."""
    found: dict[str, list[dict[str, Any]]] = {party.country: [] for party in programme.parties}
    roles: dict[int, list[ProgrammeBody]] = {}
    for body in queries.list_bodies(programme):
        roles.setdefault(body.organisation_id, []).append(body)
    for held in roles.values():
        organisation = held[0].organisation
        found.setdefault(organisation.country, []).append({"organisation": organisation, "roles": held})
    return found


@blueprint.get("/programmes/<code>/tracks/<track_code>")
@requires(policy.see, load=queries.get_track, anonymous=True)
def track(track: Track) -> ResponseReturnValue:
    """A track: its field, its subtopics, its organisations and projects."""
    figures = queries.count_by_track([track])[track.id]
    return render_template(
        "programmes/track.html",
        track=track,
        programme=track.programme,
        figures=figures,
        subtopics=[subtopic for subtopic in track.subtopics if subtopic.retired_at is None],
        counts=queries.count_by_subtopic(track),
        organisations=queries.list_organisations(track, [party.country for party in track.programme.parties]),
        projects=queries.list_projects(track),
    )


@blueprint.get("/programmes/<code>/calls/<public_id>")
@requires(policy.see, load=queries.get_call, anonymous=True)
def call(call: Call) -> ResponseReturnValue:
    """A call for proposals, with its instants in the official zone and the reader's."""
    return render_template("programmes/call.html", call=call, programme=call.programme, is_open=call.is_open(now()), at=now())
