"""Weights learned from this installation's own outcomes."""

from collections.abc import Sequence

import numpy as np

from app.core.db import now
from app.matching.queries.outcomes import KINDS
from app.matching.scoring import Weights
from app.matching.scoring.learning import Choice, reciprocal_rank, refit


def relearn(choices: Sequence[Choice], present: Weights) -> Weights:
    """The present weights, corrected by outcomes; the measure says by how many, and what changed for them."""
    before = np.array([present.values.get(kind, 0) for kind in KINDS])
    after = refit(choices, before)
    measure = (
        f"conditional logit on {len(choices)} joint projects of this installation, pulled towards the weights of {present.fitted_on};"
        f" on these same projects the mean reciprocal rank goes from {reciprocal_rank(choices, before):.2f}"
        f" to {reciprocal_rank(choices, after):.2f}"
    )
    return Weights(dict(zip(KINDS, after.tolist(), strict=True)), now().date().isoformat(), measure)
