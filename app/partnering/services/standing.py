"""What becomes of a published profile: paused, renewed, expired, fulfilled, archived, taken down."""

from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import select

from app.accounts.rights import CLOCK
from app.core import transaction
from app.core.db import lock, now
from app.core.errors import Refused
from app.extensions import db
from app.organisations.services.verification import one_year_after
from app.partnering import queries
from app.partnering.enums import FoundThrough
from app.partnering.models import Profile
from app.partnering.services.disclosure import hide_facets
from app.partnering.services.words import refresh_words
from app.partnering.services.writing import give_up, touch
from app.partnering.workflow import PROFILE, REVISION

log = structlog.get_logger(__name__)


def pause_profile(profile: Profile, *, by: Any, version: int | None = None) -> None:
    """Hide it for a while; its time runs on."""
    PROFILE.fire("pause", profile, by=by, version=version)


def resume_profile(profile: Profile, *, by: Any, version: int | None = None) -> None:
    """Show it again."""
    PROFILE.fire("resume", profile, by=by, version=version)


def renew_profile(profile: Profile, *, by: Any, version: int | None = None) -> None:
    """The owner confirms that it still holds: a year more, from its end or, once that has passed, from now."""
    lock(profile, version)
    starts: datetime = max(profile.expires_at or now(), now())
    changes = {"expires_at": one_year_after(starts), "renewals": profile.renewals + 1, "due_at": None}
    PROFILE.fire("renew", profile, by=by, changes=changes)
    if profile.anonymous:
        hide_facets(profile)
    refresh_words(profile)


def fulfil_profile(profile: Profile, *, found_through: FoundThrough, by: Any, version: int | None = None) -> None:
    """A partner was found."""
    PROFILE.fire("fulfil", profile, by=by, version=version, changes={"found_through": found_through, "due_at": None})
    _close(profile)


def archive_profile(profile: Profile, *, by: Any, comment: str = "", version: int | None = None) -> None:
    """Put it away; expressions of interest are kept."""
    PROFILE.fire("archive", profile, by=by, comment=comment, version=version, changes={"due_at": None})
    _close(profile)


def take_down(profile: Profile, *, by: Any, comment: str, version: int | None = None) -> None:
    """The authority takes it from the public, with the reason."""
    PROFILE.fire("take_down", profile, by=by, comment=comment, version=version, changes={"due_at": None})
    _close(profile)


def expire_profile(profile: Profile) -> None:
    """Its time is over."""
    PROFILE.fire("expire", profile, by=CLOCK, changes={"due_at": None})
    _close(profile)


def _close(profile: Profile) -> None:
    """A new version on its way ends with the profile."""
    revision = profile.open_revision
    if revision is not None:
        REVISION.fire("drop", revision, by=CLOCK, changes={"due_at": None})
        give_up(profile)
        touch(profile)


def run_clock() -> int:
    """Let profiles expire whose time is over, each in a transaction of its own; gives how many."""
    due, done = queries.list_due(now()), 0
    db.session.rollback()
    for key in due:
        try:
            with transaction.unit():
                profile = db.session.scalar(select(Profile).where(Profile.id == key).with_for_update(skip_locked=True))
                if profile is not None and profile.expires_at is not None and profile.expires_at <= now():
                    expire_profile(profile)
                    done += 1
        except Refused as refusal:
            log.info("profiles.clock.refused", id=key, reason=str(refusal))
    return done
