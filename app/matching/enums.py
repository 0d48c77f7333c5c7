"""Words of the search index and of counterparts."""

from enum import StrEnum


class Audience(StrEnum):
    """Which of a project's readers a document is for: each reader sees one version of a project, and searches that one."""

    EVERYONE = "everyone"
    OFFICIALS = "officials"
    CONSORTIUM = "consortium"


class AsideReason(StrEnum):
    """Why a counterpart is set aside."""

    OFF_TOPIC = "off_topic"
    WRONG_SIZE = "wrong_size"
    NO_CAPACITY = "no_capacity"
    DISTANCE_OR_LANGUAGE = "distance_or_language"
    COMPETITOR = "competitor"
    KNOWN = "known"
    TRIED = "tried"
    OTHER = "other"


class WeightSource(StrEnum):
    """What weights were learned from."""

    REFERENCE = "reference"
    OUTCOMES = "outcomes"
