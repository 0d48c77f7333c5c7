"""Messages are written and read, and their attachments opened."""

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
from app.messages import policy, queries
from app.messages.enums import Audience
from app.messages.limits import LONGEST, MOST_FILES
from app.messages.models import Message, MessageAttachment, MessageReading
from app.messages.subjects import Subject, Voice, subject_of

events.define("person.own_message", _l("Message to one’s own side"), "message", "subject", "of")


def send_message(
    thing: Any, *, text: str, by: Any, audience: Audience = Audience.BOTH_SIDES, attached: Sequence[tuple[bytes, str]] = (),
) -> Message:
    """Write to an audience; `attached` are contents with their names.

    A message to one's own side leaves no trace in the history of its subject.

    :raises Refused: the text is empty or too long, or a file is not taken in.
    """
    lock(thing)
    subject = subject_of(thing)
    voice = subject.voice(by, thing)
    if voice is None or audience not in subject.audiences(by, thing):
        raise NotAllowed
    said = text.strip()
    problems = [] if 0 < len(said) <= LONGEST else [Problem("text", _l("Write a text of at most 3,000 characters."))]
    if len(attached) > MOST_FILES:
        problems.append(Problem("files", _l("Attach at most %(most)d files.", most=MOST_FILES)))
    if problems:
        raise Refused(problems)
    message = Message(
        **{f"{subject.kind}_id": thing.id}, organisation_id=None if voice.official else voice.organisation.id, audience=audience,
        written_by_id=by.id, text=said,
    )
    db.session.add(message)
    if audience != Audience.OWN_SIDE:
        subject.stir(thing)
    db.session.flush()
    for content, filename in attached:
        db.session.add(MessageAttachment(message_id=message.id, document_id=_store(voice, content, filename, by).id))
    _record(subject, thing, message, by)
    _tell(subject, thing, message, by)
    return message


def _store(voice: Voice, content: bytes, filename: str, by: Any) -> Document:
    try:
        return files.store_document(content, filename, organisation=voice.organisation, by=by)
    except Refused as refusal:
        raise Refused([Problem("files", problem.message) for problem in refusal.problems]) from refusal


def _record(subject: Subject, thing: Any, message: Message, by: Any) -> None:
    if message.audience == Audience.OWN_SIDE:
        data = {"message": message.id, "subject": str(subject.kind), "of": thing.public_id}
        events.record("person.own_message", by, by=by, data=data)
    else:
        kind = "officer_message" if message.organisation_id is None else "message"
        events.record(f"{subject.kind}.{kind}", subject.recorded_on(thing), by=by, data={"message": message.id})


def _tell(subject: Subject, thing: Any, message: Message, by: Any) -> None:
    people = {person.id for person in subject.told(thing, message)} - {by.id}
    payload = {"kind": "message.new", "subject": "message", "subject_id": message.id}
    outbox.owe_many("mail", [(f"message.new:{message.id}:{person}", {**payload, "person_id": person}) for person in sorted(people)])


def mark_read(thing: Any, *, until: datetime, by: Any) -> None:
    """The actor has read what was there at an instant. Reading is no step, so no history tells of it."""
    last = queries.last_message(by, thing, until)
    if last is None or last <= queries.read_until(by, thing):
        return
    row = insert(MessageReading).values(**{f"{subject_of(thing).kind}_id": thing.id}, person_id=by.id, message_id=last)
    db.session.execute(row.on_conflict_do_update(constraint="uq_message_reading", set_={"message_id": last}))


def open_attachment(attachment: MessageAttachment, *, by: Any) -> bytes:
    """What an attachment holds."""
    return files.open_document(attachment.document, may=partial(_opens, attachment), by=by)


def _opens(attachment: MessageAttachment, by: Any) -> bool:
    return policy.opens(by, attachment)
