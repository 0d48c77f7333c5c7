"""Tracks and subtopics suggested for a text, as pages show them. What suggests is put in by the application (`provide`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from flask import Flask, current_app, request

from app.core.i18n import _, _l, isolated_name, joined, text
from app.core.templating import label
from app.core.templating import words as define_words
from app.programmes.models import Subtopic, Track

Thing = TypeVar("Thing", Track, Subtopic)

KEY = "track_suggestions"
BUTTON = "suggest"
LIKELY = 0.5
LEAST = 0.2
"""Chances from which a suggestion is called likely, and under which none is made."""


class Confidence(StrEnum):
    """How sure a suggestion is, in words."""

    LIKELY = "likely"
    POSSIBLE = "possible"


define_words({Confidence.LIKELY: _l("likely"), Confidence.POSSIBLE: _l("possible")})


def in_words(chance: float) -> Confidence:
    """A chance of `LEAST` or more in words."""
    return Confidence.LIKELY if chance >= LIKELY else Confidence.POSSIBLE


@dataclass(frozen=True)
class Suggested(Generic[Thing]):
    """One suggestion and what it rests on: words of the text, and subtopics that are near to its meaning."""

    thing: Thing
    confidence: Confidence
    words: tuple[str, ...]
    near: tuple[Subtopic, ...]

    @property
    def reason(self) -> str:
        """Why, in a sentence."""
        return reason(joined(self.words), self.near)


@dataclass(frozen=True)
class Suggestions:
    """What is suggested for a text, the surest first; `by_meaning` where more than words could be compared."""

    tracks: tuple[Suggested[Track], ...]
    subtopics: tuple[Suggested[Subtopic], ...]
    by_meaning: bool

    @property
    def names_programmes(self) -> bool:
        """Whether tracks are of several programmes, so that each is named with its own."""
        return len({each.thing.programme_id for each in self.tracks}) > 1


Suggester = Callable[[str, Sequence[Track]], Suggestions]


def provide(app: Flask, suggester: Suggester) -> None:
    """Put in what suggests."""
    app.extensions[KEY] = suggester


def asked() -> bool:
    """Whether the form was sent by the button that asks for suggestions; then nothing is saved."""
    return request.method == "POST" and BUTTON in request.form


def suggest(texts: Sequence[str | None], tracks: Sequence[Track]) -> Suggestions | None:
    """What is suggested for texts that say the same thing together; nothing is stored. `None` where there are no words."""
    whole = "\n".join(each.strip() for each in texts if each and each.strip())
    suggester: Suggester = current_app.extensions[KEY]
    return suggester(whole, tracks) if whole else None


def hints(found: Suggestions | None, value: Callable[[Track | Subtopic], Any]) -> dict[str, dict[Any, str]]:
    """What stands beside the choices that are suggested: field → value of the choice → words."""
    rows: dict[str, Sequence[Suggested[Any]]] = {"tracks": found.tracks, "subtopics": found.subtopics} if found else {}
    return {
        name: {value(each.thing): _("Suggested (%(confidence)s)", confidence=label(each.confidence)) for each in rows.get(name, ())}
        for name in ("tracks", "subtopics")
    }


def reason(words: str, near: Sequence[Subtopic]) -> str:
    """Why something is suggested, in a sentence; `words` is a list of words in one text."""
    topics = joined([text(topic.names) for topic in near])
    said = isolated_name(words)
    if words and topics:
        return _("The text has the words %(words)s and is close in meaning to: %(topics)s.", words=said, topics=topics)
    if words:
        return _("The text has the words %(words)s.", words=said)
    if topics:
        return _("The text is close in meaning to: %(topics)s.", topics=topics)
    return _("The text is close in meaning to others of this kind.")
