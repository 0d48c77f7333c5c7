"""Reads of the search index: the registry's search, and counterparts."""

from app.matching.queries.counterparts import Counterparts, Subject, counterparts, of_organisation, of_project
from app.matching.queries.gaps import Gaps, gaps
from app.matching.queries.registry import Found, Why, search
from app.matching.queries.vectors import chunk_vectors, nearest_organisations

__all__ = [
    "Counterparts", "Found", "Gaps", "Subject", "Why", "chunk_vectors", "counterparts", "gaps", "nearest_organisations",
    "of_organisation", "of_project", "search",
]
