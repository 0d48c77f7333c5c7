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
SHARPNESS = 10.0
"""How much a whole score is worth in a choice: 0.1 of it multiplies the chance by e."""

HOLD = 10.0
"""How strongly known weights hold: one outcome moves none of them by more than 1 / (2 × HOLD × SHARPNESS), before they add up to one."""


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
        total, slope = _surprise(told, weights / spread)
        return total / len(told) + PENALTY * float(weights @ weights), slope / spread / len(told) + 2 * PENALTY * weights

    bounds = [(0, 0 if kind == without else None) for kind in range(kinds)]
    found = minimize(loss, np.zeros(kinds), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": ROUNDS})
    weights = found.x / spread
    return weights / weights.sum() if weights.sum() > 0 else np.zeros(kinds)


def refit(choices: Sequence[Choice], known: NDArray[np.float64]) -> NDArray[np.float64]:
    """Known weights, corrected by outcomes: the same model, with a quadratic prior around the known weights.

    Few outcomes change little, since each pulls with a bounded force against the prior; many outweigh it. A kind of which the
    outcomes tell nothing keeps its weight beside the others. The weights add up to one.
    """
    told = [choice for choice in choices if len(choice.chosen) and len(choice.evidence) > len(choice.chosen)]
    centre = SHARPNESS * known / known.sum()

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = _surprise(told, weights)
        away = weights - centre
        return total + HOLD * float(away @ away), slope + 2 * HOLD * away

    found = minimize(loss, centre, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(centre), options={"maxiter": ROUNDS}).x
    return found / found.sum() if found.sum() > 0 else known / known.sum()


def reciprocal_rank(choices: Sequence[Choice], weights: NDArray[np.float64]) -> float:
    """The mean of 1 / place of the first who was chosen, ties counted against them."""
    return float(np.mean([1 / _place(choice, choice.evidence @ weights) for choice in choices]))


def _place(choice: Choice, scores: NDArray[np.float64]) -> int:
    rivals = np.delete(scores, choice.chosen)
    return 1 + int((rivals >= scores[choice.chosen].max()).sum())


def _surprise(choices: Sequence[Choice], weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
    """The negative log-likelihood of the choices, and its slope."""
    total, slope = 0.0, np.zeros(len(weights))
    single = weights.astype(np.float32)
    for choice in choices:
        scores = choice.evidence @ single
        scores -= scores.max()
        chances = np.exp(scores)
        all_chances = chances.sum()
        total += float(np.log(all_chances)) - float(scores[choice.chosen].mean())
        slope += (chances @ choice.evidence) / all_chances - choice.evidence[choice.chosen].mean(axis=0)
    return total, slope
