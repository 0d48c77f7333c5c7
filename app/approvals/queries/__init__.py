"""Reads of what officials and reviewers record: `cases` and the queue, `decisions`, `reviews`."""

from app.approvals.queries.cases import (
    Case,
    Show,
    Turn,
    get_case,
    list_cases,
    list_programmes,
    standing_checks,
    turns,
    waits_for,
)
from app.approvals.queries.decisions import (
    RECORDED,
    RESULT_STATES,
    Result,
    ShownDecision,
    coordinates,
    current_decisions,
    due_changes,
    is_away,
    earlier_decisions,
    overtaken_cases,
    recused_people,
    result_for_applicants,
    side_of,
    visible_decisions,
)
from app.approvals.queries.reviews import (
    OPEN_REVIEWS,
    READING,
    assigned_to_review,
    get_case_review,
    get_own_review,
    late_review_cases,
    list_own_reviews,
    review_by,
    reviews_of,
)

__all__ = [
    "OPEN_REVIEWS", "READING", "RECORDED", "RESULT_STATES", "Case", "Result", "Show", "ShownDecision", "Turn", "assigned_to_review",
    "coordinates", "current_decisions", "due_changes", "earlier_decisions", "get_case", "get_case_review", "get_own_review", "is_away",
    "late_review_cases", "list_cases", "list_own_reviews", "list_programmes", "overtaken_cases", "recused_people",
    "result_for_applicants", "review_by", "reviews_of", "side_of", "standing_checks", "turns", "visible_decisions", "waits_for",
]
