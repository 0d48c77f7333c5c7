"""The quality check: what is scored, from 0 to 5, and the score that each criterion must reach to be published."""

from collections.abc import Mapping
from typing import Any

from app.partnering.enums import Criterion

HIGHEST = 5
THRESHOLDS: Mapping[Criterion, int] = {
    Criterion.CLARITY: 3, Criterion.SUBSTANCE: 3, Criterion.PARTNER: 3, Criterion.FAIRNESS: 4,
}


def below(scores: Mapping[str, Any]) -> list[Criterion]:
    """The criteria whose score is missing or below its threshold."""
    return [one for one, least in THRESHOLDS.items() if scores.get(str(one)) is None or scores[str(one)] < least]


def well_formed(scores: Mapping[str, Any]) -> bool:
    """Every criterion has a whole score of the scale."""
    return all(isinstance(scores.get(str(one)), int) and 0 <= scores[str(one)] <= HIGHEST for one in Criterion)
