"""Limits on attempts, counted in the database for all processes together.

Each attempt is written in a transaction of its own before what it is about is tried: it counts even when the request is
undone, and many at once cannot slip through between looking and counting.
"""

import hashlib
import math
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import delete, func, insert, select

from app.accounts.models import Attempt
from app.core.db import now
from app.extensions import db

log = structlog.get_logger(__name__)

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """So many attempts within so long."""

    what: str
    number: int
    within: timedelta


SIGN_IN_PER_ACCOUNT_AND_ADDRESS = Limit("sign_in.pair", 10, timedelta(minutes=15))
SIGN_IN_PER_ADDRESS = Limit("sign_in.address", 100, timedelta(minutes=15))
SIGN_IN_PER_ACCOUNT = Limit("sign_in.account", 50, timedelta(hours=1))
SIGN_UP_PER_ADDRESS = Limit("sign_up.address", 30, timedelta(hours=1))
SIGN_UP_PER_ACCOUNT = Limit("sign_up.account", 5, timedelta(hours=1))
RESET_PER_ADDRESS = Limit("reset.address", 30, timedelta(hours=1))
RESET_PER_ACCOUNT = Limit("reset.account", 5, timedelta(hours=1))
LINK_PER_ADDRESS = Limit("link.address", 60, timedelta(minutes=15))
PASSWORD_PER_ACCOUNT = Limit("password.account", 10, timedelta(minutes=15))
INVITATION_PER_INVITER = Limit("invitation.person", 100, timedelta(hours=1))


class TooManyAttempts(Exception):
    """The limit is reached; `retry_after` is in seconds."""

    def __init__(self, limit: Limit, retry_after: int) -> None:
        self.limit = limit
        self.retry_after = retry_after
        super().__init__(limit.what)


def key_digest(limit: Limit, key: str) -> str:
    """What is stored of an address or account: it cannot be read back from the table at a glance."""
    return hashlib.sha256(f"{limit.what}:{key}".encode()).hexdigest()


def count(limit: Limit, key: str) -> int:
    """Count one attempt; gives its number in the table, to be forgiven by.

    :raises TooManyAttempts: the limit was reached before; this attempt is then not counted.
    """
    digest, since = key_digest(limit, key), now() - limit.within
    counted = (Attempt.what == limit.what, Attempt.key_digest == digest, Attempt.at > since)
    with db.engine.begin() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(int(digest[:15], 16))))
        number, oldest = connection.execute(select(func.count(), func.min(Attempt.at)).where(*counted)).one()
        if number >= limit.number:
            log.warning("limit.reached", what=limit.what)
            raise TooManyAttempts(limit, max(1, math.ceil((oldest + limit.within - now()).total_seconds())))
        return int(
            connection.scalar(insert(Attempt).values(what=limit.what, key_digest=digest, at=now()).returning(Attempt.id)) or 0
        )


def forgive(*attempts: int) -> None:
    """Take attempts back that turned out right."""
    with db.engine.begin() as connection:
        connection.execute(delete(Attempt).where(Attempt.id.in_(attempts)))


def forget_old() -> int:
    """Remove attempts that count no more."""
    with db.engine.begin() as connection:
        return connection.execute(delete(Attempt).where(Attempt.at < now() - KEPT)).rowcount
