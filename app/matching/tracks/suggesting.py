"""Tracks and subtopics suggested for a text while it is written: by the learned model, words of the taxonomy, and meaning.

Nothing of the text is stored. The vectors of the taxonomy's names come with the model, or are made by the worker
(`keep_labels`); until then, and where nothing makes vectors, words decide alone.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from sqlalchemy import select

from app.core import transaction
from app.extensions import db
from app.matching import embeddings, meaning
from app.matching.chunks import digest
from app.matching.geometry import Vectors
from app.matching.models import TextVector
from app.matching.tracks import store
from app.matching.tracks.judging import LEARNED_LANGUAGE, Judged, Text, judge
from app.organisations.importing.evidence import MOST_WORDS, Evidence, TrackWords, synonyms
from app.programmes.models import Subtopic, Track
from app.programmes.suggesting import LEAST, Confidence, Suggested, Suggestions, in_words

LONGEST = 20_000
MOST_SUBTOPICS = 8
MOST_BY_MEANING = 4
STANDS_OUT = 1.8
"""Standard deviations above the mean nearness of all subtopics, from which one is suggested by meaning alone."""

NEAR = 0.3
"""The least nearness (a cosine after the means of languages are taken out) for that."""

SPREAD = 0.079
"""The least standard deviation for that: a text of another field lies about as near to every subtopic."""

LABELS_AT_ONCE = 32
FEWEST_LABELS = 5
"""Fewer subtopics with vectors are no scale to measure by."""


def suggest(text: str, tracks: Sequence[Track]) -> Suggestions:
    """What fits the text among these tracks, those in use and their subtopics; likely ones first."""
    text = text[:LONGEST]
    learned = store.load()
    vector = _vector(text)
    read = vector if learned.reads(embeddings.model()) else None
    judged = judge(learned, [Text(text, text)], None if read is None else read[None, :])[0]
    topics = [topic for track in tracks for topic in track.subtopics if topic.retired_at is None]
    nearness = _nearness(text, vector, topics) if vector is not None else {}
    said = _evidence(tuple(_words(topic) for topic in topics)).found(text)
    subtopics = _subtopics(topics, said, nearness)
    return Suggestions(_tracks(text, tracks, judged, subtopics), subtopics, by_meaning=bool(nearness) or read is not None)


def keep_labels() -> int:
    """Make the vectors of names of subtopics that have none yet, a portion; gives how many. The worker's job."""
    if embeddings.model() is None:
        return 0
    with transaction.unit():
        topics = db.session.scalars(select(Subtopic).where(Subtopic.retired_at.is_(None)).order_by(Subtopic.id)).all()
        names = {name: language for topic in topics for language, name in topic.names.items()}
        known = _known_labels(list(names))
        missing = [name for name in names if name not in known][:LABELS_AT_ONCE]
        meaning.kept(missing, [names[name] for name in missing])
    return len(missing)


def _vector(text: str) -> Vectors | None:
    try:
        return embeddings.encode_question(text)
    except embeddings.Unavailable:
        return None


def _tracks(
    text: str, tracks: Sequence[Track], judged: Judged, subtopics: Sequence[Suggested[Subtopic]]
) -> tuple[Suggested[Track], ...]:
    """By the chance that was learned, and by words of the track or a subtopic, which make a track possible.

    Subtopics near in meaning do the same where the model has not learned the track or the language.
    """
    by_words = _evidence(tuple(_words(track) for track in tracks)).found(text)
    found = []
    for track in tracks:
        of_track = [each for each in subtopics if each.thing.track_id == track.id]
        words = tuple(dict.fromkeys([*by_words.get(track.id, ()), *(word for each in of_track for word in each.words)]))
        chance = judged.chances.get(track.code, 0.0)
        is_learned = track.code in judged.chances and judged.language == LEARNED_LANGUAGE
        near = [topic for code in judged.near.get(track.code, ()) for topic in track.subtopics if topic.code == code]
        if chance < LEAST:
            near = [] if is_learned else [each.thing for each in of_track if not each.words]
        if chance >= LEAST or words or near:
            telling = words or (judged.words.get(track.code, ()) if is_learned else ())
            found.append((chance, Suggested(track, in_words(chance), telling[:MOST_WORDS], tuple(near))))
    found.sort(key=lambda pair: -pair[0])
    return tuple(suggested for _, suggested in found)


def _subtopics(
    topics: Sequence[Subtopic], said: Mapping[int, tuple[str, ...]], nearness: Mapping[int, float]
) -> tuple[Suggested[Subtopic], ...]:
    """Those whose name or another word for it stands in the text are likely, those that are only near in meaning possible."""
    named = sorted((topic for topic in topics if topic.id in said), key=lambda topic: (-nearness.get(topic.id, 0), topic.code))
    standing_out = [topic for topic in topics if nearness.get(topic.id, 0) >= STANDS_OUT and topic.id not in said]
    close = sorted(standing_out, key=lambda topic: (-nearness[topic.id], topic.code))[:MOST_BY_MEANING]
    likely = [Suggested(topic, Confidence.LIKELY, said[topic.id], ()) for topic in named]
    possible = [Suggested(topic, Confidence.POSSIBLE, (), ()) for topic in close]
    return tuple([*likely, *possible][:MOST_SUBTOPICS])


def _words(thing: Track | Subtopic) -> TrackWords:
    return TrackWords(thing.id, thing.code, tuple(thing.names.values()))


@lru_cache(maxsize=32)
def _evidence(things: tuple[TrackWords, ...]) -> Evidence:
    return Evidence(things, synonyms())


def _nearness(text: str, vector: Vectors, topics: Sequence[Subtopic]) -> dict[int, float]:
    """How far each subtopic stands out by its nearest name, in standard deviations; 0 for those that are not near.

    Empty where too few can be compared.
    """
    labels = [(topic.id, language, name) for topic in topics for language, name in topic.names.items()]
    known = _known_labels([name for _, _, name in labels])
    labels = [label for label in labels if label[2] in known]
    if not labels:
        return {}
    means = meaning.means()
    placed = means.centre(np.vstack([known[name] for _, _, name in labels]), [language for _, language, _ in labels])
    asked = means.centre_question(vector, Text(text, text).language)
    best: dict[int, float] = {}
    for (topic_id, _, _), value in zip(labels, (placed @ asked).tolist(), strict=True):
        best[topic_id] = max(value, best.get(topic_id, -1.0))
    values = np.array(list(best.values()))
    if len(values) < FEWEST_LABELS:
        return {}
    mean, spread = float(values.mean()), float(values.std())
    return {topic_id: (value - mean) / spread if value >= NEAR and spread >= SPREAD else 0.0 for topic_id, value in best.items()}


def _known_labels(names: Sequence[str]) -> dict[str, Vectors]:
    """The vectors of names that came with the model or stand in the database."""
    model, learned = embeddings.model(), store.load()
    found: dict[str, Vectors] = {}
    if learned.topics is not None and learned.reads(model):
        found = dict(zip(learned.topics.texts, learned.topics.vectors, strict=True))
    keys = {digest(name): name for name in names if name not in found}
    if keys:
        rows = db.session.execute(
            select(TextVector.digest, TextVector.vector).where(TextVector.model == model, TextVector.digest.in_(keys))
        )
        found |= {keys[row.digest]: np.asarray(row.vector, np.float32) for row in rows}
    return found
