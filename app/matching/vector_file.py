"""Vectors kept in one file under `instance/`, for measuring without touching the database; resumable at any text."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from app.matching import embeddings
from app.matching.chunks import capped, digest
from app.matching.geometry import Vectors

FILE = "match/vectors.sqlite"
STORED_AT_ONCE = 16


def vectors_of(texts: Sequence[str], folder: Path, told: Callable[[int], None] = lambda _: None) -> Vectors:
    """The vectors of texts as the model makes them; each is made once for a model and kept.

    :raises embeddings.Unavailable: nothing makes vectors.
    """
    model = embeddings.model() or ""
    plain = [capped(text) for text in texts]
    keys = [digest(text) for text in plain]
    with _opened(folder / FILE) as file:
        known = {key for key in set(keys) if _stored(file, model, key) is not None}
        wanted = sorted({key: text for key, text in zip(keys, plain, strict=True) if key not in known}.items())
        told(len(texts) - len(wanted))
        for start in range(0, len(wanted), STORED_AT_ONCE):
            portion = wanted[start : start + STORED_AT_ONCE]
            made = embeddings.encode([text for _, text in portion])
            rows = [(model, key, vector.tobytes()) for (key, _), vector in zip(portion, made, strict=True)]
            with file:
                file.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?, ?)", rows)
            told(len(texts) - len(wanted) + min(start + STORED_AT_ONCE, len(wanted)))
        return np.vstack([np.frombuffer(_stored(file, model, key) or b"", np.float32) for key in keys])


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = sqlite3.connect(path, timeout=60)
    try:
        file.execute("CREATE TABLE IF NOT EXISTS vector (model TEXT, key BLOB, value BLOB, PRIMARY KEY (model, key))")
        yield file
    finally:
        file.close()


def _stored(file: sqlite3.Connection, model: str, key: bytes) -> bytes | None:
    row: tuple[bytes] | None = file.execute("SELECT value FROM vector WHERE model = ? AND key = ?", (model, key)).fetchone()
    return row[0] if row else None
