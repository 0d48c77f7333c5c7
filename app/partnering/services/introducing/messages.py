"""Messages of an introduction are written, read, and their attachments opened."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from app.core import events, outbox
from app.core.db import lock
from app.core.errors import NotAllowed, Problem, Refused
from app.core.i18n import _l
from app.documents import services as files
from app.documents.models import Document
from app.extensions import db
from app.partnering import queries
from app.partnering.enums import Audience, Side
from app.partnering.introductions import messages, policy
from app.partnering.introductions.questions import LONGEST
from app.partnering.models import Introduction, IntroductionAttachment, IntroductionMessage, IntroductionReading
from app.partnering.services.introducing.due import silent_until

MOST_FILES = 3


def send_message(
    introduction: Introduction, *, text: str, by: Any, audience: Audience = Audience.BOTH_SIDES, attached: Sequence[tuple[bytes, str]] = (),
) -> IntroductionMessage:
    """Write to an audience; `attached` are contents with their names. What both sides read breaks the silence of the talks.

    A message to one's own side leaves no trace in the history of the introduction.

    :raises Refused: the text is empty or too long, or a file is not taken in.
    """
    lock(introduction)
    if audience not in messages.audiences(by, introduction):
        raise NotAllowed
    side, said = policy.side_of(by, introduction), text.strip()
    problems = [] if 0 < len(said) <= LONGEST else [Problem("text", _l("Write a text of at most 3,000 characters."))]
    if len(attached) > (MOST_FILES if side else 0):
        problems.append(Problem("files", _l("Attach at most %(most)d files.", most=MOST_FILES if side else 0)))
    if problems:
        raise Refused(problems)
    message = IntroductionMessage(introduction_id=introduction.id, side=side, audience=audience, written_by_id=by.id, text=said)
    db.session.add(message)
    if audience != Audience.OWN_SIDE:
        introduction.due_at = silent_until()
    db.session.flush()
    for content, filename in attached:
        document = _store(introduction, side, content, filename, by)
        db.session.add(IntroductionAttachment(message_id=message.id, document_id=document.id))
    _record(introduction, message, by)
    _tell(introduction, message, by)
    return message


def _store(introduction: Introduction, side: Side | None, content: bytes, filename: str, by: Any) -> Document:
    organisation = introduction.organisation if side == Side.ASKER else introduction.profile.organisation
    try:
        return files.store_document(content, filename, organisation=organisation, by=by)
    except Refused as refusal:
        raise Refused([Problem("files", problem.message) for problem in refusal.problems]) from refusal


def _record(introduction: Introduction, message: IntroductionMessage, by: Any) -> None:
    if message.audience == Audience.OWN_SIDE:
        events.record("person.own_message", by, by=by, data={"message": message.id, "introduction": introduction.public_id})
    else:
        kind = "introduction.officer_message" if message.side is None else "introduction.message"
        events.record(kind, introduction, by=by, data={"message": message.id})


def _tell(introduction: Introduction, message: IntroductionMessage, by: Any) -> None:
    audience = message.audience or Audience.BOTH_SIDES
    people = {person.id for person in messages.readers(introduction, audience, message.side)} - {by.id}
    payload = {"kind": "introduction.new_message", "subject": "introduction_message", "subject_id": message.id}
    key = f"introduction.new_message:{message.id}"
    outbox.owe_many("mail", [(f"{key}:{person}", {**payload, "person_id": person}) for person in sorted(people)])


def mark_read(introduction: Introduction, *, until: datetime, by: Any) -> None:
    """The actor has read what was there at an instant. Reading is no step, so no history tells of it."""
    last = queries.last_message(by, introduction, until)
    if last is None or last <= queries.read_until(by, introduction):
        return
    row = insert(IntroductionReading).values(introduction_id=introduction.id, person_id=by.id, message_id=last)
    db.session.execute(row.on_conflict_do_update(index_elements=["introduction_id", "person_id"], set_={"message_id": last}))


def open_attachment(attachment: IntroductionAttachment, *, by: Any) -> bytes:
    """What an attachment holds."""
    return files.open_document(attachment.document, may=partial(_opens, attachment), by=by)


def _opens(attachment: IntroductionAttachment, by: Any) -> bool:
    return messages.opens(by, attachment)
