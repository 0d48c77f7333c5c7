"""Background work of partnering."""

from datetime import timedelta

from sqlalchemy import select

from app.accounts.rights import CLOCK
from app.core import outbox, transaction
from app.core.db import now
from app.core.waiting import AHEAD, attend
from app.extensions import db
from app.partnering import queries, services
from app.partnering.enums import ProfileState
from app.partnering.models import Profile
from app.partnering.services.due import draft_due
from app.partnering.waiting import NOTICE_DAYS, REVISION_WAITS, WAITS
from app.partnering.workflow import own_people

DATED = (ProfileState.DRAFT, ProfileState.IN_REVIEW, ProfileState.CHANGES_REQUESTED)


def run_clock() -> int:
    """Let profiles expire; gives how many."""
    return services.run_clock()


def remind() -> int:
    """Move the dates of drafts on, speak of ends that are near, and tell of what is late; gives how many were looked at."""
    with transaction.unit():
        drafts, begun = queries.list_drafts_to_date(now())
        for profile in drafts:
            profile.due_at = draft_due(profile.country)
        for revision in begun:
            revision.due_at = draft_due(revision.profile.country)
    with transaction.unit():
        profiles, revisions = queries.list_waiting(now() + AHEAD, *DATED), queries.list_revisions_waiting(now() + AHEAD)
        for profile in profiles:
            attend("profile", profile, WAITS[profile.state], about=profile, by=CLOCK)
        for revision in revisions:
            attend("profile", revision, REVISION_WAITS[revision.state], about=revision.profile, by=CLOCK)
        return len(profiles) + len(revisions) + _notices()


def _notices() -> int:
    moment = now()
    ending = queries.list_ending(moment + timedelta(days=max(NOTICE_DAYS)))
    for profile in ending:
        end = profile.expires_at or moment
        days = next(days for days in NOTICE_DAYS if end - moment <= timedelta(days=days))
        payload = {"kind": "profile.expiry_notice", "subject": "profile", "subject_id": profile.id, "data": {"days": days}}
        key = f"profile.expiry_notice:{profile.id}:{days}:{end:%Y%m%d}"
        outbox.owe_many("mail", [(f"{key}:{person.id}", {**payload, "person_id": person.id}) for person in own_people(profile)])
    return len(ending)


def hide_facets() -> int:
    """Hide facets of anonymous profiles that too few organisations share by now; gives how many profiles changed."""
    with transaction.unit():
        anonymous = select(Profile).where(Profile.anonymous, Profile.state == ProfileState.PUBLISHED, Profile.shows_tracks | Profile.shows_country)
        profiles = db.session.scalars(anonymous.options(*queries.WHOLE).order_by(Profile.id)).all()
        return sum(services.hide_facets(profile) for profile in profiles)
