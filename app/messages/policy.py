"""Who opens a thread, writes to it, and opens what goes with a message: each kind of subject says it by itself."""

from typing import Any

from app.messages import queries
from app.messages.models import MessageAttachment
from app.messages.subjects import subject_of


def reads(by: Any, thing: Any) -> bool:
    """Whoever may open the thread; of its messages they read those for them."""
    return subject_of(thing).reads(by, thing)


def writes(by: Any, thing: Any) -> bool:
    """Whoever may write to somebody."""
    return bool(subject_of(thing).audiences(by, thing))


def has_unread(by: Any, _nothing: Any) -> bool:
    """Whoever has a part in anything may have messages."""
    return bool(by.active_grants)


def opens(by: Any, attachment: MessageAttachment) -> bool:
    """Whoever reads the message."""
    [thing] = queries.things_of([attachment.message]).values()
    keys = {"place": subject_of(thing).place, "public_id": thing.public_id, "document": attachment.document.public_id}
    return queries.get_attachment(by, lock=False, **keys) is not None
