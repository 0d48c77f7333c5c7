"""A text's tracks by a fitted model. Pure: numbers in, numbers out; needs numpy alone.

Two views of a text are judged and blended: its words (log-linear over TF-IDF of words and pairs) and its vector (likeness
to centres of the vectors learned from, after the mean of its language is taken out). Where one view is missing, the other
judges alone.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

NONE = "none"
WORD = re.compile(r"[^\W_]{2,}")
REASON_WORDS = 4
SHARPNESS = 3.0
"""How fast likeness falls with the distance from a centre."""


class View(StrEnum):
    """What a judgement rests on."""

    BOTH = "both"
    WORDS = "words"
    VECTORS = "vectors"


@dataclass(frozen=True)
class Blend:
    """Evidence → log-odds of each track; `offsets` are what is added before the best one is chosen."""

    weights: Floats
    bias: Floats
    offsets: Floats


@dataclass(frozen=True)
class Words:
    """The part that reads words. `weights` has a row for each word or pair and a column for each track."""

    vocabulary: Mapping[str, int]
    idf: Floats
    weights: Floats
    bias: Floats

    def counts(self, text: str) -> tuple[list[int], Floats]:
        """The known words of a text by their places, and their TF-IDF, of length one."""
        counted = Counter(place for gram in grams(text) if (place := self.vocabulary.get(gram)) is not None)
        places = list(counted)
        values = (1 + np.log(np.array([counted[place] for place in places], np.float32))) * self.idf[places]
        return places, values / max(float(np.linalg.norm(values)), 1e-9)

    def log_chances(self, text: str) -> Floats:
        """What the words alone say of each track."""
        places, values = self.counts(text)
        return log_softmax(values @ self.weights[places] + self.bias)

    def telling(self, text: str, track: int, none: int) -> list[str]:
        """The words and pairs that speak most for the track."""
        places, values = self.counts(text)
        worth = values * (self.weights[places, track] - self.weights[places, none])
        found = {place: float(each) for place, each in zip(places, worth, strict=True) if each > 0}
        shown = [gram for gram in dict.fromkeys(grams(text)) if self.vocabulary.get(gram) in found]
        best = sorted(shown, key=lambda gram: (-found[self.vocabulary[gram]], gram))
        single = [gram for gram in best if not any(gram != other and gram in other.split(" ") for other in best[: 2 * REASON_WORDS])]
        return single[:REASON_WORDS]


@dataclass(frozen=True)
class Centres:
    """The part that reads vectors. `weights` has a row for each centre and a column for each label that was learned."""

    means: Mapping[str, Floats]
    points: Floats
    weights: Floats
    bias: Floats

    def scores(self, vectors: Floats, languages: Sequence[str]) -> Floats:
        """How much each text is like the texts of each label."""
        return likeness(centred(vectors, languages, self.means), self.points) @ self.weights + self.bias


@dataclass(frozen=True)
class TrackModel:
    """A fitted model. The last of `tracks` is `NONE`; without `centres` it judges by words."""

    tracks: tuple[str, ...]
    words: Words
    centres: Centres | None
    blends: Mapping[View, Blend]

    def view(self, text: str, *, has_vector: bool) -> View | None:
        """What there is to judge by; `None` where neither a known word nor a vector is there."""
        has_words = any(gram in self.words.vocabulary for gram in grams(text))
        if has_vector and self.centres is not None:
            return View.BOTH if has_words else View.VECTORS
        return View.WORDS if has_words else None

    def chances(self, texts: Sequence[str], vectors: Floats | None, languages: Sequence[str]) -> tuple[Floats, Floats]:
        """The chance of each track for each text, and the lead by which each is chosen (the chosen one has the greatest)."""
        chances = np.zeros((len(texts), len(self.tracks)), np.float32)
        leads = np.zeros_like(chances)
        scores = self.centres.scores(vectors, languages) if self.centres is not None and vectors is not None else None
        for at, text in enumerate(texts):
            view = self.view(text, has_vector=scores is not None and vectors is not None and bool(vectors[at].any()))
            if view is None:
                leads[at, -1] = chances[at, -1] = 1
                continue
            evidence = [self.words.log_chances(text)] if view != View.VECTORS else []
            evidence += [scores[at]] if view != View.WORDS and scores is not None else []
            blend = self.blends[view]
            log_chances = log_softmax(np.concatenate(evidence) @ blend.weights + blend.bias)
            chances[at], leads[at] = np.exp(log_chances), log_chances + blend.offsets
        return chances, leads


def grams(text: str) -> list[str]:
    """Words of two letters or more and pairs of neighbours, in one case."""
    words = WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    return words + [f"{first} {second}" for first, second in pairwise(words)]


def language_of(text: str) -> str:
    """`he` or `ja` by the script, `en` for all else: whose mean is taken out of the vector."""
    if re.search("[\u3040-\u30ff\u4e00-\u9fff]", text):
        return "ja"
    return "he" if re.search("[\u0590-\u05ff]", text) else "en"


def centred(vectors: Floats, languages: Sequence[str], means: Mapping[str, Floats]) -> Floats:
    """Unit vectors without the mean of their language; a vector of zeros stays one."""
    moved = vectors - np.vstack([means.get(language, means["en"]) for language in languages])
    moved[~vectors.any(axis=1)] = 0
    unit: Floats = (moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    return unit


def likeness(vectors: Floats, points: Floats) -> Floats:
    """1 where a vector lies on a centre, falling with the distance."""
    near: Floats = np.exp(SHARPNESS * (vectors @ points.T - 1)).astype(np.float32)
    return near


def log_softmax(scores: Floats) -> Floats:
    """Logarithms of chances that add up to one."""
    moved = scores - scores.max()
    logs: Floats = (moved - np.log(np.exp(moved).sum())).astype(np.float32)
    return logs
