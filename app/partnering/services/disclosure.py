"""By which facets an anonymous profile may be found: only by those with which enough organisations could be meant.

Counted are the verified organisations that the public registry shows under all the facets together; a reader who narrows the
registry by what the profile says must find at least `LEAST`. Tracks come first, then the country, then the subtopics. Where the
country is not told, neither are the countries sought nor the languages in which one can talk, from which it would follow. What is
hidden comes back with the next publication only: a facet that comes and goes would tell when an organisation did.
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, select

from app.accounts.rights import CLOCK
from app.core import events
from app.core.db import now
from app.extensions import db
from app.organisations.enums import IN_FORCE_STATES, TrackLinkState
from app.organisations.models import Organisation, OrganisationSubtopic, TrackLink
from app.partnering.models import Profile, ProfileVersion

LEAST = 5


def _count(conditions: Iterable[ColumnElement[bool]]) -> int:
    verified = (Organisation.state.in_(IN_FORCE_STATES), Organisation.valid_until > now())
    return db.session.scalar(select(func.count()).select_from(Organisation).where(*verified, *conditions)) or 0


def _under(version: ProfileVersion) -> list[ColumnElement[bool]]:
    confirmed = TrackLink.state == TrackLinkState.CONFIRMED
    return [
        Organisation.id.in_(select(TrackLink.organisation_id).where(TrackLink.track_id == track.id, confirmed)) for track in version.tracks
    ]


def _about(version: ProfileVersion) -> list[ColumnElement[bool]]:
    of = OrganisationSubtopic
    return [Organisation.id.in_(select(of.organisation_id).where(of.subtopic_id == topic.id)) for topic in version.subtopics]


def settle(profile: Profile) -> None:
    """Decide anew, at a publication."""
    shown = _may_show(profile)
    profile.shows_tracks, profile.shows_country, profile.shows_subtopics = shown
    db.session.flush()


def _may_show(profile: Profile) -> tuple[bool, bool, bool]:
    version = profile.published_version or profile.newest
    if not profile.anonymous:
        return True, True, True
    parties = [party.country for party in profile.programme.parties]
    told: list[ColumnElement[bool]] = [Organisation.country.in_(parties)]
    shown = []
    for further in (_under(version), [Organisation.country == profile.country], _about(version)):
        enough = _count([*told, *further]) >= LEAST
        shown.append(enough)
        told += further if enough else []
    tracks, country, subtopics = shown
    return tracks, country, tracks and subtopics


def hide_facets(profile: Profile) -> bool:
    """Hide what too few organisations share by now; gives whether anything was hidden. Nothing comes back."""
    before = (profile.shows_tracks, profile.shows_country, profile.shows_subtopics)
    after = tuple(was and may for was, may in zip(before, _may_show(profile), strict=True))
    if after == before:
        return False
    profile.shows_tracks, profile.shows_country, profile.shows_subtopics = after
    names = [name for name, stays in zip(("tracks", "country", "subtopics"), after, strict=True) if stays]
    db.session.flush()
    events.record("profile.hide_facets", profile, by=CLOCK, data={"shown": names})
    return True
