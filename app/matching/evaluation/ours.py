"""The product's own scoring, asked about the queries, with weights learned from the years before."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.matching.evaluation.collaborations import Collaborations, Split, Told
from app.matching.evaluation.measures import Setting, Task, tasks
from app.matching.scoring.evidence import RECORD, Weights, starting_weights
from app.matching.scoring.learning import Choice, fit
from app.matching.scoring.record import Record
from app.matching.scoring.texts import Array

BATCH = 200
YEARS_TO_LEARN = 2
QUERIES_TO_LEARN = 1_500
LEAST_CHOICES = 50
RIVALS = 400


@dataclass(frozen=True)
class Learned:
    """Weights in the order of `RECORD`, and where they come from."""

    values: NDArray[np.float64]
    source: str

    def blended(self, with_others: Weights, day: str) -> Weights:
        """These weights in place of the learned part of others: what the data say nothing of keeps its weight."""
        kept = {kind: value for kind, value in with_others.values.items() if kind not in RECORD}
        share = 1 - sum(kept.values())
        learned = {kind: share * value for kind, value in zip(RECORD, self.values.tolist(), strict=True)}
        return Weights(kept | learned, day, f"{self.source}; set by hand: {', '.join(kept)}")


def evidence(split: Split, told: Told) -> Array:
    """Queries × candidates × kinds, in batches."""
    record = Record(split.history())
    parts: list[Array] = []
    for start in range(0, len(split.queries), BATCH):
        parts.append(record.evidence(split.questions(split.queries[start : start + BATCH])))
        told(f"evidence for {min(start + BATCH, len(split.queries))} of {len(split.queries)} queries")
    return np.concatenate(parts) if parts else np.zeros((0, len(split.candidates), len(RECORD)), np.float32)


@dataclass(frozen=True)
class Lessons:
    """Outcomes to learn from, and which they are."""

    choices: list[Choice]
    what: str


def lessons(data: Collaborations, before: int, *, seed: int, venues: tuple[str, ...], told: Told) -> Lessons:
    """The outcomes of the two years before `before`, judged by what was known before those years."""
    years = (before - YEARS_TO_LEARN, before - 1)
    past = Split(data, years[0], years, limit=QUERIES_TO_LEARN, seed=seed, venues=venues)
    of = tasks(past)[Setting.ALL]
    told(f"learning from {len(of)} works of {years[0]}-{years[1]}")
    known = evidence(past, told) if len(of) >= LEAST_CHOICES else None
    rng = np.random.default_rng(seed)
    choices = [_choice(known[task.query], task, rng) for task in of] if known is not None else []
    return Lessons(choices, f"{len(of)} outcomes of {years[0]}-{years[1]}, history before {years[0]}")


def weigh(taught: Lessons, *, without: int | None = None) -> Learned:
    """Weights from the outcomes, without one kind if asked.

    Where there are too few outcomes, the weights that the product starts with are taken instead.
    """
    if not taught.choices:
        start = starting_weights()
        values = np.array([start.values.get(kind, 0) for kind in RECORD])
        source = f"the starting weights ({start.measure}); too few outcomes to learn from: {taught.what}"
    else:
        values = fit(taught.choices, len(RECORD), without=without)
        source = f"conditional logit on {taught.what}"
    if without is not None:
        values[without] = 0
    return Learned(values, source)


def _choice(known: Array, task: Task, rng: np.random.Generator) -> Choice:
    """The outcome among a sample of rivals, which changes the convex fit little and its time much."""
    rivals = np.setdiff1d(np.flatnonzero(task.eligible), task.relevant)
    if len(rivals) > RIVALS:
        rivals = rng.choice(rivals, RIVALS, replace=False)
    return Choice(known[np.concatenate([task.relevant, rivals])], np.arange(len(task.relevant)))
