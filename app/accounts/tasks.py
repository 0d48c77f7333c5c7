"""Recurring work of accounts."""

from app.accounts import services
from app.accounts.security import limits
from app.core import transaction


def tidy() -> int:
    """Close invitations that lapsed and forget attempts that count no more."""
    with transaction.unit():
        lapsed = services.lapse_invitations()
    return lapsed + limits.forget_old()
