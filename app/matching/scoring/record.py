"""What past pieces of work say of the organisations that did them, and of who fits whom.

A piece is a project, a publication, or a part of an organisation's own description. The record compares a question with
each piece and sums the best ones for each organisation: one averaged profile would drown what it did once and well.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from app.matching.scoring.circles import positions
from app.matching.scoring.texts import Array, Matrix, Weighting, bm25, nearest, unit_rows

FRESH_YEARS = 4.0
"""After so many years a piece counts e times less."""

PIECES_SUMMED = 1_000
PIECES_OF_CIRCLE = 100
SHARPNESS = 3
TOPIC_SHARPNESS = 2
STEPS = 4
DAMPING = 0.5
FLOOR = 1e-6
ENOUGH = (5.0, 0.2, 0.1, FLOOR, 0.05, FLOOR, FLOOR, 0.5, 0.5, FLOOR)
"""What at least counts as the best, in the order of `RECORD`: the best of poor candidates is still poor."""

UNKNOWN = -1


@dataclass(frozen=True)
class History:
    """The pieces: `texts` pieces × terms (counts), `holders` pieces × organisations (0 or 1), `ages` in years, from 0.

    `candidates` are the columns of the organisations that can be ranked. `vectors`, where there are any, give each piece
    its meaning: pieces × dimensions, unit length, the mean of each language taken off.
    """

    texts: Matrix
    holders: Matrix
    ages: Array
    candidates: NDArray[np.int64]
    vectors: Array | None = None


@dataclass(frozen=True)
class Questions:
    """Who looks for what: `texts` questions × terms (counts), and the column of each one's organisation, -1 if unknown."""

    texts: Matrix
    leads: NDArray[np.int64]
    vectors: Array | None = None


@dataclass(frozen=True)
class Record:
    """The history, made ready to be asked."""

    history: History

    @cached_property
    def _fresh(self) -> Array:
        return np.exp(-self.history.ages / FRESH_YEARS).astype(np.float32)

    @cached_property
    def _weighting(self) -> Weighting:
        return Weighting.of(self.history.texts)

    @cached_property
    def _pieces(self) -> Matrix:
        return self._weighting.of_texts(self.history.texts)

    @cached_property
    def _theirs(self) -> Matrix:
        """Pieces × candidates."""
        return sparse.csr_matrix(self.history.holders[:, self.history.candidates], dtype=np.float32)

    @cached_property
    def _centroids(self) -> Matrix:
        return unit_rows(sparse.csr_matrix(self._theirs.T @ self._pieces))

    @cached_property
    def _documents(self) -> Matrix:
        return bm25(sparse.csr_matrix(self._theirs.T @ self.history.texts))

    @cached_property
    def _is_joint(self) -> NDArray[np.bool_]:
        return np.asarray(self.history.holders.sum(axis=1)).ravel() > 1

    @cached_property
    def cooperation(self) -> Matrix:
        """Organisations × organisations: how much they did together, what is fresh counting more."""
        weights = sparse.diags(self._fresh * self._is_joint)
        met = sparse.csr_matrix(self.history.holders.T @ weights @ self.history.holders, dtype=np.float32)
        met.setdiag(0)
        met.eliminate_zeros()
        return met

    @cached_property
    def _common(self) -> Matrix:
        """Organisations × candidates by the partners in common, each the less telling the more partners it has."""
        partners = np.bincount(self.cooperation.indices, minlength=self.cooperation.shape[0])
        root = self.cooperation.sqrt()
        return sparse.csr_matrix(root @ sparse.diags(1 / np.log(partners + 2.5)) @ root[:, self.history.candidates])

    @cached_property
    def _walk(self) -> Matrix:
        """One step of a random walk, transposed: to × from."""
        met = np.asarray(self.cooperation.sum(axis=1)).ravel()
        met[met == 0] = 1
        return sparse.csr_matrix((sparse.diags(1 / met) @ self.cooperation).T, dtype=np.float32)

    @cached_property
    def _positions(self) -> Array:
        return positions(self.cooperation)

    @cached_property
    def _momentum(self) -> Array:
        recent = np.asarray(self._theirs.T @ self._fresh).ravel() + 0.1
        rise = np.log(recent) - np.log(np.maximum(np.asarray(self._theirs.sum(axis=0)).ravel(), 1))
        return ((rise - rise.min()) / max(np.ptp(rise), FLOOR)).astype(np.float32) if len(rise) else rise.astype(np.float32)

    def likeness(self, questions: Questions) -> Array:
        """Questions × pieces: the cosine of their words; of words and meaning, half and half, where both have vectors."""
        words = (self._weighting.of_texts(questions.texts) @ self._pieces.T).toarray()
        if questions.vectors is None or self.history.vectors is None:
            return words
        return ((words + np.maximum(questions.vectors @ self.history.vectors.T, 0)) / 2).astype(np.float32)

    def evidence(self, questions: Questions) -> Array:
        """Questions × candidates × kinds of `RECORD`, each from 0 to 1, where 1 is the best candidate of that question."""
        likeness = self.likeness(questions)
        known = questions.leads != UNKNOWN
        leads = np.where(known, questions.leads, 0)
        words = (questions.texts > 0).astype(np.float32)
        kinds = [
            (words @ self._documents.T).toarray(),
            (self._weighting.of_texts(questions.texts) @ self._centroids.T).toarray(),
            self._votes(likeness),
            np.log1p(self.cooperation[leads][:, self.history.candidates].toarray()) * known[:, None],
            self._together_on_topic(likeness, leads, known),
            np.log1p(self._common[leads].toarray()) * known[:, None],
            self._reach(leads, known),
            np.maximum(self._positions[leads] @ self._positions[self.history.candidates].T, 0) * known[:, None],
            self._near_the_topic(likeness),
            np.broadcast_to(self._momentum, (len(leads), len(self.history.candidates))),
        ]
        pairs = zip(kinds, ENOUGH, strict=True)
        return np.stack([self._scaled(kind, questions.leads, enough) for kind, enough in pairs], axis=-1)

    def _nearest(self, likeness: Array, pieces: int) -> Matrix:
        best = nearest(likeness, pieces)
        best.data = best.data**SHARPNESS
        return sparse.csr_matrix(best @ sparse.diags(self._fresh))

    def _votes(self, likeness: Array) -> Array:
        """The nearest pieces vote for those who did them."""
        return np.sqrt((self._nearest(likeness, PIECES_SUMMED) @ self._theirs).toarray())

    def _near_the_topic(self, likeness: Array) -> Array:
        """How near each candidate stands, in the network, to those who did the nearest pieces."""
        middle = self._nearest(likeness, PIECES_OF_CIRCLE) @ self.history.holders @ self._positions
        lengths = np.linalg.norm(middle, axis=1, keepdims=True)
        return np.maximum((middle / np.maximum(lengths, 1e-9)) @ self._positions[self.history.candidates].T, 0)

    def _together_on_topic(self, likeness: Array, leads: NDArray[np.int64], known: NDArray[np.bool_]) -> Array:
        """What each candidate did together with the one who asks, as far as it is like the question."""
        theirs = self.history.holders.T.tocsr()
        found = np.zeros((len(leads), len(self.history.candidates)), np.float32)
        for at in np.flatnonzero(known):
            lead = leads[at]
            pieces = theirs.indices[theirs.indptr[lead] : theirs.indptr[lead + 1]]
            pieces = pieces[self._is_joint[pieces]]
            if len(pieces):
                found[at] = self._theirs[pieces].T @ (np.maximum(likeness[at, pieces], 0) ** TOPIC_SHARPNESS * self._fresh[pieces])
        return np.sqrt(found)

    def _reach(self, leads: NDArray[np.int64], known: NDArray[np.bool_]) -> Array:
        """How likely a walk from partner to partner, a few steps long, meets each candidate."""
        at = np.zeros((self._walk.shape[0], len(leads)), np.float32)
        at[leads[known], np.flatnonzero(known)] = 1
        total = np.zeros_like(at)
        for _step in range(STEPS):
            at = DAMPING * (self._walk @ at)
            total += at
        return np.sqrt(total[self.history.candidates].T)

    def _scaled(self, values: Array, leads: NDArray[np.int64], enough: float) -> Array:
        """Divided by the best one other than the asker itself."""
        others = np.where(self.history.candidates[None, :] == leads[:, None], 0, values)
        best = others.max(axis=1, initial=0, keepdims=True)
        return (others / np.maximum(best, enough)).astype(np.float32)

