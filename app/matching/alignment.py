"""Maps that bring the vectors of different languages nearer to each other, learned from the glossary for one model.

Each map is a matrix (384 × 384) for unit vectors with the mean of their language taken out. It comes with the application,
made by `match align`; for another model there is none, and vectors stay as they are.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from app.matching.geometry import Vectors, centred, unit

FILE = Path(__file__).parent / "data" / "alignment.npz"
MODEL = "model"
RIDGE = 3.0
"""How strongly a map is held to change nothing; of 1, 3, 10 and 30 the best on terms left out."""

Maps = Mapping[str, Vectors]


@cache
def maps(model: str | None) -> Maps:
    """Language → map, for this model; none for one that they were not made for."""
    with np.load(FILE) as stored:
        if str(stored[MODEL]) != model:
            return {}
        return {name: stored[name].astype(np.float32) for name in stored.files if name != MODEL}


def learn(same: Mapping[str, Vectors]) -> Maps:
    """Maps towards the mean of all languages, from vectors that say the same row by row: ridge regression around identity."""
    moved = {language: centred(vectors, [language] * len(vectors), {language: vectors.mean(axis=0)}) for language, vectors in same.items()}
    middle = sum(moved.values(), start=np.float32(0)) / len(moved)
    stay = RIDGE * np.eye(next(iter(moved.values())).shape[1], dtype=np.float32)
    return {
        language: np.linalg.solve(own.T @ own + stay, own.T @ middle + stay).astype(np.float32) for language, own in moved.items()
    }


def write(learned: Maps, model: str) -> None:
    """Put maps in the place of those that come with the application."""
    arrays: dict[str, Any] = {MODEL: np.array(model), **{name: made.astype(np.float16) for name, made in learned.items()}}
    np.savez_compressed(FILE, **arrays)


def mapped(vectors: Vectors, languages: Sequence[str], by: Maps) -> Vectors:
    """Unit vectors after the map of the language of each; one without a map stays."""
    moved = vectors.copy()
    for language in by.keys() & set(languages):
        rows = [row for row, own in enumerate(languages) if own == language]
        moved[rows] = moved[rows] @ by[language]
    return unit(moved)
