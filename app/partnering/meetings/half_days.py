"""Half days: work ends early on the eves of some countries' holidays and between their first and last day."""

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import holidays

from app.core.calendar import ONE_DAY, holidays_of

FILE = Path(__file__).with_name("half_days.toml")


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def _between(country: str, year: int) -> frozenset[date]:
    row = _table()[country]
    known = holidays.country_holidays(country, years=year, categories=(row["category"],), expand=False, language="en_US")
    return frozenset(day for day, name in known.items() if name in row["names"])


def half_day_closes(country: str, day: date) -> int | None:
    """When work ends on a half day, in minutes after midnight; None on any other day."""
    row = _table().get(country)
    if row is None:
        return None
    tomorrow = day + ONE_DAY
    eve = row["eves"] and tomorrow in (holidays_of(country, tomorrow.year) or ())
    if not eve and day not in _between(country, day.year):
        return None
    hour, minute = row["closes"].split(":")
    return int(hour) * 60 + int(minute)
