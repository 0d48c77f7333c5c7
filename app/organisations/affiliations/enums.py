"""Words of economic organisations and their members."""

from enum import StrEnum


class AffiliationState(StrEnum):
    """Where a membership in an economic organisation stands."""

    INVITED = "invited"
    REQUESTED = "requested"
    ACTIVE = "active"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    ENDED = "ended"


class Consent(StrEnum):
    """What a member allows one economic organisation, each a column of its membership."""

    PROFILES = "shares_profiles"
    INTRODUCTIONS = "shares_introductions"
    BROKERING = "lets_broker"


class VouchState(StrEnum):
    """Whether an economic organisation still stands by what it said of a member."""

    IN_FORCE = "in_force"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    ENDED = "ended"
