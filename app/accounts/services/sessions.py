"""Signing in and out. A session is a row; the browser holds its token, the database the digest."""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import update

from app.accounts import queries
from app.accounts.models import Person, SignIn
from app.accounts.security import limits, passwords
from app.accounts.security.tokens import digest, new_token
from app.core import events
from app.core.db import now
from app.core.errors import Refused
from app.core.i18n import _l
from app.extensions import db

log = structlog.get_logger(__name__)

LONGEST = timedelta(hours=12)
TOUCHED_EVERY = timedelta(minutes=1)
ADDRESS_LENGTH = 64
AGENT_LENGTH = 300


@dataclass(frozen=True)
class Entry:
    """Someone who has just come in, with the token of the new session."""

    person: Person
    token: str


def start_session(person: Person, *, address: str, agent: str, lasts: timedelta = LONGEST) -> str:
    """A new session of a person whose identity has been shown; gives its token, which is not stored."""
    token = new_token()
    moment = now()
    db.session.add(
        SignIn(
            person_id=person.id, token_digest=digest(token), created_at=moment, seen_at=moment, expires_at=moment + lasts,
            address=address[:ADDRESS_LENGTH], agent=agent[:AGENT_LENGTH],
        )
    )
    return token


def sign_in(email: str, password: str, *, address: str, agent: str, lasts: timedelta = LONGEST) -> Entry:
    """Let someone in by address and password. An old hash is renewed.

    :raises Refused: the same for a wrong password, an unknown address and a closed account.
    :raises TooManyAttempts: for this account or from this address.
    """
    email = email.strip().lower()
    person = queries.get_person_by_email(email)
    counted = [
        limits.count(limits.SIGN_IN_PER_ADDRESS, address),
        limits.count(limits.SIGN_IN_PER_ACCOUNT_AND_ADDRESS, f"{email} {address}"),
    ]
    if not queries.has_signed_in_from(person, address):
        counted.append(limits.count(limits.SIGN_IN_PER_ACCOUNT, email))
    right = passwords.matches(password, person.password_hash if person else None)
    if person is None or not right or person.disabled_at is not None:
        log.info("sign_in.refused", person_id=person.id if person else None)
        raise Refused.because("", _l("The e-mail address or the password is not right. Check both, then try again."))
    limits.forgive(*counted)
    if person.confirmed_at is None:
        raise Refused.because(
            "", _l("Confirm your e-mail address first: open the link that we sent you. For a new link, sign up again.")
        )
    if passwords.needs_rehash(person.password_hash):
        person.password_hash = passwords.hash_password(password)
    return enter(person, address=address, agent=agent, lasts=lasts)


def enter(person: Person, *, address: str, agent: str, lasts: timedelta) -> Entry:
    """A new session after the identity has been shown, with its event."""
    token = start_session(person, address=address, agent=agent, lasts=lasts)
    events.record("person.sign_in", person, by=person)
    return Entry(person, token)


def sign_out(token: str, *, by: Person) -> None:
    """End the session that holds this token."""
    end_sessions(by, only=token)
    events.record("person.sign_out", by, by=by)


def end_session(sign_in: SignIn, *, by: Person) -> None:
    """End one session of one's own on another device."""
    if sign_in.ended_at is None:
        sign_in.ended_at = now()
        events.record("person.end_session", by, by=by, data={"session": sign_in.id})


def end_sessions(person: Person, *, only: str | None = None, keep: str | None = None) -> None:
    """End a person's sessions: all, the one with this token, or all but the one with this token."""
    statement = update(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None)).values(ended_at=now())
    if only is not None:
        statement = statement.where(SignIn.token_digest == digest(only))
    if keep is not None:
        statement = statement.where(SignIn.token_digest != digest(keep))
    db.session.execute(statement)


def touch_session(sign_in: SignIn) -> None:
    """Note that a session is in use, at most once a minute, in a transaction of its own."""
    moment = now()
    if sign_in.seen_at > moment - TOUCHED_EVERY:
        return
    with db.engine.begin() as connection:
        connection.execute(
            update(SignIn).where(SignIn.id == sign_in.id, SignIn.seen_at < moment).values(seen_at=moment)
        )
