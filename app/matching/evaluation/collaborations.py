"""Works with their organisations: read, split into what was known before and what is asked."""

import csv
import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from app.matching.scoring.record import UNKNOWN, History, Questions
from app.matching.scoring.texts import Matrix, counts, vocabulary
from app.matching.terms import terms_of

LEAST_WORKS = 3
WORKS, ORGANISATIONS = "works.jsonl", "organisations.csv"
BATCH = 2_000
HELD_BY = 2
CACHE_VERSION = 1

Told = Callable[[str], None]


class BadData(Exception):
    """A file that does not say what was expected; the message names it."""


@dataclass(frozen=True)
class Work:
    """A piece of work; the first organisation is its lead."""

    year: int
    venue: str
    text: str
    organisations: tuple[int, ...]


@dataclass(frozen=True)
class Collaborations:
    """All works in the order of the file with their terms (works × terms), and what is known of each organisation."""

    works: list[Work]
    terms: Matrix
    countries: dict[int, str]
    kinds: dict[int, str]


def load(folder: Path, cache: Path, told: Told) -> Collaborations:
    """Read `works.jsonl[.gz]` and `organisations.csv`; the terms are kept under `cache` and used again."""
    path = next((folder / name for name in (f"{WORKS}.gz", WORKS) if (folder / name).exists()), None)
    if path is None or not (folder / ORGANISATIONS).exists():
        raise BadData(f"{folder} needs {WORKS} (or {WORKS}.gz) and {ORGANISATIONS}.")
    told("reading")
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        works = list(_works(lines, path.name))
    with (folder / ORGANISATIONS).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    countries = {int(row["id"]): row.get("country") or "" for row in rows}
    kinds = {int(row["id"]): row.get("kind_guess") or "OTH" for row in rows}
    return Collaborations(works, _terms(works, path, cache, told), countries, kinds)


def _works(lines: TextIO, name: str) -> Iterator[Work]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            text = ". ".join(part for part in (row.get("title"), row.get("abstract")) if part)
            yield Work(int(row["year"]), str(row.get("venue", "")), text, tuple(dict.fromkeys(row["organisations"])))
        except (ValueError, KeyError, TypeError) as error:
            raise BadData(f"{name}, line {number}: {error!r}") from None


def _terms(works: list[Work], path: Path, cache: Path, told: Told) -> Matrix:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    kept = cache / f"terms-{CACHE_VERSION}-{digest}.npz"
    if kept.exists():
        return sparse.csr_matrix(sparse.load_npz(kept))
    listed: list[list[str]] = []
    for start in range(0, len(works), BATCH):
        listed.extend(terms_of(work.text) for work in works[start : start + BATCH])
        told(f"terms of {len(listed)} of {len(works)} works")
    made = counts(listed, vocabulary(listed, held_by=HELD_BY))
    cache.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_suffix(".part.npz")
    sparse.save_npz(unfinished, made)
    unfinished.replace(kept)
    return made


@dataclass(frozen=True)
class Query:
    """A work that is asked about: its row, its lead, and the candidates (positions) that took part."""

    row: int
    lead: int
    relevant: NDArray[np.int64]


class Split:
    """What was known before a year, and the works of some years that are asked about."""

    def __init__(
        self, data: Collaborations, before: int, years: tuple[int, int], *, limit: int | None, seed: int, venues: Iterable[str] = (),
    ) -> None:
        """Take works of the given venues only, if any; of more queries than `limit` a sample by `seed`."""
        wanted = set(venues)
        self.data, self.before = data, before
        chosen = [row for row, work in enumerate(data.works) if not wanted or work.venue in wanted]
        self.rows = [row for row in chosen if data.works[row].year < before and data.works[row].organisations]
        held = Counter(one for row in self.rows for one in data.works[row].organisations)
        self.organisations = sorted(held)
        self.columns = {one: column for column, one in enumerate(self.organisations)}
        self.candidates = np.array([self.columns[one] for one in self.organisations if held[one] >= LEAST_WORKS], np.int64)
        self.position = {self.organisations[column]: at for at, column in enumerate(self.candidates)}
        self.works_before = np.array([held[self.organisations[column]] for column in self.candidates])
        asked = [query for row in chosen if years[0] <= data.works[row].year <= years[1] and (query := self._query(row))]
        if limit is not None and len(asked) > limit:
            picked = np.random.default_rng(seed).choice(len(asked), limit, replace=False)
            asked = [asked[at] for at in sorted(picked)]
        self.queries = asked

    def _query(self, row: int) -> Query | None:
        organisations = self.data.works[row].organisations
        if not organisations:
            return None
        relevant = sorted(self.position[one] for one in organisations[1:] if one in self.position)
        return Query(row, organisations[0], np.array(relevant, np.int64)) if relevant else None

    @cached_property
    def holders(self) -> Matrix:
        """Works before × organisations."""
        pairs = [(at, self.columns[one]) for at, row in enumerate(self.rows) for one in self.data.works[row].organisations]
        at, columns = zip(*pairs, strict=True) if pairs else ((), ())
        shape = (len(self.rows), len(self.organisations))
        return sparse.csr_matrix((np.ones(len(pairs), np.float32), (at, columns)), shape=shape)

    @cached_property
    def _known_terms(self) -> NDArray[np.int64]:
        return np.flatnonzero(np.bincount(self.data.terms[self.rows].indices, minlength=self.data.terms.shape[1]) >= HELD_BY)

    def history(self) -> History:
        """What was known before, as the scoring takes it. Terms that only later works hold are not in it."""
        ages = np.array([self.before - 1 - self.data.works[row].year for row in self.rows], np.float32)
        return History(self.data.terms[self.rows][:, self._known_terms], self.holders, ages, self.candidates)

    def questions(self, queries: list[Query]) -> Questions:
        """The queries as the scoring takes them."""
        leads = np.array([self.columns.get(query.lead, UNKNOWN) for query in queries], np.int64)
        return Questions(self.data.terms[[query.row for query in queries]][:, self._known_terms], leads)

    @cached_property
    def countries(self) -> NDArray[np.str_]:
        """Of each candidate; empty where not known."""
        return np.array([self.data.countries.get(self.organisations[column], "") for column in self.candidates])

    @cached_property
    def kinds(self) -> NDArray[np.str_]:
        """Of each candidate, as guessed in the data."""
        return np.array([self.data.kinds.get(self.organisations[column], "OTH") for column in self.candidates])

    @cached_property
    def met(self) -> Matrix:
        """Organisations × candidates: how many works they did together before."""
        together = sparse.csr_matrix(self.holders.T @ self.holders)
        return together[:, self.candidates]
