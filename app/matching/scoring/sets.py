"""Sets of partners that together cover what a project needs."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

MOST_PARTNERS = 3
FOR_EACH_NEED = 6
FOR_EACH_PARTY = 4
IN_ALL = 36
SETS = 5


@dataclass(frozen=True)
class Candidate:
    """One who could join: the needs that it covers, its party, and how well it fits (0 to 1)."""

    key: int
    covers: frozenset[str]
    party: str
    score: float


@dataclass(frozen=True)
class Rules:
    """What the consortium still has to become: parties that must be in, and how many partners must join at the least."""

    parties: frozenset[str] = frozenset()
    fewest: int = 1


@dataclass(frozen=True)
class PartnerSet:
    """Partners in the order of their fit, and the needs that stay open."""

    partners: tuple[Candidate, ...]
    open_needs: frozenset[str]

    def brings(self, partner: Candidate) -> frozenset[str]:
        """The needs that one partner covers and those before it do not."""
        before = frozenset[str]().union(*(one.covers for one in self.partners[: self.partners.index(partner)]))
        return partner.covers - before


def best_sets(needs: Collection[str], candidates: Sequence[Candidate], rules: Rules) -> list[PartnerSet]:
    """The best sets that the rules allow: most needs covered, then fewest partners, then the best fit.

    Nobody is in a set without covering what the others do not, or making it one that the rules allow. One partner can stand
    in several sets; no set contains another.
    """
    wanted = frozenset(needs)
    able = [Candidate(one.key, one.covers & wanted, one.party, one.score) for one in candidates]
    pool = _pool(wanted, able, rules)
    found = [
        PartnerSet(tuple(sorted(members, key=_fit)), wanted - _covered(members))
        for size in range(1, max(MOST_PARTNERS, rules.fewest, len(rules.parties)) + 1)
        for members in combinations(pool, size)
        if _is_allowed(members, rules) and _needs_all(members, rules)
    ]
    found.sort(key=lambda one: (len(one.open_needs), len(one.partners), -sum(p.score for p in one.partners), [p.key for p in one.partners]))
    return list(_without_lesser(found))[:SETS]


def _fit(one: Candidate) -> tuple[float, int]:
    return -one.score, one.key


def _pool(wanted: frozenset[str], candidates: Sequence[Candidate], rules: Rules) -> list[Candidate]:
    """The best for each need and each party, so that no need is crowded out by another."""
    best = sorted(candidates, key=_fit)
    chosen: dict[int, Candidate] = {}
    for need in sorted(wanted):
        chosen |= {one.key: one for one in [c for c in best if need in c.covers][:FOR_EACH_NEED]}
    for party in sorted(rules.parties):
        chosen |= {one.key: one for one in [c for c in best if c.party == party][:FOR_EACH_PARTY]}
    covering = sorted(chosen.values(), key=lambda one: (one.party not in rules.parties, -len(one.covers), _fit(one)))
    return covering[:IN_ALL]


def _covered(members: Sequence[Candidate]) -> frozenset[str]:
    return frozenset[str]().union(*(one.covers for one in members))


def _is_allowed(members: Sequence[Candidate], rules: Rules) -> bool:
    return len(members) >= rules.fewest and rules.parties <= {one.party for one in members}


def _needs_all(members: Sequence[Candidate], rules: Rules) -> bool:
    for at in range(len(members)):
        rest = (*members[:at], *members[at + 1 :])
        if _is_allowed(rest, rules) and _covered(rest) == _covered(members):
            return False
    return bool(_covered(members)) or bool(rules.parties)


def _without_lesser(found: Sequence[PartnerSet]) -> Iterator[PartnerSet]:
    kept: list[frozenset[int]] = []
    for one in found:
        keys = frozenset(partner.key for partner in one.partners)
        if not any(before <= keys or keys <= before for before in kept):
            kept.append(keys)
            yield one


def fewest_partners(present: Mapping[str, int], cap_percent: float | None) -> int:
    """How many must join so that nobody need bear more than the cap; `present` counts the partners by party."""
    if not cap_percent:
        return 1
    least = -(-100 // cap_percent)
    return max(1, int(least) - sum(present.values()))
