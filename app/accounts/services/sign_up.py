"""Signing up. Whether an address has an account is told to its owner by mail, to nobody else in any way."""

import hashlib
from datetime import timedelta

from sqlalchemy import func, select

from app.accounts import queries
from app.accounts.enums import TokenPurpose
from app.accounts.models import Person
from app.accounts.security import limits, passwords
from app.accounts.services import links
from app.accounts.services.sessions import LONGEST, Entry, enter
from app.core import events, outbox
from app.core.db import now
from app.core.errors import Problem, Refused
from app.core.i18n import _l
from app.extensions import db

CONFIRM_WITHIN = timedelta(hours=24)


def lock_address(email: str) -> None:
    """Let two sign-ups with one address follow one another."""
    key = int.from_bytes(hashlib.sha256(email.encode()).digest()[:7])
    db.session.execute(select(func.pg_advisory_xact_lock(key)))


def register_person(
    *, email: str, password: str, name: str, name_reading: str | None, language: str, time_zone: str, address: str,
) -> None:
    """Open an account that its owner still has to confirm, or write to the owner of the one there is.

    An account that nobody confirmed takes the newer name and password, so that who asked first with a foreign address
    gains nothing.

    :raises Refused: the password may not be used.
    :raises TooManyAttempts: from this address or for this account.
    """
    email = email.strip().lower()
    refuse_weak(password, email, name)
    limits.count(limits.SIGN_UP_PER_ADDRESS, address)
    limits.count(limits.SIGN_UP_PER_ACCOUNT, email)
    password_hash = passwords.hash_password(password)
    lock_address(email)
    person = queries.get_person_by_email(email, lock=True)
    if person is not None and (person.confirmed_at is not None or person.disabled_at is not None):
        _tell_owner(person)
        return
    if person is None:
        person = Person(email=email, confirmed_at=None)
        db.session.add(person)
    person.name, person.name_reading, person.password_hash = name, name_reading or None, password_hash
    person.language, person.time_zone = language, time_zone
    db.session.flush()
    events.record("person.register", person, by=person)
    links.send(person, TokenPurpose.CONFIRM_EMAIL, within=CONFIRM_WITHIN)


def _tell_owner(person: Person) -> None:
    if person.disabled_at is None:
        outbox.owe(
            "mail", f"accounts.already_registered:{person.id}:{now().isoformat()}",
            {"kind": "accounts.already_registered", "person_id": person.id, "data": {}},
        )


def refuse_weak(password: str, email: str, name: str, *, field: str = "password") -> None:
    """:raises Refused: the password may not be used."""
    local, _at, domain = email.partition("@")
    found = passwords.problems(password, field=field, context=(*name.split(), local, domain.split(".")[0]))
    if found:
        raise Refused(found)


def confirm_email(token: str, password: str, *, address: str, agent: str, lasts: timedelta = LONGEST) -> Entry:
    """Confirm an address with the link and the password chosen at sign-up, and come in.

    The password is asked for so that nobody confirms an account that someone else opened with their address.

    :raises Refused: the link cannot be used, or the password is another.
    """
    limits.count(limits.LINK_PER_ADDRESS, address)
    link = queries.get_token(token, TokenPurpose.CONFIRM_EMAIL, lock=True)
    if link is None:
        raise links.spent()
    counted = limits.count(limits.PASSWORD_PER_ACCOUNT, str(link.person_id))
    if not passwords.matches(password, link.person.password_hash):
        raise Refused(
            [Problem("password", _l("This is not the password that was chosen at sign-up. Ask for a new one if you forgot it."))]
        )
    limits.forgive(counted)
    link.used_at = now()
    link.person.confirmed_at = link.person.confirmed_at or now()
    events.record("person.confirm_email", link.person, by=link.person)
    return enter(link.person, address=address, agent=agent, lasts=lasts)
