"""Vectors of organisations as they stand in the index: centred, of length one, a row a chunk."""

from collections.abc import Collection, Sequence

import numpy as np
from sqlalchemy import ColumnElement, func, select, true

from app.extensions import db
from app.matching.geometry import Vectors
from app.matching.models import SearchChunk, SearchDocument
from app.organisations.models import Organisation

NEAREST = 200
MOST_SCANNED = 20_000


def chunk_vectors(ids: Collection[int]) -> dict[int, Vectors]:
    """Organisation → its vectors, in the order of its text; without those that have none (yet). One statement."""
    rows = db.session.execute(
        select(SearchDocument.organisation_id, SearchChunk.vector)
        .join(SearchChunk, SearchChunk.document_id == SearchDocument.id)
        .where(SearchDocument.organisation_id.in_(ids), SearchChunk.vector.is_not(None))
        .order_by(SearchDocument.organisation_id, SearchChunk.number)
    )
    found: dict[int, list[Vectors]] = {}
    for organisation_id, vector in rows:
        found.setdefault(organisation_id, []).append(np.asarray(vector, np.float32))
    return {organisation_id: np.vstack(vectors) for organisation_id, vectors in found.items()}


def nearest_organisations(
    vectors: Sequence[Vectors], *, seen: ColumnElement[bool] | None = None, limit: int = NEAREST, most: int = MOST_SCANNED
) -> dict[int, float]:
    """Organisation → the cosine of its nearest chunk to any of some vectors, the nearest first; one statement each.

    `seen` narrows to what the actor may see, as a condition on `Organisation`; `limit` chunks are taken for each vector, `most`
    looked at.
    """
    best: dict[int, float] = {}
    if vectors:
        search_on(most)
    for vector in vectors:
        distance = SearchChunk.vector.cosine_distance(vector)
        statement = (
            select(SearchDocument.organisation_id, (1 - distance).label("nearness"))
            .join(SearchDocument, SearchDocument.id == SearchChunk.document_id)
            .join(Organisation, Organisation.id == SearchDocument.organisation_id)
            .where(SearchChunk.vector.is_not(None), true() if seen is None else seen)
            .order_by(distance)
            .limit(limit)
        )
        for organisation_id, nearness in db.session.execute(statement):
            best[organisation_id] = max(nearness, best.get(organisation_id, -1.0))
    return dict(sorted(best.items(), key=lambda one: (-one[1], one[0])))


def search_on(most: int) -> None:
    """Have the vector index go on until enough rows pass the other conditions, over so many at most, in this transaction."""
    settings = {"hnsw.iterative_scan": "relaxed_order", "hnsw.max_scan_tuples": str(most)}
    db.session.execute(select(*(func.set_config(name, value, True) for name, value in settings.items())))
