"""Words of messages."""

from enum import StrEnum


class Audience(StrEnum):
    """Who reads a message; `both_sides` are all partners where there are more than two."""

    OWN_SIDE = "own_side"
    BOTH_SIDES = "both_sides"
    WITH_OFFICERS = "with_officers"


class SubjectKind(StrEnum):
    """What a thread hangs on: the name of its table."""

    INTRODUCTION = "introduction"
    MEETING = "meeting"
    PROJECT = "project"
