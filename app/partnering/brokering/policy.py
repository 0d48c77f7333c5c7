"""Which of the people of an economic organisation sees what of a member. Deny by default: the member allows it, or it does not exist."""

from typing import Any

from app.organisations.affiliations.enums import Consent
from app.organisations.affiliations.models import Affiliation
from app.organisations.affiliations.policy import allowed


def sees_profiles(by: Any, affiliation: Affiliation) -> bool:
    """One of its people, where the member shares its open profiles."""
    return allowed(by, affiliation, Consent.PROFILES)


def sees_introductions(by: Any, affiliation: Affiliation) -> bool:
    """One of its people, where the member shares how its introductions stand."""
    return allowed(by, affiliation, Consent.INTRODUCTIONS)
