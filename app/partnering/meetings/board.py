"""A schedule in the making: who meets whom in which slot, and what would have to give way to one more meeting."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from app.partnering.meetings.schedule import Confirmed, Event, Request


@dataclass(frozen=True)
class Room:
    """Room for a request in a slot, once the requests `leaving` are taken off; their weight is `cost`."""

    cost: int
    slot: int
    leaving: frozenset[str]


class Board:
    """Confirmed meetings stand on it from the beginning; requests are put on and taken off."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.people = {participant.key: participant for participant in event.participants}
        self.requests = {request.key: request for request in event.requests}
        self.slots: dict[str, int] = {}
        self.confirmed_pairs = {frozenset({meeting.first, meeting.second}): meeting.key for meeting in event.confirmed}
        self.at: dict[tuple[str, int], set[str]] = defaultdict(set)
        self.meetings: dict[str, set[str]] = defaultdict(set)
        self.tables: Counter[int] = Counter()
        self.placed_in: dict[int, set[str]] = defaultdict(set)
        self._fixed = {meeting.key for meeting in event.confirmed}
        for meeting in event.confirmed:
            self._enter(meeting, meeting.slot)

    def common(self, request: Request) -> list[int]:
        """The slots of the event in which both are available, whatever is planned."""
        free = self.people[request.first].free & self.people[request.second].free
        return sorted(slot for slot in free if 0 <= slot < len(self.event.tables))

    def wanted(self, request: Request) -> bool:
        """Whether the two do not have a confirmed meeting already."""
        return request.pair not in self.confirmed_pairs

    def put(self, key: str, slot: int) -> None:
        """Place a request."""
        self.slots[key] = slot
        self.placed_in[slot].add(key)
        self._enter(self.requests[key], slot)

    def take(self, key: str) -> int:
        """Take a request off; gives the slot it had."""
        slot, request = self.slots.pop(key), self.requests[key]
        for person in (request.first, request.second):
            self.at[person, slot].discard(key)
            self.meetings[person].discard(key)
        self.placed_in[slot].discard(key)
        self.tables[slot] -= 1
        return slot

    def at_limit(self, person: str) -> bool:
        """Whether someone has as many meetings as the limit allows."""
        return len(self.meetings[person]) >= self.people[person].limit

    def full(self, slot: int) -> bool:
        """Whether no table is left."""
        return self.tables[slot] >= self.event.tables[slot]

    def is_open(self, request: Request, slot: int) -> bool:
        """Whether a request could be put there at once, limits apart."""
        return not (self.at[request.first, slot] or self.at[request.second, slot] or self.full(slot))

    def weight(self, keys: Iterable[str]) -> int:
        """What requests are worth together."""
        return sum(self.requests[key].weight for key in keys)

    def value(self) -> int:
        """What all placed requests are worth."""
        return self.weight(self.slots)

    def room(self, request: Request) -> Room | None:
        """The place for which least has to give way; the earliest of equal ones."""
        if not self.wanted(request):
            return None
        rooms = (self._room_at(request, slot) for slot in self.common(request))
        return min((room for room in rooms if room is not None), key=lambda room: (room.cost, room.slot), default=None)

    def _room_at(self, request: Request, slot: int) -> Room | None:
        leaving = self.at[request.first, slot] | self.at[request.second, slot]
        if leaving & self._fixed:
            return None
        for person in (request.first, request.second):
            surplus = len(self.meetings[person] - leaving) + 1 - self.people[person].limit
            lightest = self._lightest(self.meetings[person] - leaving, surplus)
            if lightest is None:
                return None
            leaving |= lightest
        here = self.placed_in[slot]
        lightest = self._lightest(here - leaving, self.tables[slot] - len(here & leaving) + 1 - self.event.tables[slot])
        if lightest is None:
            return None
        leaving |= lightest
        return Room(self.weight(leaving), slot, frozenset(leaving))

    def _lightest(self, keys: set[str], number: int) -> set[str] | None:
        if number <= 0:
            return set()
        movable = sorted(keys - self._fixed, key=lambda key: (self.requests[key].weight, key))
        return set(movable[:number]) if len(movable) >= number else None

    def _enter(self, meeting: Request | Confirmed, slot: int) -> None:
        for person in (meeting.first, meeting.second):
            self.at[person, slot].add(meeting.key)
            self.meetings[person].add(meeting.key)
        self.tables[slot] += 1
