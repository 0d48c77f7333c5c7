"""Reads of the search index: the registry's search, and counterparts."""

from app.matching.queries.registry import Found, search

__all__ = ["Found", "search"]
