"""Reads of the search index: the registry's search, and counterparts."""

from app.matching.queries.aside import (
    Aside,
    Pair,
    get_aside,
    get_pair,
    get_project_aside,
    get_project_pair,
    list_aside,
    open_aside,
    standing,
    without,
)
from app.matching.queries.counterparts import Counterparts, counterparts
from app.matching.queries.gaps import Gaps, gaps
from app.matching.queries.registry import Found, Why, search
from app.matching.queries.subjects import Subject, of_organisation, of_profile, of_project, of_text, subtopics_of, tracks_of
from app.matching.queries.vectors import chunk_vectors, nearest_organisations
from app.matching.queries.works import Sought, Works, search_works
from app.matching.queries.works import read as read_sought

__all__ = [
    "Aside", "Counterparts", "Found", "Gaps", "Pair", "Sought", "Subject", "Why", "Works", "chunk_vectors", "counterparts", "gaps",
    "get_aside", "get_pair", "get_project_aside", "get_project_pair", "list_aside", "nearest_organisations", "of_organisation",
    "of_profile", "of_project", "of_text", "open_aside", "read_sought", "search", "search_works", "standing", "subtopics_of", "tracks_of", "without",
]
