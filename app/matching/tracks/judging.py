"""What the learned model says of texts, and what that rests on: words, and subtopics that are near in meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.matching.tracks.model import NONE, Floats, TrackModel, language_of
from app.matching.tracks.store import Learned, Topics
from app.matching.words import stop_words

LEARNED_LANGUAGE = "en"
NEAR_TOPICS = 2
WITHIN = 12
"""Subtopics count as near to a text when they are among so many of the nearest."""


@dataclass(frozen=True)
class Text:
    """A text to be judged: by the words of `whole`, which has a name before it where there is one, and the vector of `plain`."""

    whole: str
    plain: str

    @property
    def language(self) -> str:
        """The language whose mean is taken out of the vector."""
        return language_of(self.plain or self.whole)


@dataclass(frozen=True)
class Judged:
    """The chance of each track (by its code), with the words and the codes of near subtopics that speak for it."""

    language: str
    by_meaning: bool
    chances: Mapping[str, float]
    words: Mapping[str, tuple[str, ...]]
    near: Mapping[str, tuple[str, ...]]


def judge(learned: Learned, texts: Sequence[Text], vectors: Floats | None) -> list[Judged]:
    """Judge texts; `vectors` as the model that was learned from makes them, or none."""
    languages = [text.language for text in texts]
    chances, _ = learned.model.chances([text.whole for text in texts], vectors, languages)
    tracks = {code: at for at, code in enumerate(learned.model.tracks) if code != NONE}
    found = []
    for number, (text, language) in enumerate(zip(texts, languages, strict=True)):
        near = near_topics(learned.model, learned.topics, vectors[number], language) if vectors is not None else ()
        found.append(Judged(
            language,
            vectors is not None and bool(vectors[number].any()),
            {code: float(chances[number, at]) for code, at in tracks.items()},
            {code: _telling(learned.model, text.whole, at) for code, at in tracks.items()},
            {code: of_track(near, code) for code in tracks},
        ))
    return found


def _telling(model: TrackModel, text: str, track: int) -> tuple[str, ...]:
    """The words that speak most for the track, but for those with a stop word in them, which tell a reader nothing."""
    found = model.words.telling(text, track, len(model.tracks) - 1)
    return tuple(gram for gram in found if not stop_words().intersection(gram.split(" ")))


def near_topics(model: TrackModel, topics: Topics | None, vector: Floats, language: str) -> tuple[str, ...]:
    """Codes of the subtopics nearest to a text, the nearest first; none for a vector of zeros."""
    if topics is None or model.centres is None or not np.any(vector):
        return ()
    return tuple(code for code, _ in topics.nearest(vector, language, model.centres.means)[:WITHIN])


def of_track(near: Sequence[str], track: str) -> tuple[str, ...]:
    """The first of them that belong to a track; a subtopic's code begins with its track's."""
    return tuple(code for code in near if code.rpartition("-")[0] == track)[:NEAR_TOPICS]
