"""Tables of organisations to learn from and to judge, and the table of suggestions."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.matching.tracks.model import NONE

TRACK_OF_LABEL = {"AI/ML": "AI", "Robotics & Automation": "RO", "IoT": "IO", "Automotive": "AD"}
"""Labels of the Israeli Tech Companies Map that correspond to a sector track; all others mean none."""

NAMES = ("name", "name_en", "name_latin", "name_ja", "name_native")
TEXTS = ("description", "description_en", "text", "industry", "industry_ja")
LABELS = ("category", "label")


class UnfitTable(ValueError):
    """The file cannot be used; the message says why."""


@dataclass(frozen=True)
class Row:
    """One organisation: its name, its text, and its label where the table has labels."""

    name: str
    text: str
    label: str | None

    @property
    def whole(self) -> str:
        """Name and text."""
        return f"{self.name}. {self.text}" if self.name else self.text

    @property
    def track(self) -> str:
        """The track that the label means."""
        return TRACK_OF_LABEL.get(self.label or "", NONE)


@dataclass(frozen=True)
class Suggestion:
    """A track for one text, with the chance that it carries the label, and what that rests on."""

    track: str
    confidence: float
    reason: str


def read(file: Path) -> list[Row]:
    """The rows of a CSV file in UTF-8 with a heading. All rows have a label, or none.

    :raises UnfitTable: it is not such a file, or has neither a name nor a text.
    """
    csv.field_size_limit(10_000_000)
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            table = csv.DictReader(stream)
            heading = [column or "" for column in table.fieldnames or ()]
            records = [{key: value for key, value in record.items() if isinstance(value, str)} for record in table]
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnfitTable(f"{file.name} is not a CSV file in UTF-8: {error}") from error
    name, text = _first(NAMES, heading), _first(TEXTS, heading)
    label = _first(LABELS, heading)
    if name is None and text is None:
        raise UnfitTable(f"{file.name} needs a column with names or texts: one of {', '.join((*TEXTS, *NAMES))}.")
    labelled = label is not None and any((record.get(label) or "").strip() for record in records)
    return [
        Row(_cell(record, name), _cell(record, text), _cell(record, label) if labelled else None)
        for record in records
    ]


def write(file: Path, rows: Sequence[Row], suggestions: Iterable[Suggestion]) -> None:
    """One line for each row of the table that was read; no track where none is suggested."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(("row", "name", "track", "confidence", "reason"))
        for number, (row, found) in enumerate(zip(rows, suggestions, strict=True), start=2):
            out.writerow((number, row.name, found.track, f"{found.confidence:.3f}", found.reason))


def _first(wanted: Iterable[str], heading: Sequence[str]) -> str | None:
    return next((column for column in wanted if column in heading), None)


def _cell(record: dict[str, str], column: str | None) -> str:
    return " ".join(record.get(column or "", "").split())
