"""Background work of stored files."""

from collections.abc import Sequence
from pathlib import Path

from app.core import transaction
from app.documents import queries, storage

PATIENCE = 24 * 3600
"""Younger files may belong to a request that has not ended."""
AT_ONCE = 500


def sweep() -> int:
    """Remove files of which no document speaks: of requests that failed, and of removed documents; gives how many."""
    found = list(storage.older_than(PATIENCE))
    return sum(_sweep(found[start:start + AT_ONCE]) for start in range(0, len(found), AT_ONCE))


def _sweep(found: Sequence[Path]) -> int:
    with transaction.unit():
        kept = queries.kept_names([path.name for path in found])
    orphans = [path for path in found if path.name not in kept]
    for path in orphans:
        storage.delete(path)
    return len(orphans)
