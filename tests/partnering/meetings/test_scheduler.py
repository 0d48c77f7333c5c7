"""Planning the meetings of an event: valid always, the best where it says so, and with reasons that are true."""

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.partnering.meetings import scheduler
from app.partnering.meetings.schedule import Code, Confirmed, Event, Participant, Request, UnfitEvent
from app.partnering.meetings.scheduler import plan
from tests.bench import meetings as bench


@st.composite
def events(draw, people=5, slots=3, requests=5):
    names = [f"p{n}" for n in range(draw(st.integers(2, people)))]
    number = draw(st.integers(0, slots))
    free = st.frozensets(st.integers(0, number), max_size=number + 1)  # one number more than there are slots
    participants = [Participant(name, draw(free), draw(st.integers(0, 3))) for name in names]
    pairs = [(a, b) for a in names for b in names if a < b]
    wished = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=requests))
    asked = [Request(f"r{n}", *pair, draw(st.integers(1, 3)), draw(st.booleans())) for n, pair in enumerate(wished)]
    stand = draw(st.lists(st.tuples(st.sampled_from(pairs), st.integers(0, max(0, number - 1))), max_size=2 if number else 0))
    confirmed = [Confirmed(f"c{n}", *pair, slot) for n, (pair, slot) in enumerate(stand)]
    return Event([draw(st.integers(0, 2)) for _ in range(number)], participants, asked, confirmed)


def faults(event, placed):
    """What is wrong with placements, by the rules alone; what confirmed meetings break by themselves does not count."""
    found = []
    people = {person.key: person for person in event.participants}
    pairs = {frozenset({c.first, c.second}) for c in event.confirmed}
    taken, tables = Counter(), Counter(c.slot for c in event.confirmed)
    for meeting in event.confirmed:
        taken.update([(meeting.first, meeting.slot), (meeting.second, meeting.slot)])
    numbers = Counter(person for person, _ in taken.elements())
    for request in event.requests:
        if request.key not in placed:
            continue
        slot = placed[request.key]
        found += ["pair"] if request.pair in pairs else []
        found += ["no table"] if not 0 <= slot < len(event.tables) or tables[slot] >= event.tables[slot] else []
        tables[slot] += 1
        for person in request.pair:
            found += ["not free"] if slot not in people[person].free else []
            found += ["double"] if taken[person, slot] else []
            found += ["limit"] if numbers[person] >= people[person].limit else []
            taken[person, slot] += 1
            numbers[person] += 1
    return found


def every_schedule(event, requests):
    for slots in product([None, *range(len(event.tables))], repeat=len(requests)):
        placed = {request.key: slot for request, slot in zip(requests, slots, strict=True) if slot is not None}
        if not faults(event, placed):
            yield placed


def worth(event, placed):
    return sum(request.weight for request in event.requests if request.key in placed)


@settings(max_examples=60, deadline=None)
@given(event=events())
def test_a_small_event_is_planned_as_well_as_by_trying_everything(event):
    found = plan(event)
    assert faults(event, found.placed) == []
    best = max(worth(event, placed) for placed in every_schedule(event, event.requests))
    assert (found.value, found.bound, found.best) == (best, best, True)
    assert worth(event, found.placed) == best
    steps = []
    assert plan(event, progress=steps.append) == found
    assert steps == sorted(steps)
    assert steps[-1] <= scheduler.STEPS
    assert {*found.placed, *(one.request for one in found.unplaced)} == {request.key for request in event.requests}


def least_cost(event, placed, request):
    """The least that has to give way, by taking off every set of placed requests."""
    costs = []
    keys = list(placed)
    for kept in product([True, False], repeat=len(keys)):
        left = {key: placed[key] for key, keep in zip(keys, kept, strict=True) if keep}
        if any(not faults(event, {**left, request.key: slot}) for slot in range(len(event.tables))):
            costs.append(worth(event, placed) - worth(event, left))
    return min(costs, default=None)


def true(event, placed, request, reason):
    """Whether a reason is what the schedule shows."""
    people = {person.key: person for person in event.participants}
    meetings = {c.key: (c.first, c.second, c.slot) for c in event.confirmed}
    meetings |= {r.key: (r.first, r.second, placed[r.key]) for r in event.requests if r.key in placed}
    common = sorted(s for s in people[request.first].free & people[request.second].free if s < len(event.tables))
    at = {s: sorted(k for k, (a, b, where) in meetings.items() if where == s and {a, b} & request.pair) for s in common}
    full = {s for s in common if sum(where == s for *_, where in meetings.values()) >= event.tables[s]}
    facts = reason.facts
    match reason.code:
        case Code.ALREADY_CONFIRMED:
            one = next(c for c in event.confirmed if c.key == facts["meeting"])
            return {one.first, one.second} == request.pair
        case Code.NO_COMMON_SLOT:
            return not common and facts["free_slots"] == {key: len(people[key].free) for key in request.pair}
        case Code.LIMIT_REACHED:
            has = sum(facts["participant"] in (a, b) for a, b, _ in meetings.values())
            allowed = people[facts["participant"]].limit
            return facts["participant"] in request.pair and (facts["meetings"], facts["limit"]) == (has, allowed) and has >= allowed
        case Code.SLOTS_TAKEN:
            return facts["slots"] == at and all(at[s] or s in full for s in common) and facts["without_table"] == [s for s in common if not at[s]]
        case Code.NO_TABLE:
            return facts["slots"] == [s for s in common if not at[s]] and set(facts["slots"]) <= full
    return False


@settings(max_examples=60, deadline=None)
@given(event=events(people=4))
def test_reasons_and_costs_are_true(event):
    found = plan(event)
    requests = {request.key: request for request in event.requests}
    for one in found.unplaced:
        request = requests[one.request]
        assert one.reasons
        assert all(true(event, found.placed, request, reason) for reason in one.reasons)
        assert one.weight == request.weight
        assert one.cost == least_cost(event, found.placed, request)
        assert one.cost is None or one.cost >= one.weight


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 1000), tables=st.integers(1, 6), limit=st.integers(1, 5), available=st.sampled_from([0.3, 0.7]))
def test_a_larger_event_has_a_valid_plan_also_when_it_is_searched_by_parts(seed, tables, limit, available):
    event = bench.event(seed, 24, 100, 8, tables, limit, available, confirmed=6)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scheduler, "SMALL", 0)
        patch.setattr(scheduler, "ROUNDS", 3)
        found = plan(event)
    assert faults(event, found.placed) == []
    assert found.value == worth(event, found.placed) <= found.bound
    assert all(one.cost is None or one.cost >= one.weight for one in found.unplaced)
    assert plan(event, seed=1).value <= found.bound


def people(*limits, slots=2):
    return [Participant(f"p{n}", frozenset(range(slots)), limit) for n, limit in enumerate(limits)]


def test_mutual_interest_counts_more_than_one_sided():
    event = Event([1], people(1, 1, 1, slots=1), [Request("a", "p0", "p1"), Request("b", "p0", "p2", mutual=True)])
    found = plan(event)
    assert found.placed == {"b": 0}
    (left,) = found.unplaced
    assert (left.request, left.weight, left.cost) == ("a", 1, 2)
    assert [reason.code for reason in left.reasons] == [Code.LIMIT_REACHED, Code.SLOTS_TAKEN]


def test_two_lesser_meetings_beat_one_greater():
    asked = [Request("a", "p0", "p1", 3), Request("b", "p0", "p2", 2), Request("c", "p1", "p3", 2)]
    assert plan(Event([5], people(1, 1, 1, 1, slots=1), asked)).placed == {"b": 0, "c": 0}


def test_tables_run_out():
    event = Event([1, 0], people(2, 2, 2, 2), [Request("a", "p0", "p1", 2), Request("b", "p2", "p3")])
    found = plan(event)
    assert found.placed == {"a": 0}
    assert [(reason.code, dict(reason.facts)) for reason in found.unplaced[0].reasons] == [(Code.NO_TABLE, {"slots": [0, 1]})]


def test_a_confirmed_meeting_does_not_move_and_blocks():
    asked = [Request("a", "p0", "p1", 5), Request("b", "p0", "p2", 5)]
    found = plan(Event([1], people(3, 3, 3, slots=1), asked, [Confirmed("stands", "p1", "p0", 0)]))
    assert found.placed == {}
    assert [[reason.code for reason in one.reasons] for one in found.unplaced] == [[Code.ALREADY_CONFIRMED], [Code.SLOTS_TAKEN]]
    assert [one.cost for one in found.unplaced] == [None, None]


def test_meetings_stand_as_early_as_they_can():
    event = Event([1, 1, 1], people(3, 3, slots=3), [Request("a", "p0", "p1")])
    assert plan(event).placed == {"a": 0}


@pytest.mark.parametrize(("change", "words"), [
    ({"requests": [Request("a", "p0", "p0")]}, "two participants"), ({"requests": [Request("a", "p0", "px")]}, "two participants"),
    ({"requests": [Request("a", "p0", "p1"), Request("b", "p1", "p0")]}, "same two participants"),
    ({"requests": [Request("a", "p0", "p1"), Request("a", "p1", "p2")]}, "same key"),
    ({"requests": [Request("a", "p0", "p1", 0)]}, "priority"), ({"confirmed": [Confirmed("c", "p0", "p1", 2)]}, "outside"),
    ({"tables": [-1, 1]}, "not negative"), ({"participants": people(1, 1) * 2}, "same key"),
])
def test_an_event_that_contradicts_itself_is_refused(change, words):
    with pytest.raises(UnfitEvent, match=words):
        plan(replace(Event([1, 1], people(2, 2, 2), []), **change))
