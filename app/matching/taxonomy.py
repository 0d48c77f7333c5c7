"""Tracks and subtopics of all programmes under the keys that addresses use."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select, text

from app.core.db import Texts
from app.extensions import db
from app.matching import glossary, tokens
from app.matching.question import Labels, both, labels_of
from app.programmes.models import Programme, Subtopic, Track

STAMP = text(
    "SELECT md5(string_agg(written, '' ORDER BY written)) FROM (SELECT track::text AS written FROM track"
    " UNION ALL SELECT subtopic::text FROM subtopic UNION ALL SELECT programme::text FROM programme) AS rows"
)


@dataclass(frozen=True)
class Topic:
    """A track, or a subtopic, of a programme."""

    id: int
    key: str
    code: str
    names: Texts
    programme_names: Texts
    is_retired: bool


@dataclass(frozen=True)
class Taxonomy:
    """All tracks and subtopics in their order, each with its key (`<programme>.<code>`)."""

    tracks: Mapping[str, Topic]
    subtopics: Mapping[str, Topic]

    @cached_property
    def track_keys(self) -> Mapping[str, tuple[str, ...]]:
        """What an address may give for tracks → keys."""
        return _keys(self.tracks.values())

    @cached_property
    def subtopic_keys(self) -> Mapping[str, tuple[str, ...]]:
        """The same for subtopics."""
        return _keys(self.subtopics.values())

    @cached_property
    def labels(self) -> Labels:
        """What tracks and subtopics in use and terms of the glossary are called in all languages, by the tokens of each name."""
        in_use = [topic for topic in (*self.tracks.values(), *self.subtopics.values()) if not topic.is_retired]
        return both(labels_of(topic.names.values() for topic in in_use), glossary.labels())

    @cached_property
    def _subtopics_by_name(self) -> Mapping[tuple[str, ...], tuple[Topic, ...]]:
        found: defaultdict[tuple[str, ...], dict[str, Topic]] = defaultdict(dict)
        for topic in self.subtopics.values():
            for key in labels_of([topic.names.values()]) if not topic.is_retired else ():
                found[key][topic.key] = topic
        return {key: tuple(topics.values()) for key, topics in found.items()}

    def named_in(self, text: str) -> list[Topic]:
        """The subtopics in use of which a name, in whatever language, stands in the text; in their order."""
        said, known = tokens.sequence(text), self._subtopics_by_name
        lengths = sorted({len(key) for key in known})
        named = {topic.key for at in range(len(said)) for length in lengths for topic in known.get(said[at : at + length], ())}
        return [topic for key, topic in self.subtopics.items() if key in named]

    @cached_property
    def _named_alike(self) -> Mapping[str, int]:
        """Key → how many of its kind have its name."""
        alike: dict[str, int] = {}
        for topics in (self.tracks, self.subtopics):
            names = Counter(topic.names["en"] for topic in topics.values())
            alike |= {key: names[topic.names["en"]] for key, topic in topics.items()}
        return alike

    def is_unambiguous(self, topic: Topic) -> bool:
        """Whether no other programme has a track (or subtopic) of the same name."""
        return self._named_alike[topic.key] == 1


class _Kept:
    """The taxonomy last read in this process, with the stamp of the rows that it was read from."""

    stamp: str | None = None
    taxonomy: Taxonomy | None = None


def load() -> Taxonomy:
    """The taxonomy as it stands: one statement, and two more where it has changed since it was last read."""
    stamp = db.session.scalar(STAMP)
    if _Kept.taxonomy is None or _Kept.stamp != stamp:
        _Kept.taxonomy, _Kept.stamp = _read(), stamp
    return _Kept.taxonomy


def _read() -> Taxonomy:
    in_order = (Programme.position, Programme.id, Track.position, Track.id)
    of_programme = (Programme.code, Programme.names)
    tracks = select(Track.id, Track.code, Track.names, Track.retired_at, *of_programme).join(Track.programme).order_by(*in_order)
    subtopics = (
        select(Subtopic.id, Subtopic.code, Subtopic.names, Subtopic.retired_at, *of_programme)
        .join(Subtopic.track).join(Track.programme).order_by(*in_order, Subtopic.code, Subtopic.id)
    )
    return Taxonomy(*(
        {topic.key: topic for topic in (
            Topic(key, f"{programme}.{code}", code, names, programme_names, retired_at is not None)
            for key, code, names, retired_at, programme, programme_names in db.session.execute(statement)
        )}
        for statement in (tracks, subtopics)
    ))


def _keys(topics: Iterable[Topic]) -> dict[str, tuple[str, ...]]:
    """What an address may give → keys: a key means itself, a code alone the topics of that code in every programme."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for topic in topics:
        found[topic.key].append(topic.key)
        found[topic.code].append(topic.key)
    return {given: tuple(keys) for given, keys in found.items()}
