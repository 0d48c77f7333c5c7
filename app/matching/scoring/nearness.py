"""What a cosine of vectors of meaning counts for. Pure."""

NEAR, NEAREST = 0.25, 0.6
"""Cosines, means taken out: under the first texts share nothing that could be told, from the second on they say the same."""


def degree_of(cosine: float) -> float:
    """From 0 to 1."""
    return min(max((cosine - NEAR) / (NEAREST - NEAR), 0.0), 1.0)
