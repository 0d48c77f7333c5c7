"""Meetings of introductions that were accepted: one agreed, one with other times offered, one asked for."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.cli.sample.projects import Cast
from app.core.db import now
from app.extensions import db
from app.partnering.meetings.availability import free_times
from app.partnering.meetings.policy import MEETING_STATES
from app.partnering.models import Introduction, Meeting
from app.partnering.services import meeting as services

SUBJECTS = ("Getting to know each other", "Plan of a field trial", "Terms of a pilot")
AGREED, COUNTERED = 0, 1


def load(cast: Cast) -> None:
    """Plan a meeting for each of the first introductions whose two sides know each other."""
    people = {cast.organisations[of].id: person for of, person in cast.person_of.items() if of in cast.organisations}
    statement = select(Introduction).where(Introduction.state.in_(MEETING_STATES)).order_by(Introduction.id)
    for place, (introduction, subject) in enumerate(zip(db.session.scalars(statement).all(), SUBJECTS, strict=False)):
        asker, owner = people[introduction.organisation_id], people[introduction.profile.organisation_id]
        details = {
            "subject": subject, "agenda": "1. Who we are\n2. What we want to try\n3. Next steps", "questions": None, "language": "en",
            "interpreter": place == COUNTERED, "half_hours": 2, "join_link": "https://meet.sample.example/talk",
        }
        meeting = services.write_meeting(introduction, details=details, by=asker)
        services.request_meeting(meeting, starts=_times(meeting, 0), by=asker)
        if place == AGREED:
            services.accept_time(meeting, start=meeting.times[0].starts_at, by=owner)
        elif place == COUNTERED:
            services.counter_propose(meeting, starts=_times(meeting, 3), by=owner, comment="We are at a fair on those days.")


def _times(meeting: Meeting, skipped: int) -> list[datetime]:
    return list(free_times(meeting, now() + timedelta(days=10), skipped + 3))[skipped:]
