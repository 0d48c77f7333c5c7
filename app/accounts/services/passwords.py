"""Changing and replacing passwords."""

from datetime import timedelta

from app.accounts import queries
from app.accounts.enums import TokenPurpose
from app.accounts.models import Person
from app.accounts.security import limits, passwords
from app.accounts.services import links
from app.accounts.services.sessions import end_sessions
from app.accounts.services.sign_up import refuse_weak
from app.core import events, outbox
from app.core.db import lock, now
from app.core.errors import Refused
from app.core.i18n import _l
from app.extensions import db

RESET_WITHIN = timedelta(hours=1)


def change_password(person: Person, *, current: str, new: str, keep: str) -> None:
    """Set a new password; all other sessions end, the one with the token `keep` goes on.

    :raises Refused: the present password is wrong or the new one may not be used.
    """
    lock(person)
    counted = limits.count(limits.PASSWORD_PER_ACCOUNT, str(person.id))
    if not passwords.matches(current, person.password_hash):
        raise Refused.because("current", _l("This is not your present password."))
    limits.forgive(counted)
    refuse_weak(new, person.email, person.name, field="new")
    _set(person, new)
    end_sessions(person, keep=keep)
    events.record("person.change_password", person, by=person)


def _set(person: Person, password: str) -> None:
    person.password_hash = passwords.hash_password(password)
    links.revoke(person, TokenPurpose.RESET_PASSWORD)
    links.revoke(person, TokenPurpose.CONFIRM_EMAIL)
    db.session.flush()
    outbox.owe(
        "mail", f"accounts.password_changed:{person.id}:{person.version}",
        {"kind": "accounts.password_changed", "person_id": person.id, "data": {}},
    )


def ask_for_reset(email: str, *, address: str) -> None:
    """Send a link for a new password, if the address has an account; the caller learns nothing of that.

    :raises TooManyAttempts: from this address or for this account.
    """
    email = email.strip().lower()
    limits.count(limits.RESET_PER_ADDRESS, address)
    limits.count(limits.RESET_PER_ACCOUNT, email)
    person = queries.get_person_by_email(email, lock=True)
    if person is None or person.disabled_at is not None:
        return
    events.record("person.ask_for_reset", person, by=person, role="visitor")
    links.send(person, TokenPurpose.RESET_PASSWORD, within=RESET_WITHIN)


def reset_password(token: str, new: str, *, address: str) -> Person:
    """Set a new password by a link; every session ends. The link shows that the address is the person's own.

    :raises Refused: the link cannot be used, or the password may not.
    """
    limits.count(limits.LINK_PER_ADDRESS, address)
    link = queries.get_token(token, TokenPurpose.RESET_PASSWORD, lock=True)
    if link is None:
        raise links.spent()
    person = link.person
    refuse_weak(new, person.email, person.name, field="new")
    link.used_at = now()
    person.confirmed_at = person.confirmed_at or now()
    _set(person, new)
    end_sessions(person)
    events.record("person.reset_password", person, by=person)
    return person
