"""What happened to an introduction, as each side may know it.

The owner reads from the day on which the request reached it; a broker until the owner's answer. Names of people of the other side
are told from the acceptance on, those of brokers never; an economic organisation is not told those of officers.
"""

from collections.abc import Iterable
from typing import Any

from app.core.events import CATALOGUE, Event
from app.core.i18n import LazyText, _l
from app.core.templating import label
from app.partnering.enums import Side
from app.partnering.introductions import policy
from app.partnering.models import Introduction

BROKER = _l("The screening")
CLOCK = _l("Automatically")
BY_ASKER = frozenset({"write", "edit", "send", "answer", "withdraw"})
BY_OWNER = frozenset({"view", "accept", "decline", "ask", "found"})
BY_BROKER = frozenset({"forward", "send_back", "refuse", "officer_message"})
NOT_FOR_OWNER = frozenset({"write", "edit", "send", "send_back", "refuse", "escalate"})
BROKERED = frozenset(f"introduction.{action}" for action in BY_BROKER)
OF_MEETING_ALONE = frozenset({
    "meeting.write", "meeting.edit", "meeting.discard", "meeting.name_people", "meeting.note", "meeting.message", "meeting.officer_message",
})
"""What a side does with a meeting for itself, and what is said about it; the meeting's page shows what the reader may know of it."""
FOR_BROKER = BY_BROKER | {"send", "withdraw", "view", "accept", "decline", "lapse", "escalate"}


def tell(introduction: Introduction, events: Iterable[tuple[Event, str | None]], by: Any) -> list[dict[str, Any]]:
    """The entries of the timeline for the actor."""
    side = policy.side_of(by, introduction)
    named = side is None and not policy.member_broker(by, introduction)
    return [
        _entry(introduction, event, name if event.actor_id == by.id or named or event.kind not in BROKERED else None, side)
        for event, name in events if _told(introduction, event, side)
    ]


def _told(introduction: Introduction, event: Event, side: Side | None) -> bool:
    domain, _dot, action = event.kind.partition(".")
    if event.kind in OF_MEETING_ALONE:
        return False
    if side is None:
        return domain == "introduction" and action in FOR_BROKER
    if side == Side.OWNER:
        direct = action == "send" and not introduction.screened
        return introduction.sent_at is not None and (direct or domain != "introduction" or action not in NOT_FOR_OWNER)
    return True


def _entry(introduction: Introduction, event: Event, name: str | None, side: Side | None) -> dict[str, Any]:
    return {
        "time": event.at, "text": CATALOGUE[event.kind].wording, "actor": _actor(introduction, event, name, side),
        "detail": event.data.get("comment") or "",
    }


def _actor(introduction: Introduction, event: Event, name: str | None, side: Side | None) -> str | LazyText:
    action = event.kind.partition(".")[2]
    if event.actor_id is None:
        return CLOCK
    if action in BY_BROKER and event.kind.startswith("introduction."):
        return BROKER if side is not None or name is None else name
    acted = Side.ASKER if action in BY_ASKER else Side.OWNER if action in BY_OWNER else None
    disclosed = introduction.accepted_at is not None and side is not None
    if disclosed or (acted is not None and acted == side):
        return name or ""
    return label(acted) if acted is not None else ""
