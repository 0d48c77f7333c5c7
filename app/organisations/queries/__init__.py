"""Reads of the registry."""

from app.organisations.queries.duplicates import Candidate, DuplicateReason, duplicates_of, possible_duplicates
from app.organisations.queries.finding import called
from app.organisations.queries.parties import (
    Country,
    calendar_of,
    coordinated_countries,
    countries,
    country_facts,
    list_tracks_for,
    other_countries,
    secretariats_of,
)
from app.organisations.queries.registry import (
    WITH_PARTS,
    count_open_projects,
    get_organisation,
    get_own_draft,
    get_survivor,
    holder_of,
    list_events,
    list_own,
    pending_number,
    visible_to,
)
from app.organisations.queries.verification import (
    count_waiting,
    get_recovery,
    has_representative,
    has_signatory,
    is_represented,
    list_queue,
    list_recoveries,
    list_waiting,
    open_recovery_of,
)

__all__ = [
    "WITH_PARTS", "Candidate", "Country", "DuplicateReason", "calendar_of", "called", "coordinated_countries", "count_open_projects",
    "count_waiting", "countries", "country_facts", "duplicates_of", "get_organisation", "get_own_draft", "get_recovery",
    "get_survivor", "has_representative", "has_signatory", "holder_of", "is_represented", "list_events", "list_own", "list_queue",
    "list_recoveries", "list_tracks_for", "list_waiting", "open_recovery_of", "other_countries", "pending_number", "possible_duplicates",
    "secretariats_of", "visible_to",
]
