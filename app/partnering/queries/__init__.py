"""Reads of partnering."""

from app.partnering.queries.brokering import (
    get_suggestion,
    list_introductions_of_member,
    list_open_of_member,
    list_suggestions_due,
    list_suggestions_waiting,
    shares_profiles_with,
    was_suggested,
)
from app.partnering.queries.exchange import (
    count_papers,
    get_paper,
    list_papers,
)
from app.partnering.queries.finding import FACETS, Found, Wanted, read_wanted, search_profiles
from app.partnering.queries.hours import days_off_of, get_day_off, get_week, list_days_off, weeks_of
from app.partnering.queries.introduction_lists import (
    list_introduction_drafts_to_date,
    list_introductions_due,
    list_introductions_waiting,
    list_received,
    list_screening,
    list_sent,
    list_steps_due,
    list_steps_waiting,
)
from app.partnering.queries.introductions import (
    Answering,
    answering_among,
    answering_of,
    count_requests,
    get_found,
    get_introduction,
    introduction_timeline,
    list_found_through,
    open_between,
    open_of,
    turned_down_since,
)
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
from app.partnering.queries.meetings import (
    get_meeting,
    list_meetings_due,
    list_meetings_of,
    list_meetings_to_date,
    list_meetings_waiting,
    list_own_meetings,
    list_taken,
    lock_people,
)
from app.partnering.queries.profiles import (
    SHOWING_STATES,
    WHOLE,
    get_open_profile,
    get_profile,
    get_profile_in,
    get_whole_profile,
    in_date,
    is_open,
    kept_by,
    open_now,
    sees_whole,
    whole_for,
)
from app.partnering.queries.trials import (
    get_trial,
    list_own_trials,
    list_trials_due,
    list_trials_of,
    list_trials_undecided,
    list_trials_waiting,
)

__all__ = [
    "FACETS", "SHOWING_STATES", "WHOLE", "Answering", "Found", "Wanted", "answering_among", "answering_of",
    "count_bookmarks", "count_papers", "count_requests", "days_off_of", "get_day_off", "get_found", "get_introduction",
    "get_meeting", "get_open_profile", "get_paper", "get_profile", "get_profile_in", "get_suggestion", "get_trial",
    "get_week", "get_whole_profile", "in_date", "introduction_timeline", "is_open", "kept_by", "list_bookmarks",
    "list_days_off", "list_drafts_to_date", "list_due", "list_ending", "list_found_through",
    "list_introduction_drafts_to_date", "list_introductions_due", "list_introductions_of_member",
    "list_introductions_waiting", "list_meetings_due", "list_meetings_of", "list_meetings_to_date", "list_meetings_waiting",
    "list_of_organisation", "list_open_of", "list_open_of_member", "list_own_meetings", "list_own_trials", "list_papers",
    "list_queue", "list_received", "list_revisions_waiting", "list_screening", "list_sent", "list_steps_due",
    "list_steps_waiting", "list_suggestions_due", "list_suggestions_waiting", "list_taken", "list_trials_due",
    "list_trials_of", "list_trials_undecided", "list_trials_waiting", "list_waiting", "list_writing_organisations",
    "lock_people", "names_of_people", "open_between", "open_now", "open_of", "read_wanted", "search_profiles", "sees_whole",
    "shares_profiles_with", "timeline", "turned_down_since", "views_by_day", "was_suggested", "weeks_of", "whole_for",
]
