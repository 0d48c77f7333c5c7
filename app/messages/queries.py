"""Messages that an actor reads, how many are unread, and what goes with them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import joinedload

from app.core.pagination import Page, paginate
from app.documents.models import Document
from app.extensions import db
from app.messages.enums import Audience, SubjectKind
from app.messages.models import Message, MessageAttachment, MessageReading, subject_column
from app.messages.subjects import REGISTER, subject_at, subject_of


def messages_for(actor: Any) -> ColumnElement[bool]:
    """Messages to whose audience the actor belongs, of all kinds of subjects."""
    if not actor.active_grants:
        return false()
    return or_(false(), *(_of_kind(actor, kind, None) for kind in REGISTER))


def _of_kind(actor: Any, kind: SubjectKind, keys: Collection[int] | None) -> ColumnElement[bool]:
    column = subject_column(Message, kind)
    named = column.is_not(None) if keys is None else column.in_(keys)
    return and_(named, Message.audience.is_not(None), REGISTER[kind].readable(actor, keys))


def readable_on(actor: Any, thing: Any) -> ColumnElement[bool]:
    """Messages on one thing that the actor reads."""
    return _of_kind(actor, subject_of(thing).kind, [thing.id])


def get_thing(actor: Any, *, lock: bool, place: str, public_id: str) -> Any:
    """What a thread hangs on, if the actor may see it."""
    subject = subject_at(place)
    return subject.load(actor, lock=lock, public_id=public_id) if subject is not None else None


def things_of(messages: Sequence[Message]) -> Mapping[int, Any]:
    """What each of the messages, by its key, hangs on."""
    found: dict[int, Any] = {}
    for kind, subject in REGISTER.items():
        here = [message for message in messages if message.kind == kind]
        things = {thing.id: thing for thing in subject.many([message.subject_id for message in here])} if here else {}
        found |= {message.id: things[message.subject_id] for message in here}
    return found


def asked_officers(thing: Any) -> bool:
    """Whether somebody on this thing has turned to the officers."""
    column = subject_column(Message, subject_of(thing).kind)
    statement = select(Message.id).where(column == thing.id, Message.audience == Audience.WITH_OFFICERS)
    return db.session.scalar(select(statement.exists())) or False


def list_messages(actor: Any, thing: Any, number: int) -> Page:
    """The messages on a thing that the actor reads, the newest first."""
    statement = select(Message).where(readable_on(actor, thing)).options(joinedload(Message.written_by), joinedload(Message.organisation))
    return paginate(statement.order_by(Message.id.desc()), number)


def attachments_of(messages: Collection[int]) -> Mapping[int, Sequence[Document]]:
    """The documents that go with each of the messages."""
    statement = select(MessageAttachment).where(MessageAttachment.message_id.in_(messages))
    found: dict[int, list[Document]] = defaultdict(list)
    for one in db.session.scalars(statement.options(joinedload(MessageAttachment.document)).order_by(MessageAttachment.id)):
        found[one.message_id].append(one.document)
    return found


def get_attachment(actor: Any, *, lock: bool, place: str, public_id: str, document: str) -> MessageAttachment | None:
    """An attachment of a message that the actor reads. Nothing about it changes, so nothing is locked."""
    del lock
    thing = get_thing(actor, lock=False, place=place, public_id=public_id)
    if thing is None:
        return None
    statement = (
        select(MessageAttachment).join(MessageAttachment.message).join(MessageAttachment.document)
        .where(Document.public_id == document, Document.removed_at.is_(None), readable_on(actor, thing))
    )
    return db.session.scalars(statement).first()


def read_until(actor: Any, thing: Any) -> int:
    """Up to which message the actor has read."""
    column = subject_column(MessageReading, subject_of(thing).kind)
    return db.session.scalar(select(MessageReading.message_id).where(column == thing.id, MessageReading.person_id == actor.id)) or 0


def last_message(actor: Any, thing: Any, until: datetime) -> int | None:
    """The last message up to an instant that the actor reads."""
    return db.session.scalar(select(func.max(Message.id)).where(Message.created_at <= until, readable_on(actor, thing)))


def _unread(actor: Any) -> ColumnElement[bool]:
    """Messages of others beyond the one up to which the actor has read."""
    same = or_(*(subject_column(MessageReading, kind) == subject_column(Message, kind) for kind in SubjectKind))
    read = select(MessageReading.message_id).where(MessageReading.person_id == actor.id, same).correlate(Message).scalar_subquery()
    return and_(Message.written_by_id != actor.id, Message.id > func.coalesce(read, 0))


def count_unread(actor: Any, kind: SubjectKind, keys: Collection[int]) -> Mapping[int, int]:
    """How many messages of others the actor has not read, by the key of their subject."""
    column = subject_column(Message, kind)
    statement = select(column, func.count()).where(_unread(actor), _of_kind(actor, kind, keys)).group_by(column)
    return {row[0]: row[1] for row in db.session.execute(statement)}


def count_all_unread(actor: Any) -> int:
    """The same of all threads together."""
    return db.session.scalar(select(func.count()).select_from(Message).where(_unread(actor), messages_for(actor))) or 0


def list_unread(actor: Any, number: int) -> Page:
    """The last unread message of each thread that has one, the newest first."""
    newest = select(func.max(Message.id)).where(_unread(actor), messages_for(actor))
    keys = newest.group_by(*(subject_column(Message, kind) for kind in SubjectKind))
    return paginate(select(Message).where(Message.id.in_(keys)).order_by(Message.id.desc()), number)
