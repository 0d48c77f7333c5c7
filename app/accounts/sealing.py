"""The form in which a token leaves by mail: signed with the application's key.

The database keeps the digest of a token, and for the few seconds until its mail is sent the outbox keeps the token itself;
without the key neither opens anything.
"""

from flask import current_app
from itsdangerous import BadSignature, Signer

SALT = "musubi.link"


def _signer() -> Signer:
    config = current_app.config
    return Signer([*config["SECRET_KEY_FALLBACKS"], config["SECRET_KEY"]], salt=SALT)


def seal(token: str) -> str:
    """What stands in the address of a link."""
    return _signer().sign(token.encode()).decode()


def unseal(text: str | None) -> str:
    """The token in the address of a link; of a forged address, the empty one, which opens nothing."""
    try:
        return _signer().unsign((text or "").encode()).decode()
    except (BadSignature, UnicodeError):
        return ""
