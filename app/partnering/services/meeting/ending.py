"""What became of an agreed meeting, and what each side keeps of it."""

from typing import Any

from app.core import events
from app.core.db import lock
from app.core.errors import NotAllowed, Refused
from app.core.i18n import _l
from app.extensions import db
from app.partnering.enums import IntroductionState, MeetingOutcome, Side, StepKind
from app.partnering.introductions import policy as introductions
from app.partnering.meetings import policy
from app.partnering.meetings.limits import LONGEST
from app.partnering.meetings.workflow import MEETING
from app.partnering.models import Meeting, MeetingNote
from app.partnering.services import introducing


def record_held(meeting: Meeting, *, by: Any, version: int | None = None) -> None:
    """One side says that the meeting was held; where the talks wait for a first meeting, the other side is asked to confirm it."""
    lock(meeting, version)
    MEETING.fire("hold", meeting, by=by, changes={"due_at": None})
    introduction = meeting.introduction
    if introduction.state != IntroductionState.ACCEPTED or meeting.starts_at is None:
        return
    step = introduction.open_step
    if step is None:
        introducing.propose_meeting_held(introduction, on=meeting.starts_at.date(), by=by)
    elif step.kind == StepKind.MEETING and introductions.confirms(by, introduction):
        introducing.confirm_step(introduction, by=by)


def record_absence(meeting: Meeting, *, absent: Side, by: Any, comment: str = "", version: int | None = None) -> None:
    """One side says which side did not come."""
    lock(meeting, version)
    MEETING.fire("miss", meeting, by=by, comment=comment, changes={"absent": absent, "due_at": None})


def write_note(
    meeting: Meeting, *, outcome: MeetingOutcome | None, text: str, shared: bool, by: Any, version: int | None = None
) -> None:
    """Keep what the actor's side makes of the meeting; the other reads it only if it is shared."""
    lock(meeting, version)
    side = policy.side_of(by, meeting)
    if side is None or not policy.notes(by, meeting):
        raise NotAllowed
    if len(text) > LONGEST:
        raise Refused.because("text", _l("Shorten the text to 3,000 characters."))
    note = meeting.note_of(side)
    if note is None:
        note = MeetingNote(side=side, written_by_id=by.id)
        meeting.notes.append(note)
    note.written_by_id, note.outcome, note.text, note.shared = by.id, outcome, text.strip() or None, shared
    db.session.flush()
    events.record("meeting.note", meeting.introduction, by=by, data={"side": str(side), "shared": shared})
