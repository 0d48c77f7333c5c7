"""Whose turn it is, as pages say it: the same of everything that two or more people bring to its end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.i18n import LazyText
from app.core.workflow import due_is_past


@dataclass(frozen=True)
class Turn:
    """Who must act on a thing, in words and as a rule, since when, and until when."""

    thing: Any
    who: LazyText
    holds: Callable[[Any, Any], bool]
    since: datetime
    due: datetime | None

    @property
    def late(self) -> bool:
        """The due instant has gone by."""
        return due_is_past(self.due)

    def is_mine(self, by: Any) -> bool:
        """Whether the actor is one of them."""
        return self.holds(by, self.thing)
