"""Who meets whom and when at an event: the requests of the greatest weight that limits, tables and free slots allow.

First the most valuable requests by limits and tables, which bounds what any schedule can be worth; then slots for them, one
by one, and where that leaves some out, all at once. A schedule below the bound is improved: whole if the event is small, else
some slots at a time.
"""

from collections.abc import Callable, Collection
from random import Random

from app.partnering.meetings import solving
from app.partnering.meetings.board import Board
from app.partnering.meetings.explaining import unplaced
from app.partnering.meetings.schedule import Event, Schedule, check

CHOOSING_EFFORT, ARRANGING_EFFORT = 3.0, 2.0
"""In CP-SAT's deterministic time; one is a few seconds."""
SMALL = 4_000
"""Up to so many pairs of request and slot an event is solved whole."""
WHOLE_EFFORT = 6.0
SLOTS_AT_ONCE, ROUND_EFFORT, ROUNDS = 3, 0.1, 40
STEPS = ROUNDS + 2
"""Of a run, at most: the choice, the first arrangement, and the rounds of the search."""


def unwatched(_steps: int) -> None:
    """Nobody looks at the progress."""


def plan(event: Event, *, seed: int = 0, progress: Callable[[int], None] = unwatched) -> Schedule:
    """The schedule of an event; the same for the same event and seed. `progress` is told each step that is done, of `STEPS`.

    :raises UnfitEvent: the event contradicts itself.
    """
    check(event)
    board = Board(event)
    chosen, bound = solving.choose(board, seed=seed, effort=CHOOSING_EFFORT)
    progress(1)
    fill(board, chosen)
    if board.value() < bound:
        solving.arrange(board, chosen, range(len(event.tables)), seed=seed, effort=ARRANGING_EFFORT, all_of_them=True)
    fill(board, board.requests)
    progress(2)
    if board.value() < bound:
        bound = min(bound, _search(board, bound, seed, progress))
    fill(board, board.requests)
    move_earlier(board)
    return Schedule(dict(sorted(board.slots.items())), unplaced(board), board.value(), max(bound, board.value()))


def fill(board: Board, keys: Collection[str]) -> None:
    """Place what is open or worth more than all that has to give way to it, until nothing more is to be gained."""
    order = sorted(keys, key=lambda key: (-board.requests[key].weight, key))
    gained = True
    while gained:
        gained = False
        for key in order:
            if key in board.slots:
                continue
            room = board.room(board.requests[key])
            if room is not None and room.cost < board.requests[key].weight:
                for other in room.leaving:
                    board.take(other)
                board.put(key, room.slot)
                gained = True


def move_earlier(board: Board) -> None:
    """Give each placed request the earliest slot that is open for it, until all stand still."""
    moved = True
    while moved:
        moved = False
        for key, slot in sorted(board.slots.items(), key=lambda placed: (placed[1], placed[0])):
            request = board.requests[key]
            earlier = next((other for other in board.common(request) if other < slot and board.is_open(request, other)), None)
            if earlier is not None:
                board.take(key)
                board.put(key, earlier)
                moved = True


def _search(board: Board, bound: int, seed: int, progress: Callable[[int], None]) -> int:
    """Improve what stands on the board; gives the bound, lower if it could be lowered."""
    slots = range(len(board.event.tables))
    size = sum(len(board.common(request)) for request in board.event.requests)
    if size <= SMALL:
        return solving.arrange(board, board.requests, slots, seed=seed, effort=WHOLE_EFFORT) or bound
    draw = Random(seed)  # noqa: S311 - a choice of slots, no secret
    for number in range(1, ROUNDS + 1):
        some = draw.sample(slots, min(SLOTS_AT_ONCE, len(slots)))
        solving.arrange(board, board.requests, some, seed=seed, effort=ROUND_EFFORT)
        progress(STEPS - ROUNDS + number)
        if board.value() >= bound:
            break
    return bound
