"""What the scheduler reads and gives: an event's participants and requests, the placements, and the reasons for none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

MUTUAL = 2
"""How much more a meeting counts that both sides wish for."""


@dataclass(frozen=True)
class Participant:
    """Someone at the event: the slots, numbered from 0, that are free, and how many meetings are wished at most."""

    key: str
    free: frozenset[int]
    limit: int


@dataclass(frozen=True)
class Request:
    """A wish of two participants to meet; a higher priority counts more."""

    key: str
    first: str
    second: str
    priority: int = 1
    mutual: bool = False

    @property
    def weight(self) -> int:
        """What placing it is worth."""
        return self.priority * (MUTUAL if self.mutual else 1)

    @property
    def pair(self) -> frozenset[str]:
        """Its two participants."""
        return frozenset({self.first, self.second})


@dataclass(frozen=True)
class Confirmed:
    """A meeting that stands; it takes a table, a slot of both and one of each one's meetings, and never moves."""

    key: str
    first: str
    second: str
    slot: int


@dataclass(frozen=True)
class Event:
    """All that is to be planned; `tables[slot]` is the number of tables in that slot."""

    tables: Sequence[int]
    participants: Sequence[Participant]
    requests: Sequence[Request]
    confirmed: Sequence[Confirmed] = ()


class Code(StrEnum):
    """Why a request was not placed."""

    ALREADY_CONFIRMED = "already_confirmed"
    """The two have a confirmed meeting."""
    NO_COMMON_SLOT = "no_common_slot"
    """No slot of the event is free for both, whatever is planned."""
    LIMIT_REACHED = "limit_reached"
    """`participant` has `meetings`, as many as the `limit` allows or more."""
    SLOTS_TAKEN = "slots_taken"
    """In each common slot one of the two has another meeting, which `slots` names, or no table is left (`without_table`)."""
    NO_TABLE = "no_table"
    """In each common slot in which neither meets anyone, listed in `slots`, all tables are taken."""


@dataclass(frozen=True)
class Reason:
    """One reason with its facts."""

    code: Code
    facts: Mapping[str, object]


@dataclass(frozen=True)
class Unplaced:
    """A request without a place.

    `cost` is the least weight of placed meetings that would have to give way to it; None where nothing that may move could
    make room, as confirmed meetings never do.
    """

    request: str
    weight: int
    reasons: tuple[Reason, ...]
    cost: int | None


@dataclass(frozen=True)
class Schedule:
    """Placements by request, the rest with reasons. No schedule is worth more than `bound`; at `bound` it is the best."""

    placed: Mapping[str, int]
    unplaced: Sequence[Unplaced]
    value: int
    bound: int

    @property
    def best(self) -> bool:
        """Whether it is proven that no schedule is worth more."""
        return self.value == self.bound


class UnfitEvent(ValueError):
    """The event contradicts itself; the message names what is wrong."""


def check(event: Event) -> None:
    """Refuse an event that cannot be planned.

    :raises UnfitEvent: says what is wrong.
    """
    if any(number < 0 for number in event.tables) or any(participant.limit < 0 for participant in event.participants):
        raise UnfitEvent("tables and limits are not negative")
    meetings: list[Request | Confirmed] = [*event.requests, *event.confirmed]
    if len({meeting.key for meeting in meetings}) < len(meetings):
        raise UnfitEvent("two requests or meetings have the same key")
    _check_people(event, meetings)
    for request in event.requests:
        if request.priority < 1:
            raise UnfitEvent(f"the priority of {request.key!r} is below 1")
    for meeting in event.confirmed:
        if not 0 <= meeting.slot < len(event.tables):
            raise UnfitEvent(f"{meeting.key!r} stands outside the event's slots")


def _check_people(event: Event, meetings: Sequence[Request | Confirmed]) -> None:
    known = {participant.key for participant in event.participants}
    if len(known) < len(event.participants):
        raise UnfitEvent("two participants have the same key")
    for meeting in meetings:
        if meeting.first == meeting.second or not {meeting.first, meeting.second} <= known:
            raise UnfitEvent(f"{meeting.key!r} is not between two participants of the event")
    if len({request.pair for request in event.requests}) < len(event.requests):
        raise UnfitEvent("two requests are between the same two participants; one with mutual interest says it")
