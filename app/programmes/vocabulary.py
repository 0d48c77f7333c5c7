"""The vocabularies that all programmes share: readiness levels, driving-automation levels, and kinds of collaboration, in words."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import app.programmes
from app.core.db import Texts
from app.core.i18n import _, text
from app.programmes.models import Track

FILE = Path(app.programmes.__file__).parent / "data" / "vocabularies.toml"


@lru_cache(maxsize=1)
def _vocabularies() -> Mapping[str, Any]:
    with FILE.open("rb") as file:
        return tomllib.load(file)


def readiness_levels() -> dict[int, Texts]:
    """Technology readiness levels 1 to 9 (ISO 16290, wording of the European Union)."""
    return {row["level"]: row["names"] for row in _vocabularies()["technology_readiness_levels"]}


def automation_levels() -> dict[int, Texts]:
    """Driving automation levels 0 to 5 (SAE J3016)."""
    return {row["level"]: row["names"] for row in _vocabularies()["automation_levels"]}


def collaboration_types() -> dict[str, Texts]:
    """Kinds of collaboration, by code, in their order."""
    return {row["code"]: row["names"] for row in _vocabularies()["collaboration_types"]}


def readiness(level: int | None) -> str:
    """A technology readiness level in words."""
    return "" if level is None else _("TRL %(level)d: %(name)s", level=level, name=text(readiness_levels()[level]))


def automation(level: int | None) -> str:
    """A driving automation level in words."""
    return "" if level is None else _("Level %(level)d: %(name)s", level=level, name=text(automation_levels()[level]))


def automation_standard() -> str:
    """The standard of the automation levels, as tracks cite it."""
    return str(_vocabularies()["automation_standard"])


def needs_automation_level(track: Track) -> bool:
    """Whether what stands under the track names an automation level: the track cites the standard of the levels."""
    return automation_standard() in track.standards
