"""BM25 over the product's own search tokens: how well texts answer questions by words. Pure."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from app.matching import tokens
from app.matching.geometry import Vectors

SATURATION = 1.5
LENGTH_WEIGHT = 0.75


def scores(questions: Sequence[str], texts: Sequence[str]) -> Vectors:
    """Questions × texts; each row is divided by what a text that holds every word of the question once would get."""
    counted = [Counter(form for form, _ in tokens.index_tokens(text)) for text in texts]
    lengths = np.array([sum(counts.values()) for counts in counted], np.float32)
    relative = 1 - LENGTH_WEIGHT + LENGTH_WEIGHT * lengths / max(float(lengths.mean()) if len(lengths) else 1.0, 1.0)
    postings: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, counts in enumerate(counted):
        for form, count in counts.items():
            postings[form].append((number, count))
    result = np.zeros((len(questions), len(texts)), np.float32)
    for row, question in enumerate(questions):
        possible = 0.0
        for form in {form for form, _ in tokens.index_tokens(question)}:
            holders = postings.get(form, [])
            rarity = math.log(1 + (len(texts) - len(holders) + 0.5) / (len(holders) + 0.5))
            possible += rarity
            for number, count in holders:
                result[row, number] += rarity * count * (SATURATION + 1) / (count + SATURATION * relative[number])
        result[row] /= max(possible, 1e-9)
    return result
