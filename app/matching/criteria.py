"""What a search asks for, as it stands in the address of the page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.organisations.enums import OrganisationKind, SizeBand
from app.partnering.enums import ProfileKind
from app.programmes.vocabulary import collaboration_types, readiness_levels

MAX_TEXT = 200
MAX_CHOICES = 100
YES, NO = "yes", "no"
UNKNOWN = "unknown"

KINDS = frozenset(OrganisationKind)
SIZES = frozenset(SizeBand) | {UNKNOWN}
PROFILES = frozenset(ProfileKind)
READINESS = frozenset(str(level) for level in readiness_levels())
FACETS = ("kind", "country", "track", "subtopic", "size", "language", "verified", "profile", "collaboration", "trl")
"""The facets by the names of their parameters, in the order of the page."""

PARAMETERS = ("q", *FACETS, "page")


@dataclass(frozen=True)
class Criteria:
    """A text and the values chosen in each facet: one of the values must hold in each facet that has any.

    Tracks and subtopics stand under their keys, `<programme>.<code>`; an address may give the code alone, which means those
    of every programme. `profile`, `collaboration` and `trl` are of open partnering profiles that name their owner.
    """

    text: str = ""
    kind: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    track: tuple[str, ...] = ()
    subtopic: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    verified: tuple[str, ...] = ()
    profile: tuple[str, ...] = ()
    collaboration: tuple[str, ...] = ()
    trl: tuple[str, ...] = ()

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The values chosen in a facet."""
        values: tuple[str, ...] = getattr(self, facet)
        return values

    def without(self, facet: str, value: str) -> "Criteria":
        """The same search with one choice taken back."""
        kept: dict[str, Any] = {facet: tuple(one for one in self.chosen(facet) if one != value)}
        return replace(self, **kept)

    def without_text(self) -> "Criteria":
        """The choices alone."""
        return replace(self, text="")

    def arguments(self) -> dict[str, Any]:
        """The query parameters that lead back here; those without a value are left out."""
        values: dict[str, Any] = {"q": self.text, **{facet: list(self.chosen(facet)) for facet in FACETS}}
        return {name: value for name, value in values.items() if value}


Keys = Mapping[str, Sequence[str]]
"""What may stand in an address → the keys that it means."""


def plain(text: str) -> str:
    """The text of a question on one line, without what cannot be seen, cut at its most."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())[:MAX_TEXT]


def read(text: str, values: Callable[[str], Sequence[str]], *, tracks: Keys, subtopics: Keys) -> Criteria:
    """The criteria of an address. Choices that do not exist (any more) are left out."""

    def chosen(facet: str, known: Callable[[str], bool]) -> tuple[str, ...]:
        return tuple(value for value in dict.fromkeys(values(facet)[:MAX_CHOICES]) if known(value))

    def meant(facet: str, keys: Keys) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key for value in values(facet)[:MAX_CHOICES] for key in keys.get(value, ())))

    return Criteria(
        text=plain(text),
        kind=chosen("kind", KINDS.__contains__),
        country=chosen("country", _is_country),
        track=meant("track", tracks),
        subtopic=meant("subtopic", subtopics),
        size=chosen("size", SIZES.__contains__),
        language=chosen("language", _is_language),
        verified=chosen("verified", {YES, NO}.__contains__),
        profile=chosen("profile", PROFILES.__contains__),
        collaboration=chosen("collaboration", collaboration_types().__contains__),
        trl=chosen("trl", READINESS.__contains__),
    )


def _is_country(value: str) -> bool:
    return len(value) == 2 and value.isascii() and value.isalpha() and value.isupper()


def _is_language(value: str) -> bool:
    return value == UNKNOWN or (len(value) in {2, 3} and value.isascii() and value.isalpha() and value.islower())
