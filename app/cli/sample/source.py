"""The sample's file: people, fictional organisations and projects as data."""

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"
PASSWORD = "knots tie two ends"  # noqa: S105 - printed for everyone; the sample goes into an empty database only
PROGRAMME = "japan-israel"

Source = dict[str, Any]


def read_source() -> Source:
    """The content of `data/sample.toml`."""
    return tomllib.loads((FOLDER / "sample.toml").read_text())
