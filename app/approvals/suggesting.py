"""Which reviewers suit a project. Who ranks them stands above approvals; the choice stays with a person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.accounts.models import Person
from app.projects.models import Project


@dataclass(frozen=True)
class Suggestion:
    """A person who could review, with the reasons in words, the weightiest first; none where nothing is known that fits."""

    person: Person
    reasons: Sequence[str] = ()


Ranking = Callable[[Project, Sequence[Person]], list[Suggestion]]
_RANKINGS: list[Ranking] = []


def ranked_by(ranking: Ranking) -> None:
    """Let people be ranked (used by packages above): every person comes back once, the best first."""
    _RANKINGS.append(ranking)


def suggestions(project: Project, people: Sequence[Person]) -> list[Suggestion]:
    """The people, the most suitable first; as they come where nothing ranks them."""
    return _RANKINGS[-1](project, people) if _RANKINGS and people else [Suggestion(person) for person in people]
