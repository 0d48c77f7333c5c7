"""What a person does to an organisation. Each function takes the actor as `by`; none commits."""

from app.organisations.services.entries import refresh_names, save_draft, save_tracks, withdraw_change
from app.organisations.services.members import invite_member
from app.organisations.services.onboarding import (
    accept,
    appeal,
    declare,
    invite_organisation,
    renew,
    resubmit,
    start_organisation,
)
from app.organisations.services.recovery import grant_recovery, open_recovery, refuse_recovery
from app.organisations.services.standing import change_legal_data, lapse, lift, pass_date, retire, suspend
from app.organisations.services.tracks import confirm_track, dismiss_track
from app.organisations.services.verification import ask_for_data, merge_as_duplicate, reject, take_up, verify

__all__ = [
    "accept", "appeal", "ask_for_data", "change_legal_data", "confirm_track", "declare", "dismiss_track",
    "grant_recovery", "invite_member", "invite_organisation", "lapse", "lift", "merge_as_duplicate", "open_recovery", "pass_date",
    "refresh_names", "refuse_recovery", "reject", "renew", "resubmit", "retire", "save_draft", "save_tracks",
    "start_organisation", "suspend", "take_up", "verify", "withdraw_change",
]
