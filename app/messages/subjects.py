"""What threads hang on. Each domain says of its kind who reads, who writes to whom, who is told, and how writers are called.

What is not defined here has no thread: nobody reads it, and nobody writes to it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement

from app.core.i18n import LazyText
from app.messages.enums import Audience, SubjectKind
from app.messages.models import Message
from app.organisations.models import Organisation


@dataclass(frozen=True)
class Voice:
    """For whom somebody writes: an own organisation, or, as an official, the office in which they act."""

    organisation: Organisation
    official: bool = False


@dataclass(frozen=True)
class Subject:
    """The rules of one kind.

    `readable(actor, keys)` is `reads` for each message in SQL, narrowed to subjects with these keys where some are named. `stir`
    is what a message to others moves on its subject; `recorded_on` has the history. `signature` says for whom a message was written,
    and by whom, as far as the reader may know; `names` whether the reader may know that a person opened a file.
    """

    kind: SubjectKind
    page: str
    load: Callable[..., Any]
    many: Callable[[Collection[int]], Iterable[Any]]
    reads: Callable[[Any, Any], bool]
    audiences: Callable[[Any, Any], Sequence[Audience]]
    readable: Callable[[Any, Collection[int] | None], ColumnElement[bool]]
    told: Callable[[Any, Message], Iterable[Any]]
    voice: Callable[[Any, Any], Voice | None]
    title: Callable[[Any, Any], tuple[str, str | None]]
    signature: Callable[[Any, Any, Message], tuple[str, str]]
    names: Callable[[Any, Any, Any], bool]
    recorded_on: Callable[[Any], Any]
    stir: Callable[[Any], None]
    words: Mapping[Audience, LazyText]
    hints: Mapping[Audience, LazyText]
    notes: Callable[[Any], Sequence[LazyText]]

    @property
    def place(self) -> str:
        """The part of an address under which its things stand."""
        return f"{self.kind}s"


REGISTER: dict[SubjectKind, Subject] = {}


def define(subject: Subject) -> None:
    """Let threads hang on things of a kind.

    :raises ValueError: the kind has its rules already.
    """
    if subject.kind in REGISTER:
        raise ValueError(f"the threads of {subject.kind!r} are defined twice")
    REGISTER[subject.kind] = subject


def subject_of(thing: Any) -> Subject:
    """The rules for a thing.

    :raises KeyError: nothing hangs on things of its kind.
    """
    return REGISTER[SubjectKind(thing.__tablename__)]


def subject_at(place: str) -> Subject | None:
    """The rules for what stands under a part of an address."""
    return next((subject for subject in REGISTER.values() if subject.place == place), None)
