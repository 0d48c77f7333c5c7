"""What counterparts that were set aside as off topic say of the others: the same ground weighs less.

A candidate loses a part of what shared subtopics and words in common give it: at most `MOST_LOST` of that, where it shares
nothing else with the subject than they did. It loses nothing of any other reason, so neither country nor language nor size
can cost it anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass

MOST_LOST = 0.5


@dataclass(frozen=True)
class Ground:
    """What one side shares with the subject: subtopics by their ids, and words with their rarity (0 to 1)."""

    subtopics: frozenset[int]
    words: Mapping[str, float]

    def meets(self, other: "Ground") -> bool:
        """Whether both share some of the same with the subject."""
        return bool(self.subtopics & other.subtopics or self.words.keys() & other.words.keys())


@dataclass(frozen=True)
class Less:
    """What a candidate loses, and the keys of those that were set aside for which it does."""

    share: float
    because: tuple[int, ...]


def less(ground: Ground, by_subtopics: float, by_words: float, off_topic: Mapping[int, Ground]) -> Less | None:
    """The loss of a candidate to which subtopics and words gave these shares of its score."""
    met = {key: one for key, one in off_topic.items() if one.meets(ground)}
    subtopics = frozenset[int]().union(*(one.subtopics for one in met.values())) & ground.subtopics
    words = frozenset[str]().union(*(one.words for one in met.values())) & ground.words.keys()
    lost = 0.0
    if subtopics:
        lost += by_subtopics * len(subtopics) / len(ground.subtopics)
    if words:
        lost += by_words * sum(ground.words[word] for word in words) / sum(ground.words.values())
    return Less(MOST_LOST * lost, tuple(sorted(met))) if lost > 0 else None
