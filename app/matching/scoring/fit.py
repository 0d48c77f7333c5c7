"""How well an organisation fits as a counterpart, as a sum of reasons. Pure: no database, no framework, no clock.

Every piece of evidence has a weight; a reason carries the share of the score that it gives. Without common ground (a
subtopic, a track or words) there is no fit, whatever else speaks for an organisation.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.matching.scoring.evidence import Evidence
from app.matching.words import Words

WEIGHTS: Mapping[Evidence, float] = {
    Evidence.SHARED_SUBTOPICS: 0.45,
    Evidence.SHARED_TRACKS: 0.20,
    Evidence.COMMON_WORDS: 0.20,
    Evidence.COMPLEMENTARY_SIZE: 0.05,
    Evidence.VERIFIED: 0.10,
}
"""The shares of a perfect score; they add up to one."""

SIZES_APART = 2
WORDS_FOR_MOST = 2.0
RARE_ENOUGH = 0.1
WORDS_SHOWN = 6


@dataclass(frozen=True)
class Profile:
    """What is known of one side. Tracks and subtopics by their ids; `size` is the rank of the size band, from 0.

    `words` are of its texts, `labels` of the names of its tracks and subtopics in all languages, `names` of its own names.
    """

    tracks: frozenset[int] = frozenset()
    subtopics: frozenset[int] = frozenset()
    words: Words = field(default_factory=Words)
    labels: Words = field(default_factory=Words)
    names: Words = field(default_factory=Words)
    size: int | None = None
    verified: bool = False


@dataclass(frozen=True)
class Reason:
    """One reason: its kind, its share of the score (0 to 1), and the ids or words that it rests on."""

    evidence: Evidence
    share: float
    ids: tuple[int, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fit:
    """How well one candidate fits: the reasons, the weightiest first, and their sum."""

    key: int
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        """The sum of the shares, 0 to 1."""
        return sum(reason.share for reason in self.reasons)


def rank(subject: Profile, candidates: Mapping[int, Profile]) -> list[Fit]:
    """The candidates with common ground, the best first; equal ones in the order of their keys."""
    common = {key: _common(subject, profile) for key, profile in candidates.items()}
    rarity = _rarity([*common.values()])
    fits = [_fit(key, subject, profile, common[key], rarity) for key, profile in candidates.items()]
    return sorted((fit for fit in fits if fit is not None), key=lambda fit: (-fit.score, fit.key))


def _common(subject: Profile, candidate: Profile) -> dict[str, str]:
    """Words in common. A candidate's name counts only where it names a topic: other words in names say little."""
    by_topic = subject.labels.common(candidate.names) | subject.labels.common(candidate.words)
    return by_topic | subject.words.common(candidate.words)


def _rarity(common: Sequence[Mapping[str, str]]) -> dict[str, float]:
    """Word → 1 where one candidate has it, towards 0 where all have."""
    holders = Counter(word for words in common for word in words)
    among = len(common) + 1
    return {word: math.log(among / count) / math.log(among) for word, count in holders.items()}


def _fit(
    key: int, subject: Profile, candidate: Profile, common: Mapping[str, str], rarity: Mapping[str, float]
) -> Fit | None:
    ground = [*_topics(subject, candidate), *_words(common, rarity)]
    if not ground:
        return None
    reasons = [*ground, *_standing(subject, candidate)]
    return Fit(key, tuple(sorted(reasons, key=lambda reason: -reason.share)))


def _topics(subject: Profile, candidate: Profile) -> list[Reason]:
    found = []
    for evidence, shared in (
        (Evidence.SHARED_SUBTOPICS, subject.subtopics & candidate.subtopics),
        (Evidence.SHARED_TRACKS, subject.tracks & candidate.tracks),
    ):
        if shared:
            share = WEIGHTS[evidence] * (1 - 0.5 ** len(shared))
            found.append(Reason(evidence, share, ids=tuple(sorted(shared))))
    return found


def _words(common: Mapping[str, str], rarity: Mapping[str, float]) -> list[Reason]:
    telling = sorted((word for word in common if rarity[word] >= RARE_ENOUGH), key=lambda word: (-rarity[word], word))
    if not telling:
        return []
    shown = tuple(dict.fromkeys(common[word] for word in telling))[:WORDS_SHOWN]
    weight = sum(rarity[word] for word in telling)
    return [Reason(Evidence.COMMON_WORDS, WEIGHTS[Evidence.COMMON_WORDS] * (1 - math.exp(-weight / WORDS_FOR_MOST)), words=shown)]


def _standing(subject: Profile, candidate: Profile) -> list[Reason]:
    found = []
    if subject.size is not None and candidate.size is not None and abs(subject.size - candidate.size) >= SIZES_APART:
        found.append(Reason(Evidence.COMPLEMENTARY_SIZE, WEIGHTS[Evidence.COMPLEMENTARY_SIZE]))
    if candidate.verified:
        found.append(Reason(Evidence.VERIFIED, WEIGHTS[Evidence.VERIFIED]))
    return found
