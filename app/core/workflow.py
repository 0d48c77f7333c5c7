"""Workflows as tables: what may happen to a thing, from which state, by whom, on which condition.

`Workflow.fire` is the only way to change a state. It locks the row and checks, in this order: the transition is known,
the version is the one the person saw, the state is right, the actor may, nothing is missing (every reason, not the
first), a comment where one is due. Then it sets the state and writes the event, in the caller's transaction.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import object_session

from app.core import events, outbox
from app.core.db import lock, now
from app.core.errors import NotAllowed, Problem, Refused, WrongState
from app.core.i18n import LazyText, _l

May = Callable[[Any, Any], bool]
Guard = Callable[[Any, Any], Sequence[Problem]]
Tell = Callable[[Any], Iterable[Any]]

COMMENT_LENGTH = 4000


def always_complete(_thing: Any, _by: Any) -> Sequence[Problem]:
    """The guard of a transition without a condition."""
    return ()


def nobody(_thing: Any) -> Iterable[Any]:
    """Who is told of a transition that concerns nobody else."""
    return ()


def itself(thing: Any) -> Any:
    """What a notice is about where the right to be told rests on the thing, not on seeing its subject."""
    return thing


@dataclass(frozen=True)
class Transition:
    """One row of a workflow table.

    `sources` empty: the transition creates the thing. More than one target: the service that fires names which one.
    `label` is the button's text, `done` the sentence of the timeline after the actor's name.
    """

    action: str
    sources: frozenset[StrEnum]
    targets: tuple[StrEnum, ...]
    may: May
    roles: tuple[str, ...]
    label: LazyText
    done: LazyText
    guard: Guard = always_complete
    comment_required: bool = False
    internal: bool = False
    tell: Tell = nobody
    about: Callable[[Any], Any] | None = None

    def steps(self) -> Iterator[tuple[StrEnum | None, StrEnum]]:
        """Every pair of states that the row stands for."""
        sources: list[StrEnum | None] = [*sorted(self.sources)]
        for source in sources or [None]:
            for target in self.targets:
                yield source, target


def transition(
    action: str, sources: Collection[StrEnum], targets: StrEnum | Sequence[StrEnum], *, may: May, roles: Sequence[str],
    label: LazyText, done: LazyText, guard: Guard = always_complete, comment_required: bool = False, internal: bool = False,
    tell: Tell = nobody, about: Callable[[Any], Any] | None = None,
) -> Transition:
    """A row of a table.

    `internal` marks one that no button offers because another action or the clock fires it; `tell` names the persons who
    get a notice; `about` what it is about where that is not the workflow's subject: whoever is told must have a right to
    it when the notice is sent.
    """
    several = (targets,) if isinstance(targets, StrEnum) else tuple(targets)
    return Transition(
        action, frozenset(sources), several, may, tuple(roles), label, done, guard, comment_required, internal, tell, about,
    )


@dataclass(frozen=True)
class Available:
    """A transition that the actor could fire from the present state, and what is missing before it can."""

    transition: Transition
    problems: Sequence[Problem]

    @property
    def action(self) -> str:
        """The name of the transition."""
        return self.transition.action

    @property
    def open(self) -> bool:
        """Nothing is missing."""
        return not self.problems


REGISTER: dict[str, "Workflow"] = {}


@dataclass
class Workflow:
    """A table of transitions over the states of `states`, kept in the column `state` of a model.

    :raises ValueError: at import, when an action stands twice or a state cannot be reached.
    """

    name: str
    states: type[StrEnum]
    initial: StrEnum
    transitions: Sequence[Transition]
    subject: Callable[[Any], Any] = field(default=lambda thing: thing)

    def __post_init__(self) -> None:
        self.by_action = {row.action: row for row in self.transitions}
        if len(self.by_action) != len(self.transitions):
            raise ValueError(f"workflow {self.name!r} names an action twice")
        self._refuse_unreachable()
        for row in self.transitions:
            events.define(f"{self.name}.{row.action}", row.done, "from", "to", "comment", "version")
        REGISTER[self.name] = self

    def _refuse_unreachable(self) -> None:
        reached = {self.initial}
        reached |= {target for row in self.transitions if not row.sources for target in row.targets}
        grown = True
        while grown:
            found = {t for row in self.transitions if row.sources & reached for t in row.targets} - reached
            reached |= found
            grown = bool(found)
        missing = set(self.states) - reached
        if missing:
            raise ValueError(f"workflow {self.name!r}: no way leads to {sorted(missing)}")

    def begin(self, action: str, thing: Any, *, by: Any, comment: str = "") -> None:
        """Fire a transition that creates the thing; the thing is stored to have a key."""
        row = self.by_action[action]
        if row.sources:
            raise ValueError(f"{self.name}.{action} does not create")
        self._check(row, thing, by, comment)
        self._enter(row, thing, None, row.targets[0], by, comment, {})

    def fire(
        self, action: str, thing: Any, *, by: Any, to: StrEnum | None = None, comment: str = "", version: int | None = None,
        changes: Mapping[str, Any] | None = None,
    ) -> None:
        """Move a thing along one row of the table, or refuse and change nothing.

        `changes` are the facts of the new state, stored in the same statement as the state: the database ties some
        states to their facts.

        :raises WrongState: the row does not start from the present state.
        :raises NotAllowed: the actor may not.
        :raises Refused: with every condition that does not hold.
        :raises StaleVersion: `version` is given and the thing has changed since.
        """
        row = self.by_action[action]
        lock(thing, version)
        if thing.state not in row.sources:
            raise WrongState(action, thing.state)
        self._check(row, thing, by, comment)
        target = row.targets[0] if to is None and len(row.targets) == 1 else to
        if target not in row.targets:
            raise ValueError(f"{self.name}.{action} leads to {row.targets}, not to {to!r}")
        self._enter(row, thing, thing.state, target, by, comment, changes or {})

    def _check(self, row: Transition, thing: Any, by: Any, comment: str) -> None:
        if not row.may(by, thing):
            raise NotAllowed
        problems = list(row.guard(thing, by))
        if row.comment_required and not comment.strip():
            problems.append(Problem("comment", _l("Give a reason.")))
        if len(comment) > COMMENT_LENGTH:
            problems.append(Problem("comment", _l("Shorten the text to 4,000 characters.")))
        if problems:
            raise Refused(problems)

    def _enter(
        self, row: Transition, thing: Any, source: StrEnum | None, target: StrEnum, by: Any, comment: str, changes: Mapping[str, Any],
    ) -> None:
        session = object_session(thing)
        if session is None:
            raise ValueError(f"{self.name}.{row.action}: the thing is not in a session")
        thing.state = target
        for name, value in changes.items():
            setattr(thing, name, value)
        if source != target and hasattr(thing, "state_since"):
            thing.state_since = now()
        session.flush()
        subject = self.subject(thing)
        data = {"from": source, "to": str(target), "comment": comment.strip(), "version": thing.version}
        role = next((role for role in row.roles if by.holds(role)), "")
        events.record(f"{self.name}.{row.action}", subject, by=by, data=data, role=role)
        self._tell(row, thing, row.about(thing) if row.about else subject, by)

    def _tell(self, row: Transition, thing: Any, about: Any, by: Any) -> None:
        kind = f"{self.name}.{row.action}"
        people = {person.id for person in row.tell(thing)} - {by.id}
        outbox.owe_many(
            "mail",
            [
                (
                    f"{kind}:{thing.id}:{thing.version}:{person_id}",
                    {"kind": kind, "subject": about.__tablename__, "subject_id": about.id, "person_id": person_id},
                )
                for person_id in sorted(people)
            ],
        )

    def available(self, thing: Any, actor: Any) -> list[Available]:
        """What the actor may do now, each with what is still missing; what others or the clock do is left out."""
        return [
            Available(row, list(row.guard(thing, actor)))
            for row in self.transitions
            if thing.state in row.sources and not row.internal and row.may(actor, thing)
        ]

    def can(self, action: str, thing: Any, actor: Any) -> bool:
        """Whether the actor may fire this now, conditions aside."""
        row = self.by_action[action]
        return thing.state in row.sources and row.may(actor, thing)

    def as_dict(self) -> dict[str, Any]:
        """The table as plain data: `{"initial", "states", "transitions": [{"action", "from", "to", "roles"}]}`."""
        return {
            "initial": str(self.initial),
            "states": [str(state) for state in self.states],
            "transitions": [
                {"action": row.action, "from": source and str(source), "to": str(target), "roles": list(row.roles)}
                for row in self.transitions
                for source, target in row.steps()
            ],
        }


def due_is_past(due: datetime | None) -> bool:
    """Whether a due instant has gone by."""
    return due is not None and due <= now()
