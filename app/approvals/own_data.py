"""What is kept of a person in the approval of projects, for the export of their own data."""

from typing import Any

from app.accounts.models import Person
from app.approvals.queries import expertise_of


def expertise(person: Person) -> dict[str, Any] | None:
    """What the person knows, by the own account, for whoever asks for reviews."""
    known = expertise_of([person]).get(person.id)
    if known is None:
        return None
    return {
        "text": known.text, "languages": known.languages, "tracks": [track.code for track in known.tracks],
        "subtopics": [subtopic.code for subtopic in known.subtopics],
    }
