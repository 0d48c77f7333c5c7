"""A share of the first places for small and new organisations, which have had little time to leave a record."""

from collections.abc import Sequence
from typing import TypeVar

PLACES = 10

Ranked = TypeVar("Ranked")


def places_of(percent: int) -> int:
    """How many of ten places a share is, rounded up."""
    return -(-PLACES * min(max(percent, 0), 100) // 100)


def lifted(ranked: Sequence[int], placed: Sequence[int]) -> frozenset[int]:
    """Those that stand further up than by their rank: only the marked ones can."""
    place = {key: at for at, key in enumerate(placed)}
    return frozenset(key for at, key in enumerate(ranked) if place[key] < at)


def with_reserved(ranked: Sequence[tuple[Ranked, bool]], percent: int) -> list[Ranked]:
    """The same things, each ten places holding at least `percent` of those that are marked, as long as there are any.

    Among the marked, and among the others, the order stays; nothing moves further up than the share asks for.
    """
    reserved = places_of(percent)
    marked = [at for at, (_thing, is_marked) in enumerate(ranked) if is_marked]
    left = list(range(len(ranked)))
    placed: list[int] = []
    while left:
        ten = left[:PLACES]
        lacking = reserved - sum(1 for at in ten if ranked[at][1])
        if lacking > 0:
            lifted = [at for at in marked if at > ten[-1] and at in left][:lacking]
            staying = [at for at in ten if ranked[at][1]]
            others = [at for at in ten if not ranked[at][1]][: len(ten) - len(staying) - len(lifted)]
            ten = sorted([*staying, *others]) + lifted
        placed += ten
        taken = set(ten)
        left = [at for at in left if at not in taken]
    return [ranked[at][0] for at in placed]
