"""What can speak for a counterpart, and what each kind weighs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

STARTING = Path(__file__).parent.parent / "data" / "weights.json"


class Evidence(StrEnum):
    """What speaks for a counterpart."""

    SHARED_SUBTOPICS = "shared_subtopics"
    SHARED_TRACKS = "shared_tracks"
    COMMON_WORDS = "common_words"
    MEANING = "meaning"
    PROFILE_WORDS = "profile_words"
    PROFILE_LIKENESS = "profile_likeness"
    SIMILAR_WORK = "similar_work"
    COOPERATION = "cooperation"
    COOPERATION_ON_TOPIC = "cooperation_on_topic"
    PARTNERS_IN_COMMON = "partners_in_common"
    REACH = "reach"
    SAME_CIRCLE = "same_circle"
    TOPIC_CIRCLE = "topic_circle"
    MOMENTUM = "momentum"
    COMPLEMENTARY_SIZE = "complementary_size"
    COMMON_LANGUAGE = "common_language"
    VERIFIED = "verified"
    COMPLEMENTARITY = "complementarity"
    ANSWERING = "answering"
    AVAILABILITY = "availability"


RECORD = (
    Evidence.PROFILE_WORDS, Evidence.PROFILE_LIKENESS, Evidence.SIMILAR_WORK, Evidence.COOPERATION,
    Evidence.COOPERATION_ON_TOPIC, Evidence.PARTNERS_IN_COMMON, Evidence.REACH, Evidence.SAME_CIRCLE,
    Evidence.TOPIC_CIRCLE, Evidence.MOMENTUM,
)
"""What an organisation's texts and past projects say, in the order of the arrays that hold it."""

GROUND = frozenset({
    Evidence.SHARED_SUBTOPICS, Evidence.SHARED_TRACKS, Evidence.COMMON_WORDS, Evidence.MEANING, Evidence.COOPERATION_ON_TOPIC,
    Evidence.COMPLEMENTARITY,
})
"""Common ground: one of these there must be, else nothing makes a fit."""


@dataclass(frozen=True)
class Weights:
    """The weight of each kind, with the day and the measure by which they were found."""

    values: Mapping[Evidence, float]
    fitted_on: str
    measure: str

    @classmethod
    def read(cls, written: str) -> "Weights":
        """Weights from JSON; a kind that is not named weighs nothing."""
        data = json.loads(written)
        return cls({Evidence(kind): float(value) for kind, value in data["weights"].items()}, data["fitted_on"], data["measure"])

    def written(self) -> str:
        """The same as JSON."""
        values = {kind.value: round(value, 4) for kind, value in self.values.items()}
        return json.dumps({"fitted_on": self.fitted_on, "measure": self.measure, "weights": values}, indent=2) + "\n"


@cache
def starting_weights() -> Weights:
    """The weights that the product starts with."""
    return Weights.read(STARTING.read_text("utf-8"))
