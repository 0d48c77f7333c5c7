"""Changing a row's values, with what stood before, for the event."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.core.db import Texts
from app.core.errors import NotAllowed
from app.core.i18n import LANGUAGES


def require(allowed: bool) -> None:
    """Stop where the policy says no.

    :raises NotAllowed: it does.
    """
    if not allowed:
        raise NotAllowed


def change(row: Any, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set the values that differ; gives field → [before, after] as plain data."""
    changed: dict[str, list[Any]] = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            changed[name] = [plain(before), plain(value)]
            setattr(row, name, value)
    return changed


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def with_texts(stored: Mapping[str, str] | None, typed: Mapping[str, str | None]) -> Texts:
    """The stored texts with those typed in the interface languages; further languages stay."""
    others = {code: text for code, text in (stored or {}).items() if code not in LANGUAGES}
    return {**{code: text for code in LANGUAGES if (text := typed.get(code))}, **others}
