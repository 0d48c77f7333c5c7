"""The weights in use, and those that were stored."""

from collections.abc import Sequence

from sqlalchemy import select

from app.extensions import db
from app.matching.models import WeightSet
from app.matching.scoring import Evidence, Weights, starting_weights

KEPT_IN_VIEW = 50
KINDS = frozenset(Evidence)


def active_set() -> WeightSet | None:
    """The stored weights that are in use; nothing where the starting weights are."""
    return db.session.scalars(select(WeightSet).where(WeightSet.active)).first()


def active_weights() -> Weights:
    """The weights in use."""
    found = active_set()
    return weights_of(found) if found else starting_weights()


def weights_of(stored: WeightSet) -> Weights:
    """Stored weights; a kind of evidence that is no longer known is left out."""
    values = {Evidence(kind): float(value) for kind, value in stored.values.items() if kind in KINDS}
    return Weights(values, stored.created_at.date().isoformat(), stored.measure)


def stored_weights() -> Sequence[WeightSet]:
    """The latest stored weights, the newest first."""
    return db.session.scalars(select(WeightSet).order_by(WeightSet.id.desc()).limit(KEPT_IN_VIEW)).all()


def get_weights(number: int) -> WeightSet | None:
    """Stored weights by their number."""
    return db.session.get(WeightSet, number)
