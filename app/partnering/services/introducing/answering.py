"""The owner opens a request, accepts or declines it, or asks; the asker answers."""

from typing import Any

from app.core.db import lock, now
from app.core.errors import Refused
from app.core.i18n import _l
from app.extensions import db
from app.messages.models import Message
from app.partnering.enums import DecliningReason, Side
from app.partnering.introductions import policy, veil
from app.partnering.introductions.questions import LONGEST
from app.partnering.introductions.workflow import INTRODUCTION
from app.partnering.models import Introduction
from app.partnering.services.introducing.due import asker_due, owner_due, silent_until


def open_request(introduction: Introduction, *, by: Any, version: int | None = None) -> None:
    """A representative of the owner reads it."""
    INTRODUCTION.fire("view", introduction, by=by, version=version, changes={"seen_at": now()})


def _answered(introduction: Introduction) -> dict[str, Any]:
    """The first answer counts for how fast an owner answers."""
    return {"answered_at": introduction.answered_at or now(), "seen_at": introduction.seen_at or now()}


def accept_introduction(introduction: Introduction, *, by: Any, version: int | None = None) -> None:
    """The owner wants to talk: from now on both sides know each other."""
    lock(introduction, version)
    changes = {**_answered(introduction), "accepted_at": now(), "due_at": silent_until()}
    INTRODUCTION.fire("accept", introduction, by=by, changes=changes)


def decline_introduction(
    introduction: Introduction, *, reason: DecliningReason, by: Any, note: str = "", version: int | None = None
) -> None:
    """The owner declines. The asker reads the reason in general words; the note stays with the owner."""
    lock(introduction, version)
    changes = {**_answered(introduction), "declining_reason": reason, "declining_note": note.strip() or None, "due_at": None}
    INTRODUCTION.fire("decline", introduction, by=by, changes=changes)


def ask_question(introduction: Introduction, *, text: str, by: Any, version: int | None = None) -> None:
    """The owner wants to know more before it answers.

    :raises Refused: the text is empty, or tells who the owner of an anonymous profile is.
    """
    lock(introduction, version)
    write_message(introduction, Side.OWNER, text, by)
    INTRODUCTION.fire("ask", introduction, by=by, changes={**_answered(introduction), "due_at": asker_due(introduction)})


def answer_question(introduction: Introduction, *, text: str, by: Any, version: int | None = None) -> None:
    """The asker answers; then it is the owner's turn again.

    :raises Refused: the text is empty, or tells who the asker is that withholds its name.
    """
    lock(introduction, version)
    write_message(introduction, Side.ASKER, text, by)
    INTRODUCTION.fire("answer", introduction, by=by, changes={"due_at": owner_due(introduction)})


def write_message(introduction: Introduction, side: Side, text: str, by: Any) -> Message:
    """Keep what a side says, if the other may read it."""
    said = text.strip()
    if not said:
        raise Refused.because("text", _l("Write a text."))
    if len(said) > LONGEST:
        raise Refused.because("text", _l("Shorten the text to 3,000 characters."))
    problems = list(veil.revealing(introduction, side, {"text": said})) if policy.side_of(by, introduction) == side else []
    if problems:
        raise Refused(problems)
    message = Message(organisation_id=introduction.organisation_of(side).id, written_by_id=by.id, text=said)
    introduction.questioning.append(message)
    db.session.flush()
    return message
