"""Likeness of texts, as sparse matrices: texts × terms, each text a list of terms."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Matrix: TypeAlias = Any
"""A sparse matrix by rows (`scipy.sparse.csr_matrix`, which carries no types)."""

Array: TypeAlias = NDArray[np.float32]

SATURATION, LENGTH = 1.5, 0.75
"""BM25's k1 and b, as most engines have them."""


def vocabulary(texts: Iterable[Sequence[str]], *, held_by: int = 1) -> dict[str, int]:
    """Term → column, of the terms that at least so many texts hold."""
    holders = Counter(term for terms in texts for term in set(terms))
    return {term: column for column, term in enumerate(sorted(term for term, count in holders.items() if count >= held_by))}


def counts(texts: Iterable[Sequence[str]], columns: Mapping[str, int]) -> Matrix:
    """How often each text holds each known term."""
    indices: list[int] = []
    data: list[int] = []
    starts = [0]
    for terms in texts:
        found = Counter(column for term in terms if (column := columns.get(term)) is not None)
        indices.extend(found)
        data.extend(found.values())
        starts.append(len(indices))
    made = sparse.csr_matrix((np.array(data, np.float32), np.array(indices, np.int32), starts), shape=(len(starts) - 1, len(columns)))
    made.sort_indices()
    return made


def unit_rows(matrix: Matrix) -> Matrix:
    """Every row divided by its length; empty rows stay empty."""
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    return sparse.csr_matrix(sparse.diags(1 / lengths) @ matrix, dtype=np.float32)


@dataclass(frozen=True)
class Weighting:
    """How much a term says: the fewer texts hold it, the more."""

    rarity: Array

    @classmethod
    def of(cls, texts: Matrix) -> "Weighting":
        """As the given texts (counts) have it."""
        holders = np.bincount(texts.indices, minlength=texts.shape[1])
        return cls((np.log((1 + texts.shape[0]) / (1 + holders)) + 1).astype(np.float32))

    def of_texts(self, texts: Matrix) -> Matrix:
        """Unit vectors of sublinear frequency × rarity, so that a product of two is their cosine."""
        weighted = texts.copy()
        weighted.data = (1 + np.log(weighted.data)) * self.rarity[weighted.indices]
        return unit_rows(weighted)


def bm25(documents: Matrix) -> Matrix:
    """Documents × terms: what each occurrence of a term in a question adds to a document's BM25 score."""
    held = np.bincount(documents.indices, minlength=documents.shape[1])
    rarity = np.log(1 + (documents.shape[0] - held + 0.5) / (held + 0.5))
    lengths = np.asarray(documents.sum(axis=1)).ravel()
    norm = SATURATION * (1 - LENGTH + LENGTH * lengths / max(lengths.mean(), 1e-9))
    rows = np.repeat(np.arange(documents.shape[0]), np.diff(documents.indptr))
    weighted = documents.copy()
    weighted.data = (rarity[documents.indices] * documents.data / (documents.data + norm[rows])).astype(np.float32)
    return weighted


def nearest(likeness: Array, best: int) -> Matrix:
    """Of each row only the `best` greatest values above nothing, the others empty."""
    rows, size = likeness.shape
    best = min(best, size)
    kept = np.argpartition(-likeness, best - 1, axis=1)[:, :best] if best else np.zeros((rows, 0), np.int64)
    values = np.maximum(np.take_along_axis(likeness, kept, axis=1), 0)
    made = sparse.csr_matrix((values.ravel(), kept.ravel(), np.arange(0, rows * best + 1, best) if best else [0] * (rows + 1)), shape=likeness.shape)
    made.eliminate_zeros()
    return made
