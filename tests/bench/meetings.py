"""`python -m tests.bench.meetings`: how long planning the meetings of a large event takes, and how good the plan is."""

import argparse
import json
import os
import time
from random import Random

from app.partnering.meetings.schedule import Confirmed, Event, Participant, Request
from app.partnering.meetings.scheduler import plan


def event(seed, participants=300, requests=3000, slots=32, tables=60, limit=10, available=0.8, confirmed=50):
    """Two sides of equal size; some of the second are asked much more than others, as at real events."""
    draw = Random(seed)
    names = [f"p{number:03}" for number in range(participants)]
    half = participants // 2
    people = [Participant(name, frozenset(s for s in range(slots) if draw.random() < available), limit) for name in names]
    fame = [draw.paretovariate(1.5) for _ in names[half:]]
    pairs = set()
    while len(pairs) < requests:
        pairs.add((draw.choice(names[:half]), draw.choices(names[half:], fame)[0]))
    pairs = sorted(pairs)
    draw.shuffle(pairs)
    asked = [Request(f"r{n:04}", *pair, draw.randint(1, 3), draw.random() < 0.2) for n, pair in enumerate(pairs)]
    stand, taken = [], set()
    for n in range(confirmed):
        one, other, slot = draw.choice(names[:half]), draw.choice(names[half:]), draw.randrange(slots)
        if not taken & {(one, slot), (other, slot)}:
            taken |= {(one, slot), (other, slot)}
            stand.append(Confirmed(f"c{n:02}", one, other, slot))
    return Event([tables] * slots, people, asked, stand)


def main():
    """Print one JSON line for each event."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--tables", type=int, default=60)
    parser.add_argument("--limit", type=int, default=10)
    parser.add_argument("--available", type=float, default=0.8)
    asked = parser.parse_args()
    for seed in range(asked.seeds):
        one = event(seed, tables=asked.tables, limit=asked.limit, available=asked.available)
        begin, used = time.perf_counter(), time.process_time()
        found = plan(one)
        print(json.dumps({
            "seed": seed, "placed": len(found.placed), "unplaced": len(found.unplaced), "value": found.value, "bound": found.bound,
            "seconds": round(time.perf_counter() - begin, 1), "cpu_seconds": round(time.process_time() - used, 1),
            "load": round(os.getloadavg()[0], 1),
        }), flush=True)


if __name__ == "__main__":
    main()
