"""Weights learned from outcomes: which of those who could have been chosen were chosen.

The learner is the conditional logit (McFadden 1974): the chance of a choice rises with the weighted sum of its evidence.
It is convex, so there is one answer; weights are kept from falling below nothing, because a reason that lowers a score
could not be told to people.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from app.matching.scoring.texts import Array

PENALTY = 1e-3
ROUNDS = 150


@dataclass(frozen=True)
class Choice:
    """One outcome: the evidence of all who could be chosen (candidates × kinds), and the rows of those who were."""

    evidence: Array
    chosen: NDArray[np.int64]


def fit(choices: Sequence[Choice], kinds: int, *, without: int | None = None) -> NDArray[np.float64]:
    """A weight for each kind, nothing for one that is left out; they add up to one, or are all nothing where the choices tell nothing."""
    told = [choice for choice in choices if len(choice.chosen) and len(choice.evidence) > len(choice.chosen)]
    if not told:
        return np.zeros(kinds)
    spread = np.maximum(np.concatenate([choice.evidence for choice in told]).std(axis=0, dtype=np.float64), 1e-3)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = 0.0, np.zeros(kinds)
        scaled = (weights / spread).astype(np.float32)
        for choice in told:
            scores = choice.evidence @ scaled
            scores -= scores.max()
            chances = np.exp(scores)
            all_chances = chances.sum()
            total += float(np.log(all_chances)) - float(scores[choice.chosen].mean())
            slope += (chances @ choice.evidence) / all_chances - choice.evidence[choice.chosen].mean(axis=0)
        return total / len(told) + PENALTY * float(weights @ weights), slope / spread / len(told) + 2 * PENALTY * weights

    bounds = [(0, 0 if kind == without else None) for kind in range(kinds)]
    found = minimize(loss, np.zeros(kinds), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": ROUNDS})
    weights = found.x / spread
    return weights / weights.sum() if weights.sum() > 0 else np.zeros(kinds)
