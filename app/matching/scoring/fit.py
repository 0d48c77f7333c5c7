"""How well an organisation fits as a counterpart, as a sum of reasons. Pure: no database, no framework, no clock.

Every piece of evidence has a weight; a reason carries the share of the score that it gives. Without common ground (a
subtopic, a track, words or meaning) there is no fit, whatever else speaks for an organisation.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.matching.scoring.aside import Ground, Less, less
from app.matching.scoring.evidence import GROUND, Evidence, Weights, starting_weights
from app.matching.scoring.nearness import degree_of
from app.matching.words import Words

SIZES_APART = 2
WORDS_FOR_MOST = 2.0
RARE_ENOUGH = 0.1
WORDS_SHOWN = 6
COMMONEST, RAREST = 0.02, 0.0001
"""A word that two in a hundred of all organisations hold tells nothing; one that one in ten thousand holds tells most."""


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
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Finding:
    """One piece of evidence: to what degree (0 to 1), and the ids or words that it rests on, of how many."""

    evidence: Evidence
    degree: float
    ids: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    count: int = 0


NOTHING: Mapping[int, Sequence[Finding]] = {}
NOBODY: Mapping[int, Profile] = {}


@dataclass(frozen=True)
class Reason:
    """One reason: its kind, its share of the score (0 to 1), and the ids or words that it rests on, of how many."""

    evidence: Evidence
    share: float
    ids: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    count: int = 0


@dataclass(frozen=True)
class Fit:
    """How well one candidate fits: the reasons, the weightiest first, and what others that were set aside take off."""

    key: int
    reasons: tuple[Reason, ...]
    less: Less | None = None

    @property
    def score(self) -> float:
        """The sum of the shares, 0 to 1, without what is taken off."""
        return sum(reason.share for reason in self.reasons) - (self.less.share if self.less else 0)

    def ids_of(self, evidence: Evidence) -> tuple[int, ...]:
        """The ids that one kind rests on."""
        return next((reason.ids for reason in self.reasons if reason.evidence == evidence), ())

    def share_of(self, evidence: Evidence) -> float:
        """What one kind gives."""
        return sum(reason.share for reason in self.reasons if reason.evidence == evidence)


def rank(
    subject: Profile, candidates: Mapping[int, Profile], past: Mapping[int, Sequence[Finding]] = NOTHING, weights: Weights | None = None,
    *, off_topic: Mapping[int, Profile] = NOBODY, shares: Mapping[str, float] | None = None,
) -> list[Fit]:
    """The candidates with common ground, the best first; equal ones in the order of their keys.

    `past` is what the record says of each; `off_topic` are those that were set aside as off topic; `shares` says how many of
    all organisations hold a word, without which words count by how many candidates hold them.
    """
    values = (weights or starting_weights()).values
    common = {key: _common(subject, profile) for key, profile in candidates.items()}
    rarity = _rarity(subject, [*common.values()], shares)
    aside = {key: _ground(subject, profile, _common(subject, profile), rarity) for key, profile in off_topic.items()}
    fits = []
    for key, profile in candidates.items():
        found = _findings(subject, profile, common[key], rarity, past.get(key, ()))
        if found:
            fit = _fit(key, found, values)
            given = fit.share_of(Evidence.SHARED_SUBTOPICS), fit.share_of(Evidence.COMMON_WORDS)
            fits.append(replace(fit, less=less(_ground(subject, profile, common[key], rarity), *given, aside)))
    return sorted(fits, key=lambda fit: (-fit.score, fit.key))


def degrees(
    subject: Profile, candidates: Mapping[int, Profile], past: Mapping[int, Sequence[Finding]] = NOTHING,
    shares: Mapping[str, float] | None = None,
) -> dict[int, dict[Evidence, float]]:
    """Of each candidate with common ground, to what degree each kind of evidence holds: what weights are learned from."""
    common = {key: _common(subject, profile) for key, profile in candidates.items()}
    rarity = _rarity(subject, [*common.values()], shares)
    found = {
        key: _findings(subject, profile, common[key], rarity, past.get(key, ())) for key, profile in candidates.items()
    }
    return {key: {finding.evidence: finding.degree for finding in findings} for key, findings in found.items() if findings}


def _findings(
    subject: Profile, candidate: Profile, common: Mapping[str, str], rarity: Mapping[str, float], past: Sequence[Finding]
) -> list[Finding]:
    """All that speaks for a candidate; nothing where there is no common ground."""
    found = [*_topics(subject, candidate), *_words(common, rarity), *_standing(subject, candidate), *past]
    return found if any(finding.evidence in GROUND for finding in found) else []


def by_meaning(cosine: float, passage: str) -> list[Finding]:
    """What it says that a text of the candidate, of which `passage` is the nearest stretch, means what the subject's does."""
    degree = degree_of(cosine)
    return [Finding(Evidence.MEANING, degree, words=(passage,))] if degree > 0 else []


def _ground(subject: Profile, other: Profile, common: Mapping[str, str], rarity: Mapping[str, float]) -> Ground:
    return Ground(subject.subtopics & other.subtopics, {word: rarity[word] for word in common if rarity.get(word, 0) >= RARE_ENOUGH})


def _fit(key: int, found: Sequence[Finding], values: Mapping[Evidence, float]) -> Fit:
    reasons = [
        Reason(finding.evidence, values.get(finding.evidence, 0) * finding.degree, finding.ids, finding.words, finding.count)
        for finding in found
        if values.get(finding.evidence, 0) * finding.degree > 0
    ]
    return Fit(key, tuple(sorted(reasons, key=lambda reason: -reason.share)))


def _common(subject: Profile, candidate: Profile) -> dict[str, str]:
    """Words in common. A candidate's name counts only where it names a topic: other words in names say little."""
    by_topic = subject.labels.common(candidate.names) | subject.labels.common(candidate.words)
    return by_topic | subject.words.common(candidate.words)


def _rarity(subject: Profile, common: Sequence[Mapping[str, str]], shares: Mapping[str, float] | None) -> dict[str, float]:
    """Word → 1 where it is rare, towards 0 where all have it. A word that names a topic always tells something."""
    holders = Counter(word for words in common for word in words)
    if shares is None:
        among = len(common) + 1
        return {word: math.log(among / count) / math.log(among) for word, count in holders.items()}
    return {
        word: max(_rarity_of(shares.get(word, 0)), RARE_ENOUGH if word in subject.labels.written else 0) for word in holders
    }


def _rarity_of(share: float) -> float:
    rarity = math.log(COMMONEST / max(share, RAREST)) / math.log(COMMONEST / RAREST)
    return min(max(rarity, 0), 1)


def _topics(subject: Profile, candidate: Profile) -> list[Finding]:
    return [
        Finding(evidence, 1 - 0.5 ** len(shared), ids=tuple(sorted(shared)))
        for evidence, shared in (
            (Evidence.SHARED_SUBTOPICS, subject.subtopics & candidate.subtopics),
            (Evidence.SHARED_TRACKS, subject.tracks & candidate.tracks),
        )
        if shared
    ]


def _words(common: Mapping[str, str], rarity: Mapping[str, float]) -> list[Finding]:
    telling = sorted((word for word in common if rarity[word] >= RARE_ENOUGH), key=lambda word: (-rarity[word], word))
    if not telling:
        return []
    shown = tuple(dict.fromkeys(common[word] for word in telling))[:WORDS_SHOWN]
    weight = sum(rarity[word] for word in telling)
    return [Finding(Evidence.COMMON_WORDS, 1 - math.exp(-weight / WORDS_FOR_MOST), words=shown)]


def _standing(subject: Profile, candidate: Profile) -> list[Finding]:
    found = []
    if subject.size is not None and candidate.size is not None and abs(subject.size - candidate.size) >= SIZES_APART:
        found.append(Finding(Evidence.COMPLEMENTARY_SIZE, 1))
    spoken = subject.languages & candidate.languages
    if spoken:
        found.append(Finding(Evidence.COMMON_LANGUAGE, 1, words=tuple(sorted(spoken))))
    if candidate.verified:
        found.append(Finding(Evidence.VERIFIED, 1))
    return found
