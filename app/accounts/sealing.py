"""The form in which a token leaves by mail: signed with the application's key.

The database keeps the digest of a token, and for the few seconds until its mail is sent the outbox keeps the token itself;
without the key neither opens anything.
"""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

SALT = "musubi.link"


def _serializer() -> URLSafeSerializer:
    config = current_app.config
    return URLSafeSerializer([*config["SECRET_KEY_FALLBACKS"], config["SECRET_KEY"]], salt=SALT)


def seal(token: str) -> str:
    """What stands in the address of a link."""
    return str(_serializer().dumps(token))


def unseal(text: str | None) -> str:
    """The token in the address of a link; of a forged address, a token that opens nothing."""
    try:
        token = _serializer().loads(text or "")
    except BadSignature:
        return ""
    return token if isinstance(token, str) else ""
