"""Invitations are owed to those who meet, as mails with a part for calendar programs; the same for every kind of meeting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.core import outbox
from app.core.i18n import DEFAULT_LANGUAGE, LANGUAGES
from app.partnering.meetings.invitation import CalendarPart


@dataclass(frozen=True)
class Invited:
    """One who takes part: a key that lasts as long as the meeting, to whom the mail goes, and what it carries."""

    key: int
    to: Mapping[str, int]
    part: CalendarPart


def owe_invitations(kind: str, meeting: Any, invited: Iterable[Invited]) -> None:
    """Owe each of them the state of the meeting that its `sequence` numbers."""
    about = {"kind": kind, "subject": meeting.__tablename__, "subject_id": meeting.id}
    outbox.owe_many(
        "mail", [(f"{kind}:{meeting.id}:{meeting.sequence}:{one.key}", {**about, "calendar": one.part.owed(), **one.to}) for one in invited]
    )


def language_of(wanted: str) -> str:
    """The language in which an invitation is written."""
    return wanted if wanted in LANGUAGES else DEFAULT_LANGUAGE
