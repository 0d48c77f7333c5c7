"""The main navigation: the pages that a person has use for, the present one marked."""

from collections.abc import Iterator
from typing import Any

from flask import Flask, request, url_for

from app.accounts.enums import Role
from app.core.access import actor
from app.core.i18n import LazyText, _l

Entry = tuple[str, LazyText]

FOR_ALL: tuple[Entry, ...] = (
    ("matching.search", _l("Organisations")),
    ("programmes.index", _l("Programmes")),
)
FOR_PEOPLE: tuple[Entry, ...] = (("desk.work", _l("My work")), ("projects.index", _l("Projects")))
FOR_OFFICIALS: tuple[Entry, ...] = (("organisations.queue", _l("Verification")),)
FOR_DECIDING: tuple[Entry, ...] = (("approvals.queue", _l("Approvals")),)
FOR_IMPORTING: tuple[Entry, ...] = (("organisations.imports", _l("Imports")),)
FOR_ADMINISTRATORS: tuple[Entry, ...] = (
    ("accounts.people", _l("People")),
    ("programmes.administer", _l("Administration")),
)


def entries(by: Any) -> Iterator[Entry]:
    """What the person finds in the menu, in order; each page still asks its own rule."""
    coordinates = by.holds(Role.COORDINATOR)
    if by.is_authenticated:
        yield from FOR_PEOPLE
    yield from FOR_ALL
    if by.is_official:
        yield from FOR_OFFICIALS
    if by.is_official or coordinates or by.holds(Role.REVIEWER):
        yield from FOR_DECIDING
    if by.is_official or coordinates or by.is_administrator:
        yield from FOR_IMPORTING
    if by.is_administrator:
        yield from FOR_ADMINISTRATORS
    elif coordinates:
        yield FOR_ADMINISTRATORS[1]


def navigation() -> list[dict[str, Any]]:
    """The menu of this request, for the layout."""
    return [
        {"endpoint": endpoint, "label": label, "url": url_for(endpoint), "current": endpoint == request.endpoint}
        for endpoint, label in entries(actor())
    ]


def init_app(app: Flask) -> None:
    """Offer the menu to every template."""
    app.jinja_env.globals["navigation"] = navigation
