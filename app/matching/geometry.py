"""What is done with vectors of meaning once they are made. Pure.

Vectors of one language lie close together, whatever they say, so the mean of each language is subtracted first. Some
vectors are near to everything (hubs); `balanced` sets each against how near it is to the others at large.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

SHARPNESS = 0.03
BREADTH = 0.1
"""Units of the cosine: of `balanced`, and of the likeness to anchors."""
ROUNDS = 10


def unit(vectors: Vectors) -> Vectors:
    """The same directions with length one; a vector of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)


def centred(vectors: Vectors, languages: Sequence[str], means: Mapping[str, Vectors]) -> Vectors:
    """Unit vectors with the mean of their language taken out; one of a language without a mean stays as it is."""
    moved = vectors.copy()
    for language in set(languages):
        if language in means:
            rows = [row for row, own in enumerate(languages) if own == language]
            moved[rows] -= means[language]
    return unit(moved)


def profiles(vectors: Vectors, anchors: Vectors) -> Vectors:
    """How each vector lies to each anchor, as unit vectors: what is alike in this can be compared across languages.

    Moschella et al. 2023, "Relative representations enable zero-shot latent space communication".
    """
    nearness = np.exp(vectors @ anchors.T / BREADTH)
    return unit(nearness / nearness.sum(axis=1, keepdims=True))


def balanced(scores: Vectors, *, sharpness: float = SHARPNESS, rounds: int = ROUNDS) -> Vectors:
    """Scores (questions × texts) with each side set against all of the other, as logarithms.

    One round is the inverted softmax of Smith et al. 2017 ("Offline bilingual word vectors"); several go towards an
    assignment of each question to a text of its own.
    """
    scaled = scores.astype(np.float64) / sharpness
    for _ in range(rounds):
        scaled -= _log_total(scaled, axis=1)
        scaled -= _log_total(scaled, axis=0)
    scaled -= _log_total(scaled, axis=1)
    return scaled.astype(np.float32)


def _log_total(scaled: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    top = scaled.max(axis=axis, keepdims=True)
    total: NDArray[np.float64] = top + np.log(np.exp(scaled - top).sum(axis=axis, keepdims=True))
    return total
