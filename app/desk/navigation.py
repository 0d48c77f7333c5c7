"""The main navigation: the pages that a person may open and has use for, the present one marked."""

from typing import Any

from flask import Flask, request, url_for

from app.core.access import may_open
from app.core.i18n import LazyText, _l

ENTRIES: tuple[tuple[str, LazyText], ...] = (
    ("desk.work", _l("My work")),
    ("projects.index", _l("Projects")),
    ("matching.search", _l("Organisations")),
    ("affiliations.index", _l("Our members")),
    ("profiles.index", _l("Partnering profiles")),
    ("introductions.index", _l("Introductions")),
    ("meetings.index", _l("Meetings")),
    ("trials.index", _l("Trials")),
    ("events.index", _l("Events")),
    ("programmes.index", _l("Programmes")),
    ("organisations.queue", _l("Verification")),
    ("approvals.queue", _l("Approvals")),
    ("approvals.reviews", _l("Reviews")),
    ("profiles.queue", _l("Profile checks")),
    ("introductions.queue", _l("Screening")),
    ("desk.trial_figures", _l("Trials in figures")),
    ("organisations.imports", _l("Imports")),
    ("accounts.people", _l("People")),
    ("programmes.administer", _l("Administration")),
)
"""Each is shown to whom its page's own rule lets in."""


def navigation() -> list[dict[str, Any]]:
    """The menu of this request, for the layout."""
    return [
        {"endpoint": endpoint, "label": label, "url": url_for(endpoint), "current": endpoint == request.endpoint}
        for endpoint, label in ENTRIES
        if may_open(endpoint)
    ]


def init_app(app: Flask) -> None:
    """Offer the menu to every template."""
    app.jinja_env.globals["navigation"] = navigation
