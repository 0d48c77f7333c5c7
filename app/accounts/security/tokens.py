"""Secrets that open something: 256 random bits, of which the database keeps the SHA-256 digest only."""

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """A fresh secret, safe in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """What is stored of a secret: 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()
