"""One evaluation from beginning to end, as rows to print."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from app.matching.evaluation import baselines, ours, tables
from app.matching.evaluation.collaborations import BadData, Collaborations, Split, Told
from app.matching.evaluation.measures import MEASURES, Setting, Task, line, measured, tasks
from app.matching.scoring.evidence import RECORD
from app.matching.scoring.texts import Array

OURS = "ours"
NDCG, MRR = MEASURES.index("ndcg@10"), MEASURES.index("mrr")

Row = Mapping[str, object]


@dataclass(frozen=True)
class Plan:
    """What is asked for. History is what came before the year; the queries are of the years from … to."""

    before: int
    years: tuple[int, int]
    limit: int | None = None
    seed: int = 0
    venues: tuple[str, ...] = ()
    ablation: bool = False
    tables: bool = False
    told: Told = field(default=lambda _: None)


def evaluate(data: Collaborations, plan: Plan) -> Iterator[Row]:
    """A row for each setting and method, then the tables that the plan asks for. Raises BadData where there is nothing to ask."""
    if plan.years[0] < plan.before:
        raise BadData(f"Queries from {plan.years[0]} on are not unseen: history goes up to {plan.before - 1}.")
    split = Split(data, plan.before, plan.years, limit=plan.limit, seed=plan.seed, venues=plan.venues)
    if not split.queries:
        raise BadData("No work of these years has a partner that is a candidate.")
    taught = ours.lessons(data, plan.before, seed=plan.seed, venues=plan.venues, told=plan.told)
    learned = ours.weigh(taught)
    plan.told(f"weights: {learned.source}")
    known = ours.evidence(split, plan.told)
    plan.told("the methods to compare with")
    scores = {**baselines.scores(split, plan.seed), OURS: _scores(known, learned.values)}
    of = tasks(split)
    values = {(setting, method): measured(scores[method], of[setting]) for setting in Setting for method in scores}
    for (setting, method), each in values.items():
        yield line(setting, method, each, _ranked(of[setting]))
    if plan.tables:
        yield {"table": "weights", "source": learned.source, "weights": dict(zip(RECORD, learned.values.round(4).tolist(), strict=True))}
        yield from _comparisons(values, plan.seed)
        yield from _newcomers(split, scores, of)
        for method in (OURS, baselines.BM25):
            yield from tables.fairness(split, scores[method], of[Setting.ALL], Setting.ALL, method)
    if plan.ablation:
        yield from _ablation(taught, plan, known, values, of)


def _scores(known: Array, weights: NDArray[np.float64]) -> Array:
    return np.asarray(known @ weights.astype(np.float32), np.float32)


def _ranked(of: list[Task]) -> float:
    return float(np.mean([task.eligible.sum() for task in of])) if of else 0.0


def _comparisons(values: Mapping[tuple[Setting, str], NDArray[np.float64]], seed: int) -> Iterator[Row]:
    for setting in Setting:
        other, at = (baselines.TFIDF, MRR) if setting == Setting.ONE_COUNTRY else (baselines.BM25, NDCG)
        found = tables.paired(values[setting, OURS][:, at], values[setting, other][:, at], seed)
        yield {"table": "paired", "setting": setting, "against": other, "measure": MEASURES[at], **found}


def _newcomers(split: Split, scores: Mapping[str, Array], of: Mapping[Setting, list[Task]]) -> Iterator[Row]:
    """The same rankings, where only newcomers count as right."""
    is_new = split.works_before <= tables.NEWCOMER
    for setting in Setting:
        left = [replace(task, relevant=right) for task in of[setting] if len(right := task.relevant[is_new[task.relevant]])]
        for method in scores:
            yield {"table": "newcomers", **line(setting, method, measured(scores[method], left), _ranked(left))}


def _ablation(
    taught: ours.Lessons, plan: Plan, known: Array, values: Mapping[tuple[Setting, str], NDArray[np.float64]], of: Mapping[Setting, list[Task]],
) -> Iterator[Row]:
    """Each kind of evidence left out and the others weighed anew."""
    for at, kind in enumerate(RECORD):
        plan.told(f"without {kind}")
        weights = ours.weigh(taught, without=at).values
        scores = _scores(known, weights)
        for setting in Setting:
            each = measured(scores, of[setting])
            lost = tables.paired(values[setting, OURS][:, NDCG], each[:, NDCG], plan.seed)
            yield {"table": "ablation", "without": kind, **line(setting, OURS, each, _ranked(of[setting])), "lost": lost}
