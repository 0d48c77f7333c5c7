"""Formats of files, read from `organisations/data/formats`: which column is which field, and whose data they are."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parents[1] / "data" / "formats"


@dataclass(frozen=True)
class Format:
    """One format. Without `country` and `scheme` each row states its own."""

    key: str
    position: int
    names: Mapping[str, str]
    encoding: str
    country: str | None
    scheme: str | None
    kind: str | None
    native_language: str | None
    description_language: str | None
    required: tuple[str, ...]
    one_of: tuple[str, ...]
    columns: Mapping[str, str]
    facts: Mapping[str, tuple[str, str]]
    sizes: Mapping[str, str]
    label_column: str | None
    label_tracks: Mapping[str, str]
    attribution: str
    licence: str

    @property
    def known_columns(self) -> frozenset[str]:
        """Every column that the format can take."""
        return frozenset(self.columns) | frozenset(self.facts) | frozenset(self.required)


@cache
def formats() -> Mapping[str, Format]:
    """Every format by its key, in the order in which they are offered."""
    found = sorted((_read(path) for path in FOLDER.glob("*.toml")), key=lambda form: form.position)
    return MappingProxyType({form.key: form for form in found})


def _read(path: Path) -> Format:
    with path.open("rb") as file:
        data = tomllib.load(file)
    return Format(
        key=data["key"], position=data["position"], names=data["names"], encoding=data["encoding"], country=data.get("country"),
        scheme=data.get("scheme"), kind=data.get("kind"), native_language=data.get("native_language"),
        description_language=data.get("description_language"), required=tuple(data["required"]), one_of=tuple(data.get("one_of", ())),
        columns=data["columns"], facts={column: (key, kind) for column, (key, kind) in data["facts"].items()}, sizes=data["sizes"],
        label_column=data["labels"].get("column"), label_tracks=data["labels"]["tracks"], attribution=data["attribution"],
        licence=data["licence"],
    )
