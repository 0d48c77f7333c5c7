"""Reads of the search index: the registry's search, and counterparts."""

from app.matching.queries.counterparts import Counterparts, Subject, counterparts, of_organisation, of_project
from app.matching.queries.registry import Found, search

__all__ = ["Counterparts", "Found", "Subject", "counterparts", "of_organisation", "of_project", "search"]
