"""Pages of accounts: coming in, one's own account, invitations, administration of people."""

from app.accounts import wording as wording
from app.accounts.blueprint import blueprint
from app.accounts.views import account, entrance, invitations, people, recovery, sessions

__all__ = ["account", "blueprint", "entrance", "invitations", "people", "recovery", "sessions"]
