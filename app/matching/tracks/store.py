"""The fitted model in a compact file: weights, centres and the vectors of the taxonomy's labels, no text of an organisation.

The committed one was learned from the Israeli Tech Companies Map (mluggy/techmap, commit c6e9777a, Open Database License
1.0) by `flask match learn-tracks`.
"""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from app.matching.tracks.model import Blend, Centres, Floats, TrackModel, View, Words, centred

FILE = Path(__file__).parents[1] / "data" / "track-model.npz"
TAXONOMY = Path(__file__).parents[2] / "programmes" / "data" / "japan-israel.toml"
SOURCE = "Israeli Tech Companies Map (mluggy/techmap, commit c6e9777a), Open Database License 1.0"
SMALLEST_WEIGHT = 0.1


@dataclass(frozen=True)
class Topics:
    """Names of subtopics in all languages with the vector of each."""

    codes: tuple[str, ...]
    texts: tuple[str, ...]
    languages: tuple[str, ...]
    vectors: Floats

    @property
    def shifts(self) -> Mapping[str, Floats]:
        """Language → how far its labels lie from the English ones."""
        means = {
            language: self.vectors[[each == language for each in self.languages]].mean(axis=0) for language in set(self.languages)
        }
        return {language: mean - means["en"] for language, mean in means.items() if language != "en"}

    def nearest(self, vector: Floats, language: str, means: Mapping[str, Floats]) -> list[tuple[str, float]]:
        """Codes of subtopics with their likeness to a text (for ranking only), the nearest first."""
        labels = centred(self.vectors, self.languages, means)
        likeness = labels @ centred(vector[None, :], [language], means)[0]
        best: dict[str, float] = {}
        for code, value in zip(self.codes, likeness.tolist(), strict=True):
            best[code] = max(value, best.get(code, -1.0))
        return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))


@dataclass(frozen=True)
class Learned:
    """What the file holds. Without vectors there are no topics."""

    model: TrackModel
    topics: Topics | None
    facts: Mapping[str, Any]

    def reads(self, vectors_by: str | None) -> bool:
        """Whether vectors made by this (name and version) are of the kind that was learned from."""
        return self.model.centres is not None and self.facts["vectors"] == vectors_by


def labels_of_taxonomy(tracks: Sequence[str]) -> list[tuple[str, str, str]]:
    """Code, language and name of each subtopic of these tracks, as the programme is delivered."""
    with TAXONOMY.open("rb") as file:
        data = tomllib.load(file)
    return [
        (topic["code"], language, name)
        for programme in data["programmes"] for track in programme["tracks"] if track["code"] in tracks
        for topic in track["subtopics"]
        for language, name in topic["names"].items()
    ]


def save(learned: Learned, file: Path) -> None:
    """Write the file. Words that say next to nothing are left out, numbers kept to three digits."""
    model, words = learned.model, learned.model.words
    worth = np.abs(words.weights - words.weights.mean(axis=1, keepdims=True)).max(axis=1) >= SMALLEST_WEIGHT
    kept = [(gram, place) for gram, place in sorted(words.vocabulary.items()) if worth[place]]
    places = [place for _, place in kept]
    arrays: dict[str, npt.NDArray[Any]] = {
        "facts": _text({**learned.facts, "tracks": model.tracks}),
        "words": _text([gram for gram, _ in kept]),
        "idf": _short(words.idf[places]), "word_weights": _short(words.weights[places]), "word_bias": words.bias,
    }
    for view, blend in model.blends.items():
        arrays |= {f"{view}_weights": blend.weights, f"{view}_bias": blend.bias, f"{view}_offsets": blend.offsets}
    if model.centres is not None and learned.topics is not None:
        centres, topics = model.centres, learned.topics
        arrays |= {
            "points": _short(centres.points), "centre_weights": centres.weights, "centre_bias": centres.bias,
            "languages": _text(list(centres.means)), "means": np.vstack(list(centres.means.values())).astype(np.float32),
            "topics": _text([topics.codes, topics.texts, topics.languages]), "topic_vectors": _short(topics.vectors),
        }
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]


@cache
def load(file: Path = FILE) -> Learned:
    """Read the file, once in a process."""
    with np.load(file, allow_pickle=False) as data:
        arrays = {name: data[name] for name in data.files}
    facts = _read_text(arrays["facts"])
    grams = _read_text(arrays["words"])
    words = Words(
        {gram: place for place, gram in enumerate(grams)}, _long(arrays["idf"]), _long(arrays["word_weights"]), arrays["word_bias"],
    )
    blends = {
        view: Blend(arrays[f"{view}_weights"], arrays[f"{view}_bias"], arrays[f"{view}_offsets"])
        for view in View if f"{view}_weights" in arrays
    }
    centres = topics = None
    if "points" in arrays:
        means = dict(zip(_read_text(arrays["languages"]), arrays["means"], strict=True))
        centres = Centres(means, _long(arrays["points"]), arrays["centre_weights"], arrays["centre_bias"])
        codes, texts, languages = (tuple(each) for each in _read_text(arrays["topics"]))
        topics = Topics(codes, texts, languages, _long(arrays["topic_vectors"]))
    return Learned(TrackModel(tuple(facts["tracks"]), words, centres, blends), topics, facts)


def _text(value: Any) -> npt.NDArray[np.uint8]:
    return np.frombuffer(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), np.uint8)


def _read_text(array: npt.NDArray[Any]) -> Any:
    return json.loads(array.tobytes())


def _short(array: Floats) -> npt.NDArray[np.float16]:
    return array.astype(np.float16)


def _long(array: npt.NDArray[Any]) -> Floats:
    return array.astype(np.float32)
