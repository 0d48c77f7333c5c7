"""Delivery of owed mail: at least once, and with the same `Message-ID` each time."""

import structlog

from app.core import outbox
from app.core.outbox import Owed
from app.notices import composing, recipients, sending

log = structlog.get_logger(__name__)

TOPIC = "mail"


def deliver(owed: Owed) -> None:
    """Send one owed mail, or note why it is not sent. Its link's token is then forgotten."""
    payload = owed.payload
    kind = str(payload["kind"])
    try:
        recipient = recipients.find(payload)
    except recipients.NotDue as reason:
        log.info("mail.dropped", kind=kind, outbox_id=owed.id, reason=str(reason))
    else:
        message = composing.compose(
            kind, recipient, payload.get("data") or {}, dedup=owed.dedup, owed_at=owed.created_at, calendar=payload.get("calendar"),
        )
        sending.send(message, name=f"{owed.created_at:%Y%m%d-%H%M%S}-{kind}-{composing.key_of(owed.dedup)[:12]}")
    if payload.get("token"):
        owed.payload = {**payload, "token": None}


def send_owed() -> int:
    """Send all mail that is due; gives how many promises were kept."""
    return outbox.deliver(TOPIC, deliver)
