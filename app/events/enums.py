"""Words of events."""

from enum import StrEnum


class EventState(StrEnum):
    """An event (`workflows.md` § 7, "Event itself")."""

    DRAFT = "draft"
    AWAITING_BOTH = "awaiting_both"
    PUBLISHED = "published"
    REGISTRATION_OPEN = "registration_open"
    REGISTRATION_CLOSED = "registration_closed"
    RUNNING = "running"
    ENDED = "ended"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"


class ParticipantState(StrEnum):
    """A registration (`workflows.md` § 7), as far as a round of meetings needs it."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


class RequestState(StrEnum):
    """A wish to meet; `wanted` once the other side wants it too, `placed` once a meeting is confirmed."""

    ASKED = "asked"
    WANTED = "wanted"
    PLACED = "placed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class PlanState(StrEnum):
    """A plan of the meetings: made by the worker, looked at, and confirmed or dropped."""

    QUEUED = "queued"
    PROPOSED = "proposed"
    CONFIRMING = "confirming"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    DISCARDED = "discarded"


class EventMeetingState(StrEnum):
    """A meeting at an event."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    HELD = "held"
    NO_SHOW = "no_show"


class Absent(StrEnum):
    """Who did not come to a meeting."""

    ASKER = "asker"
    ASKED = "asked"
    BOTH = "both"


class Unfit(StrEnum):
    """Why a proposed meeting does not fit any more when the plan is confirmed."""

    REQUEST_ENDED = "request_ended"
    LEFT = "left"
    SLOT_OVER = "slot_over"
    AWAY = "away"
    BUSY = "busy"
    LIMIT = "limit"
    NO_TABLE = "no_table"
    HAVE_MEETING = "have_meeting"
