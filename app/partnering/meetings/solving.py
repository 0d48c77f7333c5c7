"""The models that OR-Tools' CP-SAT solves: which requests fit at all, and which slot each gets.

One worker and limits in the solver's own time make a run repeatable: the same event and seed give the same schedule on
any machine, however busy.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from math import floor

from ortools.sat.python import cp_model

from app.partnering.meetings.board import Board

ROUNDING = 1e-6
FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)


def _solver(seed: int, effort: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = effort
    return solver


def choose(board: Board, *, seed: int, effort: float) -> tuple[set[str], int]:
    """The most valuable requests by limits and numbers of tables alone, and a value that no schedule can exceed.

    Which slot each of them gets is left open, so there may be no schedule with all of them.
    """
    model = cp_model.CpModel()
    chosen, of_person = {}, defaultdict(list)
    for request in board.event.requests:
        if board.wanted(request) and any(board.is_open(request, slot) for slot in board.common(request)):
            chosen[request.key] = model.new_bool_var("")
            for name in (request.first, request.second):
                of_person[name].append(chosen[request.key])
    for key, variables in sorted(of_person.items()):
        person = board.people[key]
        free = sum(1 for slot in person.free if 0 <= slot < len(board.event.tables) and not board.at[key, slot])
        model.add(sum(variables) <= max(0, min(person.limit - len(board.meetings[key]), free)))
    model.add(sum(chosen.values()) <= sum(max(0, number - board.tables[slot]) for slot, number in enumerate(board.event.tables)))
    model.maximize(sum(board.requests[key].weight * variable for key, variable in chosen.items()))
    solver = _solver(seed, effort)
    status = solver.solve(model)
    bound = floor(solver.best_objective_bound + ROUNDING)
    if status not in FOUND:
        return set(), bound
    return {key for key, variable in chosen.items() if solver.boolean_value(variable)}, bound


class _Seating:
    """The model of a stretch: for each movable request one variable a slot, and whether it is placed at all."""

    def __init__(self, board: Board, movable: Collection[str], slots: Collection[int], before: Mapping[str, int]) -> None:
        self.board, self.before, self.model = board, before, cp_model.CpModel()
        self.seats: dict[tuple[str, int], cp_model.IntVar] = {}
        self.placed: dict[str, cp_model.IntVar] = {}
        for key in movable:
            self._seat(key, slots)
        self._keep_to_rules()

    def _seat(self, key: str, slots: Collection[int]) -> None:
        request = self.board.requests[key]
        places = self.board.common(request) if self.board.wanted(request) else ()
        mine = [slot for slot in places if slot in slots and self.board.is_open(request, slot)]
        for slot in mine:
            self.seats[key, slot] = self.model.new_bool_var("")
            self.model.add_hint(self.seats[key, slot], self.before.get(key) == slot)
        self.placed[key] = self.model.new_bool_var("")
        self.model.add_hint(self.placed[key], key in self.before)
        self.model.add(sum(self.seats[key, slot] for slot in mine) == self.placed[key])

    def _keep_to_rules(self) -> None:
        board, at_once, in_slot, of_person = self.board, defaultdict(list), defaultdict(list), defaultdict(list)
        for (key, slot), seat in self.seats.items():
            in_slot[slot].append(seat)
            for person in board.requests[key].pair:
                at_once[person, slot].append(seat)
        for key, placed in self.placed.items():
            for person in board.requests[key].pair:
                of_person[person].append(placed)
        for moment in sorted(at_once):
            self.model.add_at_most_one(at_once[moment])
        for person, variables in sorted(of_person.items()):
            self.model.add(sum(variables) <= max(0, board.people[person].limit - len(board.meetings[person])))
        for slot, variables in sorted(in_slot.items()):
            self.model.add(sum(variables) <= board.event.tables[slot] - board.tables[slot])

    def solve(self, solver: cp_model.CpSolver, *, all_of_them: bool) -> dict[str, int] | None:
        """The slot of each placed request; None where the solver found nothing."""
        if all_of_them:
            for placed in self.placed.values():
                self.model.add(placed == 1)
        else:
            self.model.maximize(sum(self.board.requests[key].weight * placed for key, placed in self.placed.items()))
        if solver.solve(self.model) not in FOUND:
            return None
        return {key: slot for (key, slot), seat in self.seats.items() if solver.boolean_value(seat)}


def arrange(
    board: Board, keys: Collection[str], slots: Collection[int], *, seed: int, effort: float, all_of_them: bool = False,
) -> int | None:
    """Put the requests named, and those placed in `slots`, into `slots` anew; nothing else moves and no value is lost.

    With `all_of_them` every one named is placed or nothing changes. Gives a value that no such arrangement can exceed,
    None where the solver found none in its time.
    """
    before = {key: slot for key, slot in board.slots.items() if slot in slots}
    for key in before:
        board.take(key)
    solver = _solver(seed, effort)
    elsewhere = board.value()
    found = _Seating(board, sorted({*keys, *before} - board.slots.keys()), slots, before).solve(solver, all_of_them=all_of_them)
    kept = before if found is None or board.weight(found) < board.weight(before) else found
    for key, slot in kept.items():
        board.put(key, slot)
    if found is None:
        return None
    return elsewhere + (board.weight(found) if all_of_them else floor(solver.best_objective_bound + ROUNDING))
