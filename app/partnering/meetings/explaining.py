"""Why a request was not placed, read off the finished schedule."""

from app.partnering.meetings.board import Board
from app.partnering.meetings.schedule import Code, Reason, Request, Unplaced


def unplaced(board: Board) -> list[Unplaced]:
    """Each request without a place, in the order of the event, with all reasons that hold."""
    return [_explained(board, request) for request in board.event.requests if request.key not in board.slots]


def _explained(board: Board, request: Request) -> Unplaced:
    room = board.room(request)
    return Unplaced(request.key, request.weight, tuple(_reasons(board, request)), room.cost if room else None)


def _reasons(board: Board, request: Request) -> list[Reason]:
    if not board.wanted(request):
        return [Reason(Code.ALREADY_CONFIRMED, {"meeting": board.confirmed_pairs[request.pair]})]
    common = board.common(request)
    if not common:
        free = {key: len(board.people[key].free) for key in (request.first, request.second)}
        return [Reason(Code.NO_COMMON_SLOT, {"free_slots": free})]
    reasons = [
        Reason(Code.LIMIT_REACHED, {"participant": key, "limit": board.people[key].limit, "meetings": len(board.meetings[key])})
        for key in (request.first, request.second) if board.at_limit(key)
    ]
    taken = {slot: sorted(board.at[request.first, slot] | board.at[request.second, slot]) for slot in common}
    if any(board.is_open(request, slot) for slot in common):
        return reasons
    without_table = [slot for slot in common if not taken[slot]]
    if any(taken.values()):
        reasons.append(Reason(Code.SLOTS_TAKEN, {"slots": taken, "without_table": without_table}))
    if without_table:
        reasons.append(Reason(Code.NO_TABLE, {"slots": without_table}))
    return reasons
