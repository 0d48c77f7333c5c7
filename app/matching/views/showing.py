"""What every page of counterparts shows: the list with its reasons, what the own side set aside, and what is kept for small ones."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import current_app

from app.core.access import actor
from app.matching import listing, policy, queries
from app.matching.queries import Pair, Subject
from app.matching.views import places
from app.organisations.models import Organisation
from app.organisations.wording import TONES
from app.partnering.models import Profile
from app.projects.models import Project

ANYWHERE = "any"
NEW = "new"


def may_set_aside(side: Organisation | Project | None) -> Callable[[Organisation], bool]:
    """Whether the reader may say of a counterpart that it is nothing for this side."""
    by = actor()
    return lambda counterpart: side is not None and policy.set_aside(by, Pair(side, counterpart))


def counterparts(
    subject: Subject, side: Organisation | Project | None, number: int, *, anywhere: bool = False, profile: Profile | None = None,
    for_text: bool = False,
) -> dict[str, Any]:
    """One page of the list for the template. `side` is whose people set counterparts aside, if it is anybody's."""
    by = actor()
    aside = queries.open_aside(by, side) if side is not None and policy.see_aside(by, side) else []
    subject = queries.without(subject, aside)
    anywhere = anywhere or not subject.countries
    reserved = current_app.config["SETTINGS"].reserved_percent
    found = queries.counterparts(by, subject, number, anywhere=anywhere, reserved=reserved)
    told = {"for_project": isinstance(side, Project), "for_text": for_text or profile is not None}
    return {
        "found": found, "rows": [listing.counterpart(organisation, fit, subject, found, **told) for organisation, fit in found.page.items],
        "tones": TONES, "hidden": len(aside), "aside": places.of(side, profile) if side is not None else None,
        "may_set_aside": may_set_aside(side),
    }


def scoped(subject: Subject, address: Callable[..., str], *, anywhere: bool) -> dict[str, Any]:
    """The tabs that say where to look, the way to new partners alone and back, and the addresses of the pages of the list."""
    where = {"countries": ANYWHERE} if anywhere and subject.countries else {}
    whom = {"partners": NEW} if subject.new_only else {}
    return {
        "scopes": listing.scopes(subject, partial(address, **whom), anywhere=anywhere or not subject.countries),
        "new_only": subject.new_only,
        "partners_url": address(**where, **({} if subject.new_only else {"partners": NEW})) if subject.organisation_id is not None else None,
        "page_url": lambda number: address(page=number, **where, **whom),
    }
