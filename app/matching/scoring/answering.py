"""How reliably a candidate answers requests for introductions. Pure.

What is known are the share that it answered and the median of days until then, of n requests. One figure of both is

    value = share answered × 1/2 ^ (median days / `HALF_DAYS`)

and since few requests say little, it is drawn towards the mean m of all candidates that have figures (weighed by their
requests), as if `STRENGTH` further requests had gone as they do on the average:

    degree = (n × value + STRENGTH × m) / (n + STRENGTH)

Whoever has no figures is given m itself: neither better nor worse than the others. Where nobody has any, nothing is said.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.matching.scoring.evidence import Evidence
from app.matching.scoring.fit import Finding

HALF_DAYS = 14.0
"""So many days until an answer halve its value."""

STRENGTH = 10.0


@dataclass(frozen=True)
class Figures:
    """Of one organisation: median days until the first answer (nothing where there was none), share answered, of how many requests."""

    days: float | None
    share: float
    requests: int

    @property
    def value(self) -> float:
        """Both figures as one, 0 to 1."""
        return self.share * float(0.5 ** (max(self.days or 0, 0) / HALF_DAYS))


def answering(candidates: Collection[int], known: Mapping[int, Figures]) -> dict[int, Finding]:
    """What is said of each candidate: `count` is the number of requests, `words` the days and the share in hundredths.

    Without figures there are neither; nobody is told of where nobody has any.
    """
    total = sum(one.requests for one in known.values())
    if not total:
        return {}
    mean = sum(one.requests * one.value for one in known.values()) / total
    return {key: _finding(known.get(key), mean) for key in candidates}


def _finding(figures: Figures | None, mean: float) -> Finding:
    if figures is None:
        return Finding(Evidence.ANSWERING, mean)
    degree = (figures.requests * figures.value + STRENGTH * mean) / (figures.requests + STRENGTH)
    days = max(1, math.ceil(figures.days or 0))
    return Finding(Evidence.ANSWERING, degree, words=(str(days), str(round(figures.share * 100))), count=figures.requests)
