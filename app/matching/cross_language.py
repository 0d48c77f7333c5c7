"""How well texts of one language find their counterparts in another: measured on pairs, by words and as the product does.

`ours` adds up what the product knows: vectors of meaning with the mean of each language taken out, how alike two texts
are to the subtopics of the taxonomy, each told in its own language, and words, widened by the taxonomy's labels. Then both
sides are set against all others (`geometry.balanced`), which needs all questions together; `ours_alone` is the same
without that, as a single question on the search page stands.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.core.db import Texts
from app.matching import bm25, tokens
from app.matching.chunks import language_of
from app.matching.geometry import Vectors, balanced, centred, profiles, unit

FIELD_LIMIT = 1_000_000
WEIGHT_OF_TOPICS = 0.3
WEIGHT_OF_WORDS = 0.5
FEWEST_FOR_A_MEAN = 10
TOP = 10


class FaultyPairs(ValueError):
    """The file of pairs cannot be used; the message says why."""


@dataclass(frozen=True)
class Anchors:
    """Texts that say the same in both languages, row by row, with their vectors."""

    source: Vectors
    target: Vectors


def read_pairs(path: Path) -> tuple[list[str], list[str]]:
    """The columns `source` and `target`; rows without either text are left out.

    :raises FaultyPairs: a column is missing, or there is no pair.
    """
    csv.field_size_limit(FIELD_LIMIT)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not {"source", "target"} <= set(rows.fieldnames or ()):
            raise FaultyPairs("The file must have the columns source and target.")
        pairs = [(row["source"].strip(), row["target"].strip()) for row in rows if row["source"] and row["target"]]
    kept = [(source, target) for source, target in pairs if source and target]
    if not kept:
        raise FaultyPairs("There is no pair in the file.")
    return [source for source, _ in kept], [target for _, target in kept]


def by_words(sources: Sequence[str], targets: Sequence[str], labels: Sequence[Texts] = ()) -> Vectors:
    """Sources × targets by BM25; where labels are given, each question is widened by what they say in other languages."""
    return bm25.scores([widened(source, labels) for source in sources], targets)


def widened(question: str, labels: Sequence[Texts]) -> str:
    """The question followed by the labels, in every language, of the things that it names."""
    said = _spelling(question)
    named = [texts for texts in labels if any(_spelling(text) in said for text in texts.values())]
    return " ".join([question, *(text for texts in named for text in texts.values())])


def _spelling(text: str) -> str:
    return " " + " ".join(form for form, _ in dict.fromkeys(tokens.index_tokens(text))) + " "


def by_meaning(sources: Vectors, targets: Vectors, languages: tuple[str, str], anchors: Anchors | None) -> Vectors:
    """Sources × targets by meaning, the mean of each side taken out, and by their likeness to the anchors."""
    ours, theirs = (_centred(vectors, language) for vectors, language in zip((sources, targets), languages, strict=True))
    scores: Vectors = ours @ theirs.T
    if anchors is None or len(anchors.source) < FEWEST_FOR_A_MEAN:
        return scores
    known = _centred(anchors.source, "source"), _centred(anchors.target, "target")
    alike: Vectors = profiles(ours, known[0]) @ profiles(theirs, known[1]).T
    return (scores + WEIGHT_OF_TOPICS * alike).astype(np.float32)


def _centred(vectors: Vectors, language: str) -> Vectors:
    if len(vectors) < FEWEST_FOR_A_MEAN:
        return unit(vectors)
    return centred(vectors, [language] * len(vectors), {language: vectors.mean(axis=0)})


def fused(words: Vectors, meaning: Vectors | None) -> Vectors:
    """Both kinds of evidence for each question by itself."""
    return words if meaning is None else (meaning + WEIGHT_OF_WORDS * words).astype(np.float32)


def rebalanced(scores: Vectors) -> Vectors:
    """Scores of all questions together."""
    return balanced(scores)


def measures(scores: Vectors, targets: Sequence[str], seed: int) -> Mapping[str, float]:
    """Recall at 1 and 10, and the mean reciprocal rank; equal scores stand in an order drawn by the seed.

    A target that says the very same as the right one is right too.
    """
    drawn = np.random.default_rng(seed).permutation(len(targets))
    ranks = []
    for row, own in enumerate(scores):
        order = np.lexsort((drawn, -own))
        right = next(place for place, at in enumerate(order, start=1) if targets[at] == targets[row])
        ranks.append(right)
    placed = np.array(ranks)
    return {
        "recall@1": float((placed == 1).mean()), "recall@10": float((placed <= TOP).mean()), "mrr": float((1 / placed).mean()),
    }


def expected_languages(texts: Sequence[str], given: str) -> float:
    """Which share of the texts is in the language that was said."""
    return sum(language_of(text, given) == given for text in texts) / max(len(texts), 1)
