"""What readers leave behind: bookmarks, and how often a profile was looked at."""

from typing import Any

import structlog
from sqlalchemy import Date, cast, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError

from app.core import events
from app.core.db import now
from app.extensions import db
from app.partnering.models import Profile, ProfileBookmark, ProfileViews

log = structlog.get_logger(__name__)

PATIENCE = "200ms"


def keep_bookmark(profile: Profile, *, keep: bool, by: Any) -> None:
    """Keep a bookmark, or drop it; doing so twice is doing it once. Only the person's own history tells of it."""
    found = db.session.get(ProfileBookmark, (profile.id, by.id))
    if keep == (found is not None):
        return
    if found is None:
        db.session.add(ProfileBookmark(profile_id=profile.id, person_id=by.id))
    else:
        db.session.delete(found)
    db.session.flush()
    events.record("person.bookmark", by, by=by, data={"profile": profile.public_id, "kept": keep})


def count_view(profile: Profile) -> None:
    """Count a look at the profile, in a transaction of its own: reading a page stores nothing else. By whom is not kept.

    A look that cannot be counted at once, since somebody is changing the profile, is not counted: no reader waits for it.
    """
    today = cast(literal(now().date()), Date)
    statement = insert(ProfileViews).from_select(
        ["profile_id", "on", "number"], select(Profile.id, today, literal(1)).where(Profile.id == profile.id)
    )
    counted = statement.on_conflict_do_update(index_elements=["profile_id", "on"], set_={"number": ProfileViews.number + 1})
    try:
        with db.engine.begin() as connection:
            connection.execute(select(func.set_config("lock_timeout", PATIENCE, True)))
            connection.execute(counted)
    except OperationalError as error:
        log.info("profiles.look.not_counted", id=profile.id, reason=str(error.orig))
