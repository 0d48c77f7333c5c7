"""What a rule says when it refuses. Views and commands turn these into answers; rules never know of HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.core.i18n import LazyText, _l


@dataclass(frozen=True)
class Problem:
    """One thing that is missing or wrong: what it concerns, and what to do, in the reader's language."""

    field: str
    message: LazyText | str

    def __str__(self) -> str:
        return str(self.message)


class Refused(Exception):
    """A rule refuses; carries every reason, never only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(str(problem.message) for problem in self.problems))

    @classmethod
    def because(cls, field: str, message: LazyText | str) -> "Refused":
        """A refusal for one reason."""
        return cls([Problem(field, message)])


class StaleVersion(Refused):
    """The row changed since the person saw it."""

    def __init__(self, thing: Any) -> None:
        self.thing = thing
        super().__init__(
            [
                Problem(
                    "version",
                    _l("Someone else changed this since you opened it. Compare your entries with the present state, then send again."),
                )
            ]
        )


class WrongState(Refused):
    """The action does not start from the present state; usually it was already done."""

    def __init__(self, action: str, state: str) -> None:
        self.action = action
        self.state = state
        super().__init__(
            [Problem("state", _l("This step is not open any more: it was done already, or the state has changed. Look at the present state."))]
        )


class NotAllowed(Exception):
    """The actor may see the thing but not do this to it."""


class NotFound(Exception):
    """For this actor the thing does not exist."""
