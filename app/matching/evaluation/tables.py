"""Who is shown how often, and whether a difference is more than chance."""

from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from app.matching.evaluation.collaborations import Split
from app.matching.evaluation.measures import Task
from app.matching.scoring.texts import Array

SHOWN = 10
RESAMPLED = 2_000
SIZES = ((3, 9, "3-9 works"), (10, 29, "10-29 works"), (30, 99, "30-99 works"), (100, 10**9, "100 works or more"))
NEWCOMER = 9
"""Up to so many works before an organisation counts as a newcomer."""


def size_bands(split: Split) -> NDArray[np.str_]:
    """The band of each candidate by its works before."""
    return np.array([next(name for low, high, name in SIZES if low <= count <= high) for count in split.works_before])


def fairness(split: Split, scores: Array, of: list[Task], setting: str, method: str) -> Iterator[Mapping[str, object]]:
    """For each country, kind and size: its share of the candidates, of the first ten places, and of those who were right."""
    for facet, groups in (("country", split.countries), ("kind", split.kinds), ("size", size_bands(split))):
        eligible: Counter[str] = Counter()
        shown: Counter[str] = Counter()
        right: Counter[str] = Counter()
        for task in of:
            row = np.where(task.eligible, scores[task.query], -np.inf)
            best = np.argsort(-row, kind="stable")[: min(SHOWN, int(task.eligible.sum()))]
            names, amounts = np.unique(groups[task.eligible], return_counts=True)
            for name, amount in zip(names.tolist(), amounts.tolist(), strict=True):
                eligible[name] += amount / int(task.eligible.sum())
            shown.update({name: count / len(best) for name, count in Counter(groups[best].tolist()).items()})
            right.update({name: count / len(task.relevant) for name, count in Counter(groups[task.relevant].tolist()).items()})
        for group, amount in eligible.most_common():
            yield {
                "table": "fairness", "setting": setting, "method": method, "facet": facet, "group": group,
                "eligible": round(amount / len(of), 4), "exposure": round(shown[group] / len(of), 4),
                "partners": round(right[group] / len(of), 4),
            }


def paired(ours: NDArray[np.float64], other: NDArray[np.float64], seed: int) -> Mapping[str, float]:
    """The mean difference on the same queries with its 95 % interval, and the ratio of the means with its own."""
    if not len(ours):
        return {}
    picks = np.random.default_rng(seed).integers(0, len(ours), (RESAMPLED, len(ours)))
    mine, theirs = ours[picks].mean(axis=1), other[picks].mean(axis=1)
    low, high = np.percentile(mine - theirs, (2.5, 97.5))
    ratios = np.percentile(mine / np.maximum(theirs, 1e-9), (2.5, 97.5))
    return {
        "difference": round(float(ours.mean() - other.mean()), 4), "low": round(float(low), 4), "high": round(float(high), 4),
        "ratio": round(float(ours.mean() / max(other.mean(), 1e-9)), 3), "ratio_low": round(float(ratios[0]), 3),
        "ratio_high": round(float(ratios[1]), 3),
    }
