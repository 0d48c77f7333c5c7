"""Words of the search index."""

from enum import StrEnum


class Audience(StrEnum):
    """Which of a project's readers a document is for: each reader sees one version of a project, and searches that one."""

    EVERYONE = "everyone"
    OFFICIALS = "officials"
    CONSORTIUM = "consortium"
