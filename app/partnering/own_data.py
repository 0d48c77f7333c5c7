"""What is kept of a person in partnering, for the export of their own data."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core.templating import iso
from app.extensions import db
from app.partnering.models import MeetingParticipant, Profile, ProfileBookmark


def bookmarks(person: Person) -> list[dict[str, Any]]:
    """The profiles that the person keeps, by their keys: who stands behind one may be hidden."""
    statement = (
        select(Profile.public_id, ProfileBookmark.created_at).join(Profile, Profile.id == ProfileBookmark.profile_id)
        .where(ProfileBookmark.person_id == person.id).order_by(ProfileBookmark.created_at)
    )
    return [{"profile": key, "since": iso(since)} for key, since in db.session.execute(statement)]


def meetings(person: Person) -> list[dict[str, Any]]:
    """The meetings in which the person takes part, with what is told of the person there."""
    statement = select(MeetingParticipant).where(MeetingParticipant.person_id == person.id).options(joinedload(MeetingParticipant.meeting))
    return [
        {
            "meeting": row.meeting.public_id, "subject": row.meeting.subject, "state": str(row.meeting.state),
            "starts_at": iso(row.meeting.starts_at) if row.meeting.starts_at else None,
            "name": row.name, "reading": row.reading, "title": row.title, "email": row.email,
        }
        for row in db.session.scalars(statement.order_by(MeetingParticipant.id))
    ]
