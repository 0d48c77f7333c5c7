"""Reads of partnering."""

from app.partnering.queries.finding import FACETS, Found, Wanted, read_wanted, search_profiles
from app.partnering.queries.lists import (
    count_bookmarks,
    list_bookmarks,
    list_drafts_to_date,
    list_due,
    list_ending,
    list_of_organisation,
    list_open_of,
    list_queue,
    list_revisions_waiting,
    list_waiting,
    list_writing_organisations,
    names_of_people,
    timeline,
    views_by_day,
)
from app.partnering.queries.profiles import (
    SHOWING_STATES,
    WHOLE,
    get_open_profile,
    get_profile,
    get_profile_in,
    get_whole_profile,
    is_open,
    kept_by,
    open_now,
    sees_whole,
    whole_for,
)

__all__ = [
    "FACETS", "SHOWING_STATES", "WHOLE", "Found", "Wanted", "count_bookmarks", "get_open_profile", "get_profile", "get_profile_in", "get_whole_profile", "is_open",
    "kept_by", "list_bookmarks", "list_drafts_to_date", "list_due", "list_ending", "list_of_organisation", "list_open_of", "list_queue",
    "list_revisions_waiting", "list_waiting", "list_writing_organisations", "names_of_people", "open_now", "read_wanted", "search_profiles",
    "sees_whole", "timeline", "views_by_day", "whole_for",
]
