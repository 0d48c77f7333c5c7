"""The home page: what the body is, its tracks with live numbers, and the way to an approved project."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.approvals import policy as approvals_policy
from app.approvals import queries as approvals
from app.core.access import actor, public, requires, signed_in
from app.core.pagination import page_number
from app.desk import trial_figures as figures
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


@blueprint.get("/figures/trials")
@requires(approvals_policy.look, parameters=("page",))
def trial_figures() -> ResponseReturnValue:
    """What came of trials in the programmes in which one acts."""
    by = actor()
    acting = approvals.list_programmes(by)
    found, rows = figures.list_trials(by, [one.id for one in acting], page_number(request.args.get("page")))
    return render_template(
        "desk/trial_figures.html", figures=figures.count_trials(acting), found=found, rows=rows,
        page_url=lambda number: url_for("desk.trial_figures", page=number),
    )
