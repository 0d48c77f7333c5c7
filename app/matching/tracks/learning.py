"""Fitting a model from texts with labels.

Both views learn all labels of the table, of which several mean "none of the tracks". The blend and its offsets are fitted
on judgements of texts that the judging part had not seen (inner folds for words, leave-one-out for vectors).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.cluster import MiniBatchKMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from app.matching.tracks.model import NONE, Blend, Centres, Floats, TrackModel, View, Words, centred, grams, likeness

FOLDS = 5
MOST_CENTRES = 512
RIDGE = 0.5
NOT_NULL = 1e-3
WORD_STRENGTH = 5.0
BLEND_STRENGTH = 1.0
SCALE = 5.0
"""Scores of vectors lie between 0 and 1; the blend's penalty is made for numbers of the size of logarithms."""

STEPS = (0.5, 0.25)
REACH = 2.0
ROUNDS = 3

Labels = npt.NDArray[np.str_]


@dataclass(frozen=True)
class Examples:
    """Texts with the label of each, and the track code (or `NONE`) that each label means; vectors where there are any."""

    texts: Sequence[str]
    languages: Sequence[str]
    labels: Labels
    tracks: Labels
    vectors: Floats | None

    def only(self, at: npt.NDArray[np.intp]) -> "Examples":
        """Some of the examples."""
        return Examples(
            [self.texts[i] for i in at], [self.languages[i] for i in at], self.labels[at], self.tracks[at],
            None if self.vectors is None else self.vectors[at],
        )


def fit(examples: Examples, *, seed: int = 0, shifts: Mapping[str, Floats] | None = None) -> TrackModel:
    """Fit a model. `shifts` are, by language, how far its vectors lie from those of English texts that say the same."""
    codes = (*sorted(set(examples.tracks.tolist()) - {NONE}), NONE)
    places = np.array([codes.index(track) for track in examples.tracks.tolist()])
    words, word_evidence = _fit_words(examples, codes, seed)
    evidence = {View.WORDS: word_evidence}
    centres = None
    if examples.vectors is not None:
        centres, vector_evidence = _fit_centres(examples, examples.vectors, seed, shifts or {})
        evidence |= {View.VECTORS: vector_evidence, View.BOTH: np.hstack([word_evidence, vector_evidence])}
    blends = {view: _fit_blend(found, places, len(codes), seed) for view, found in evidence.items()}
    return TrackModel(codes, words, centres, blends)


def _fit_words(examples: Examples, codes: tuple[str, ...], seed: int) -> tuple[Words, Floats]:
    tfidf = TfidfVectorizer(analyzer=grams, sublinear_tf=True, min_df=2, dtype=np.float32)
    linear = LogisticRegression(C=WORD_STRENGTH, max_iter=500)
    whole = make_pipeline(tfidf, linear)
    unseen = cross_val_predict(whole, examples.texts, examples.tracks, cv=_folds(seed), method="predict_proba")
    whole.fit(examples.texts, examples.tracks)
    order = [list(linear.classes_).index(code) for code in codes]
    words = Words(
        {gram: int(place) for gram, place in tfidf.vocabulary_.items()}, tfidf.idf_.astype(np.float32),
        linear.coef_[order].T.astype(np.float32), linear.intercept_[order].astype(np.float32),
    )
    return words, np.log(unseen[:, order] + NOT_NULL).astype(np.float32)


def _fit_centres(examples: Examples, vectors: Floats, seed: int, shifts: Mapping[str, Floats]) -> tuple[Centres, Floats]:
    """Kernel ridge over centres (Nyström). The leave-one-out judgements follow from the hat matrix, without further fits."""
    there = vectors.any(axis=1)
    mean = vectors[there].mean(axis=0)
    means = {"en": mean, **{language: mean + shift for language, shift in shifts.items()}}
    placed = centred(vectors, examples.languages, means)
    number = min(MOST_CENTRES, int(there.sum()) // 2)
    points = MiniBatchKMeans(number, random_state=seed, n_init=1, batch_size=2048, max_iter=10).fit(placed[there]).cluster_centers_
    points = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    values, sides = np.linalg.eigh(likeness(points, points).astype(np.float64) + NOT_NULL * np.eye(number))
    turn = sides / np.sqrt(np.maximum(values, NOT_NULL))
    features = likeness(placed, points).astype(np.float64) @ turn
    names = np.unique(examples.labels)
    targets = (examples.labels[:, None] == names[None, :]).astype(np.float64)
    base = targets.mean(axis=0)
    inverse = np.linalg.inv(features.T @ features + RIDGE * np.eye(number))
    weights = inverse @ features.T @ (targets - base)
    leverage = np.einsum("ij,jk,ik->i", features, inverse, features, optimize=True)[:, None]
    unseen = targets - (targets - base - features @ weights) / (1 - np.minimum(leverage, 1 - NOT_NULL))
    centres = Centres(means, points, (SCALE * (turn @ weights)).astype(np.float32), (SCALE * base).astype(np.float32))
    return centres, (SCALE * unseen).astype(np.float32)


def _fit_blend(evidence: Floats, places: npt.NDArray[np.intp], number: int, seed: int) -> Blend:
    linear = LogisticRegression(C=BLEND_STRENGTH, max_iter=1000)
    unseen = cross_val_predict(linear, evidence, places, cv=_folds(seed + 1), method="predict_proba")
    linear.fit(evidence, places)
    offsets = best_offsets(np.log(unseen + 1e-9), places, number)
    return Blend(linear.coef_.T.astype(np.float32), linear.intercept_.astype(np.float32), offsets.astype(np.float32))


def best_offsets(logs: npt.NDArray[np.float64], places: npt.NDArray[np.intp], number: int) -> npt.NDArray[np.float64]:
    """What to add to the logarithms so that the choice has the greatest macro-F1; the last stays as it is."""
    offsets = np.zeros(number)
    best = macro_f1((logs + offsets).argmax(axis=1), places, number)
    for step in STEPS:
        for _ in range(ROUNDS):
            for track in range(number - 1):
                tried = [offsets + np.eye(number)[track] * move for move in np.arange(-REACH, REACH + step, step)]
                found = [macro_f1((logs + each).argmax(axis=1), places, number) for each in tried]
                if max(found) > best:
                    best, offsets = max(found), tried[int(np.argmax(found))]
    return offsets


def macro_f1(chosen: npt.NDArray[np.intp], right: npt.NDArray[np.intp], number: int) -> float:
    """The mean of F1 over the classes; a class that is neither chosen nor right counts as 0."""
    hits = np.bincount(right[chosen == right], minlength=number)
    both = np.bincount(chosen, minlength=number) + np.bincount(right, minlength=number)
    return float((2 * hits / np.maximum(both, 1)).mean())


def _folds(seed: int) -> StratifiedKFold:
    return StratifiedKFold(FOLDS, shuffle=True, random_state=seed)

