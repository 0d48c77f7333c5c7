"""What people do with memberships in economic organisations. Each function takes the actor as `by`; none commits."""

from app.organisations.affiliations.services.joining import (
    accept_affiliation,
    alike,
    decline_affiliation,
    end_affiliation,
    invite_member,
    invite_newcomer,
    request_membership,
    set_consents,
    withdraw_affiliation,
)
from app.organisations.affiliations.services.time import expire_vouch, lapse_affiliation, move_date
from app.organisations.affiliations.services.vouching import give_vouch, renew_vouch, withdraw_vouch

__all__ = [
    "accept_affiliation", "alike", "decline_affiliation", "end_affiliation", "expire_vouch", "give_vouch", "invite_member", "invite_newcomer",
    "lapse_affiliation", "move_date", "renew_vouch", "request_membership", "set_consents", "withdraw_affiliation", "withdraw_vouch",
]
