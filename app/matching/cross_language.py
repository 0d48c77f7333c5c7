"""How well texts of one language find their counterparts in another: measured on pairs, by words and as the product does.

`ours` adds up what the product knows: vectors of meaning with the mean of each language taken out, mapped nearer to those
of other languages; how alike two texts are to the terms of the glossary and the subtopics of the taxonomy, each told in its
own language; and words, widened by these terms and labels. Then both
sides are set against all others (`geometry.balanced`), which needs all questions together; `ours_alone` is the same
without that, as a single question on the search page stands.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.matching import bm25, tokens
from app.matching.alignment import Maps, mapped
from app.matching.chunks import language_of
from app.matching.geometry import Vectors, balanced, centred, profiles, unit
from app.matching.question import Labels

FIELD_LIMIT = 1_000_000
WEIGHT_OF_TOPICS = 0.3
WEIGHT_OF_WORDS = 0.5
FEWEST_FOR_A_MEAN = 10
TOP = 10
NO_MAPS: Maps = {}
NO_LABELS: Labels = {}
LONGEST_TERM = 12


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


def by_words(sources: Sequence[str], targets: Sequence[str], labels: Labels = NO_LABELS) -> Vectors:
    """Sources × targets by BM25; where labels are given, each question is widened by what they say in other languages."""
    return bm25.scores([widened(source, labels) for source in sources], targets)


def widened(question: str, labels: Labels) -> str:
    """The question followed by whatever else the things that it names are called."""
    key = tokens.key_of(question)
    spans = (key[at : at + length] for at in range(len(key)) for length in range(1, LONGEST_TERM + 1))
    return " ".join([question, *dict.fromkeys(other for span in spans for other in labels.get(span, ()))])


def by_meaning(
    sources: Vectors, targets: Vectors, languages: tuple[str, str], anchors: Anchors | None, maps: Maps = NO_MAPS,
) -> Vectors:
    """Sources × targets by meaning, the mean of each side taken out and mapped, and by their likeness to the anchors."""
    ours, theirs = (_placed(vectors, language, maps) for vectors, language in zip((sources, targets), languages, strict=True))
    scores: Vectors = ours @ theirs.T
    if anchors is None or len(anchors.source) < FEWEST_FOR_A_MEAN:
        return scores
    known = _placed(anchors.source, languages[0], maps), _placed(anchors.target, languages[1], maps)
    alike: Vectors = profiles(ours, known[0]) @ profiles(theirs, known[1]).T
    return (scores + WEIGHT_OF_TOPICS * alike).astype(np.float32)


def _placed(vectors: Vectors, language: str, maps: Maps) -> Vectors:
    if len(vectors) < FEWEST_FOR_A_MEAN:
        return unit(vectors)
    spoken = [language] * len(vectors)
    return mapped(centred(vectors, spoken, {language: vectors.mean(axis=0)}), spoken, maps)


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
