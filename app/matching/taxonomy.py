"""Tracks and subtopics of all programmes under the keys that addresses use."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.extensions import db
from app.matching.question import Labels, labels_of
from app.programmes.models import Programme, Subtopic, Track


@dataclass(frozen=True)
class Taxonomy:
    """All tracks and subtopics in their order, each with its key (`<programme>.<code>`)."""

    tracks: Mapping[str, Track]
    subtopics: Mapping[str, Subtopic]
    track_keys: Mapping[str, tuple[str, ...]]
    subtopic_keys: Mapping[str, tuple[str, ...]]

    @cached_property
    def labels(self) -> Labels:
        """What tracks and subtopics in use are called in all languages, by the tokens of each name."""
        things: list[Track | Subtopic] = [*self.tracks.values(), *self.subtopics.values()]
        return labels_of(thing.names for thing in things if thing.retired_at is None)

    @cached_property
    def _names(self) -> Counter[tuple[type, str]]:
        things: list[Track | Subtopic] = [*self.tracks.values(), *self.subtopics.values()]
        return Counter((type(thing), thing.names["en"]) for thing in things)

    def is_unambiguous(self, thing: Track | Subtopic) -> bool:
        """Whether no other programme has a track (or subtopic) of the same name."""
        return self._names[type(thing), thing.names["en"]] == 1


def load() -> Taxonomy:
    """Read the taxonomy, in two statements."""
    in_order = (Programme.position, Programme.id, Track.position, Track.id)
    tracks = db.session.scalars(
        select(Track).join(Track.programme).options(contains_eager(Track.programme)).order_by(*in_order)
    ).all()
    subtopics = db.session.scalars(
        select(Subtopic)
        .join(Subtopic.track)
        .join(Track.programme)
        .options(contains_eager(Subtopic.track).contains_eager(Track.programme))
        .order_by(*in_order, Subtopic.code, Subtopic.id)
    ).all()
    track_pairs = [(track.programme.code, track) for track in tracks]
    subtopic_pairs = [(subtopic.track.programme.code, subtopic) for subtopic in subtopics]
    return Taxonomy(
        {f"{programme}.{track.code}": track for programme, track in track_pairs},
        {f"{programme}.{subtopic.code}": subtopic for programme, subtopic in subtopic_pairs},
        _keys(track_pairs),
        _keys(subtopic_pairs),
    )


def _keys(pairs: Iterable[tuple[str, Track | Subtopic]]) -> dict[str, tuple[str, ...]]:
    """What an address may give → keys: a key means itself, a code alone the things of that code in every programme."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for programme, thing in pairs:
        key = f"{programme}.{thing.code}"
        found[key].append(key)
        found[thing.code].append(key)
    return {given: tuple(keys) for given, keys in found.items()}
