"""Links that work once.

The mail carries the token sealed with the application's key, so that reading the database is not enough to use one.
"""

from datetime import timedelta

from sqlalchemy import update

from app.accounts.enums import TokenPurpose
from app.accounts.models import OneTimeToken, Person
from app.accounts.security.tokens import digest, new_token
from app.core import outbox
from app.core.db import now
from app.core.errors import Refused
from app.core.i18n import _l
from app.extensions import db


def send(person: Person, purpose: TokenPurpose, *, within: timedelta) -> None:
    """Owe a mail with a new link; links sent before for the same purpose work no more."""
    revoke(person, purpose)
    token = new_token()
    link = OneTimeToken(
        purpose=purpose, person_id=person.id, email=person.email, token_digest=digest(token), expires_at=now() + within
    )
    db.session.add(link)
    db.session.flush()
    outbox.owe(
        "mail", f"accounts.{purpose}:{link.id}",
        {"kind": f"accounts.{purpose}", "person_id": person.id, "token_id": link.id, "token": token, "data": {}},
    )


def revoke(person: Person, purpose: TokenPurpose) -> None:
    """Make the unused links of a person for a purpose useless."""
    db.session.execute(
        update(OneTimeToken)
        .where(OneTimeToken.person_id == person.id, OneTimeToken.purpose == purpose, OneTimeToken.used_at.is_(None))
        .values(used_at=now())
    )


def spent() -> Refused:
    """What is said of a link that was used, replaced or is too old."""
    return Refused.because("", _l("This link does not work any more: it was used, replaced by a newer one, or is too old."))
