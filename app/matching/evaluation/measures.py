"""The four settings of a question, and what a ranking is worth in each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from app.matching.evaluation.collaborations import Split
from app.matching.scoring.texts import Array


class Setting(StrEnum):
    """Who is ranked."""

    ALL = "all"
    NEW = "new"
    NEW_FOREIGN = "new_foreign"
    ONE_COUNTRY = "one_country"


@dataclass(frozen=True)
class Task:
    """One ranking: which query, who may be ranked (a mask of candidates), and who is right (positions)."""

    query: int
    eligible: NDArray[np.bool_]
    relevant: NDArray[np.int64]


MEASURES = ("recall@10", "recall@50", "hit@1", "hit@5", "mrr", "ndcg@10")


def tasks(split: Split) -> dict[Setting, list[Task]]:
    """Every ranking of every setting; a query with nobody right left in a setting is left out there."""
    made: dict[Setting, list[Task]] = {setting: [] for setting in Setting}
    for at in range(len(split.queries)):
        for setting, eligible in _eligible(split, at):
            relevant = split.queries[at].relevant
            relevant = relevant[eligible[relevant]]
            if len(relevant):
                made[setting].append(Task(at, eligible, relevant))
    return made


def _eligible(split: Split, at: int) -> Iterator[tuple[Setting, NDArray[np.bool_]]]:
    query = split.queries[at]
    others = np.ones(len(split.candidates), bool)
    if query.lead in split.position:
        others[split.position[query.lead]] = False
    yield Setting.ALL, others
    new = others.copy()
    column = split.columns.get(query.lead)
    if column is not None:
        new[split.met[column].indices] = False
    yield Setting.NEW, new
    home = split.data.countries.get(query.lead, "")
    if home:
        yield Setting.NEW_FOREIGN, new & (split.countries != home)
    for country in sorted({*split.countries[query.relevant].tolist()} - {home, ""}):
        yield Setting.ONE_COUNTRY, others & (split.countries == country)


def ranks(scores: Array, task: Task) -> NDArray[np.int64]:
    """The places, from 0, of those who are right; of equals the earlier candidate comes first."""
    row = np.where(task.eligible, scores, -np.inf)
    places = [int((row > row[one]).sum() + (row[:one] == row[one]).sum()) for one in task.relevant]
    return np.sort(np.array(places))


def worth(places: NDArray[np.int64]) -> tuple[float, ...]:
    """The measures of one ranking, in the order of `MEASURES`."""
    right = len(places)
    ideal = (1 / np.log2(np.arange(min(right, 10)) + 2)).sum()
    gained = (1 / np.log2(places[places < 10] + 2)).sum()
    return (
        float((places < 10).mean()), float((places < 50).mean()), float(places[0] == 0), float(places[0] < 5),
        float(1 / (places[0] + 1)), float(gained / ideal),
    )


def measured(scores: Array, of: list[Task]) -> NDArray[np.float64]:
    """Tasks × measures; scores are queries × candidates."""
    return np.array([worth(ranks(scores[task.query], task)) for task in of]).reshape(-1, len(MEASURES))


def line(setting: str, method: str, values: NDArray[np.float64], candidates: float) -> Mapping[str, object]:
    """What is printed of one method in one setting; `candidates` is the mean number of those ranked."""
    means = values.mean(axis=0) if len(values) else np.zeros(len(MEASURES))
    figures = {name: round(float(value), 4) for name, value in zip(MEASURES, means, strict=True)}
    return {"setting": setting, "method": method, "queries": len(values), "candidates": round(candidates), **figures}
