"""Which of the people of an economic organisation sees what of a member. Deny by default: the member allows it, or it does not exist."""

from typing import Any

from app.organisations.affiliations.enums import Consent
from app.organisations.affiliations.models import Affiliation
from app.organisations.affiliations.policy import allowed, speaks_for_economic, speaks_for_member
from app.partnering.models import ProfileSuggestion


def sees_profiles(by: Any, affiliation: Affiliation) -> bool:
    """One of its people, where the member shares its open profiles."""
    return allowed(by, affiliation, Consent.PROFILES)


def suggests(by: Any, affiliation: Affiliation) -> bool:
    """One of its representatives, where the member lets it broker."""
    return allowed(by, affiliation, Consent.BROKERING) and speaks_for_economic(by, affiliation)


def begins(by: Any, suggestion: ProfileSuggestion) -> bool:
    """The same."""
    return suggests(by, suggestion.affiliation)


def answers(by: Any, suggestion: ProfileSuggestion) -> bool:
    """A representative of the member."""
    return speaks_for_member(by, suggestion.affiliation)


def sees_suggestion(_by: Any, _suggestion: ProfileSuggestion) -> bool:
    """Whoever was let through to it: one of the people of the member."""
    return True


def clock(by: Any, _suggestion: ProfileSuggestion) -> bool:
    """Only time itself."""
    return bool(by.is_clock)


def sees_introductions(by: Any, affiliation: Affiliation) -> bool:
    """One of its people, where the member shares how its introductions stand."""
    return allowed(by, affiliation, Consent.INTRODUCTIONS)
