"""The home page: what the body is, its tracks with live numbers, and the way to an approved project."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.core.access import actor, public, signed_in
from app.desk import work as waiting
from app.messages.queries import count_all_unread
from app.organisations import queries as organisations
from app.organisations.wording import TONES
from app.programmes import queries as programmes

blueprint = Blueprint("desk", __name__)


@blueprint.get("/")
@public()
def home() -> ResponseReturnValue:
    """The first programme in full, the others by name."""
    known = programmes.list_programmes()
    first, others = (known[0], known[1:]) if known else (None, [])
    tracks = [track for track in first.tracks if track.retired_at is None] if first else []
    return render_template(
        "desk/home.html",
        programme=first,
        others=others,
        tracks=tracks,
        figures=programmes.count_by_track(tracks),
        registered=programmes.count_by_country([party.country for party in first.parties]) if first else {},
        projects=programmes.count_projects(first) if first else 0,
    )


@blueprint.get("/work")
@signed_in()
def work() -> ResponseReturnValue:
    """What waits for the person."""
    by = actor()
    return render_template(
        "desk/work.html", entries=waiting.entries(by), organisations=organisations.list_own(by), newcomer=not by.active_grants,
        tones=TONES, unread=count_all_unread(by),
    )
