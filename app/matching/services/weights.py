"""Weights are stored, put into use, and reset. The rows themselves are the record: none is changed but in its times of use."""

from sqlalchemy import func, select, update

from app.core.db import now
from app.extensions import db
from app.matching.enums import WeightSource
from app.matching.models import WeightSet
from app.matching.scoring import Weights

ONE_AT_A_TIME = 7_205_514_402


def store_weights(weights: Weights, *, source: WeightSource, outcomes: int, activate: bool) -> WeightSet:
    """Keep weights that were learned, and put them into use if asked."""
    values = {str(kind): round(value, 6) for kind, value in weights.values.items()}
    row = WeightSet(source=source, values=values, measure=weights.measure, outcomes=outcomes, active=False)
    db.session.add(row)
    db.session.flush()
    if activate:
        activate_weights(row)
    return row


def activate_weights(row: WeightSet) -> WeightSet:
    """Put stored weights into use; those that were in use before end. Weights that ended are stored anew. Gives what is in use."""
    db.session.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
    db.session.refresh(row)
    if row.active:
        return row
    reset_weights()
    if row.ended_at is not None:
        row = WeightSet(source=row.source, values=row.values, measure=row.measure, outcomes=row.outcomes)
        db.session.add(row)
    row.active, row.activated_at = True, now()
    db.session.flush()
    return row


def reset_weights() -> bool:
    """Go back to the starting weights; gives whether others were in use."""
    ended = update(WeightSet).where(WeightSet.active).values(active=False, ended_at=now()).returning(WeightSet.id)
    return bool(db.session.scalars(ended).all())
