"""What people do with accounts. Import from here; each module below holds one part."""

from app.accounts import event_kinds as event_kinds
from app.accounts.services.administration import disable_person, enable_person
from app.accounts.services.invitations import (
    accept_invitation,
    accept_with_new_account,
    decline_invitation,
    invite,
    lapse_invitations,
    send_invitation,
    withdraw_invitation,
)
from app.accounts.services.passwords import ask_for_reset, change_password, reset_password
from app.accounts.services.profile import update_account
from app.accounts.services.roles import end_membership, give_role, grant_role
from app.accounts.services.sessions import Entry, end_session, sign_in, sign_out, start_session, touch_session
from app.accounts.services.sign_up import confirm_email, register_person

__all__ = [
    "Entry", "accept_invitation", "accept_with_new_account", "ask_for_reset", "change_password", "confirm_email", "decline_invitation",
    "disable_person", "enable_person", "end_membership", "end_session", "give_role", "grant_role", "invite",
    "lapse_invitations", "register_person", "reset_password", "send_invitation", "sign_in", "sign_out", "start_session", "touch_session",
    "update_account", "withdraw_invitation",
]
