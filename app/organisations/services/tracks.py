"""Suggested tracks, which a person confirms or dismisses."""

from typing import Any

from app.core import events
from app.core.db import lock
from app.core.errors import NotAllowed, Refused
from app.core.i18n import _l
from app.organisations import policy
from app.organisations.enums import TrackLinkState
from app.organisations.models import Organisation
from app.organisations.services.entries import touch
from app.organisations.services.moves import promise_index


def confirm_track(organisation: Organisation, track_id: int, *, by: Any, version: int | None = None) -> None:
    """Put the organisation under a track that was suggested for it."""
    _decide(organisation, track_id, TrackLinkState.CONFIRMED, "organisation.confirm_track", by=by, version=version)


def dismiss_track(organisation: Organisation, track_id: int, *, by: Any, version: int | None = None) -> None:
    """Say that a suggested track does not fit."""
    _decide(organisation, track_id, TrackLinkState.DISMISSED, "organisation.dismiss_track", by=by, version=version)


def _decide(organisation: Organisation, track_id: int, state: TrackLinkState, kind: str, *, by: Any, version: int | None) -> None:
    lock(organisation, version)
    if not policy.decide_tracks(by, organisation):
        raise NotAllowed
    link = next((each for each in organisation.track_links if each.track_id == track_id), None)
    if link is None or link.state != TrackLinkState.SUGGESTED:
        raise Refused.because("track", _l("This track is not suggested any more."))
    link.state, link.decided_by_id = state, by.id
    touch(organisation)
    events.record(kind, organisation, by=by, data={"track": link.track.code, "version": organisation.version})
    promise_index(organisation)
