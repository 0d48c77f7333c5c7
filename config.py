"""Every setting, typed, from the environment; each has a default that works on one machine."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent

FORM_BYTES = 2 * 1024 * 1024
"""The largest form without a file."""


class UnsafeSettings(RuntimeError):
    """The settings would be dangerous in production; the message names each and its remedy."""


def _text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def _number(name: str, default: int) -> int:
    value = _text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise UnsafeSettings(f"{name} must be a whole number, not {value!r}.") from None


def _flag(name: str, default: bool = False) -> bool:
    value = _text(name).lower()
    return default if not value else value in {"1", "true", "yes", "on"}


def _development_key(instance: Path) -> str:
    """A random key kept beside the development database, so that sign-ins survive a restart."""
    path = instance / "secret-key"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


@dataclass
class Settings:
    """What the application reads at start. `production` makes unsafe values fatal."""

    production: bool = field(default_factory=lambda: _flag("MUSUBI_PRODUCTION"))
    instance: Path = field(default_factory=lambda: Path(_text("MUSUBI_INSTANCE", str(ROOT / "instance"))))
    database_url: str = field(default_factory=lambda: _text("DATABASE_URL"))
    secret_key: str = field(default_factory=lambda: _text("SECRET_KEY"))
    secret_key_fallbacks: tuple[str, ...] = field(
        default_factory=lambda: tuple(filter(None, _text("SECRET_KEY_FALLBACKS").split(",")))
    )
    base_url: str = field(default_factory=lambda: _text("BASE_URL", "http://127.0.0.1:8000"))
    allowed_hosts: tuple[str, ...] = field(
        default_factory=lambda: tuple(filter(None, _text("ALLOWED_HOSTS", "127.0.0.1,localhost").split(",")))
    )
    trusted_proxies: int = field(default_factory=lambda: _number("TRUSTED_PROXIES", 0))
    mail_server: str = field(default_factory=lambda: _text("MAIL_SERVER"))
    mail_port: int = field(default_factory=lambda: _number("MAIL_PORT", 25))
    mail_user: str = field(default_factory=lambda: _text("MAIL_USER"))
    mail_password: str = field(default_factory=lambda: _text("MAIL_PASSWORD"), repr=False)
    mail_starttls: bool = field(default_factory=lambda: _flag("MAIL_STARTTLS"))
    mail_sender: str = field(default_factory=lambda: _text("MAIL_SENDER", "Musubi <no-reply@musubi.example>"))
    session_idle_minutes: int = field(default_factory=lambda: _number("SESSION_IDLE_MINUTES", 120))
    session_hours: int = field(default_factory=lambda: _number("SESSION_HOURS", 12))
    form_token_seconds: int = field(default_factory=lambda: _number("FORM_TOKEN_SECONDS", 4 * 3600))
    max_upload_megabytes: int = field(default_factory=lambda: _number("MAX_UPLOAD_MEGABYTES", 32))
    max_document_megabytes: int = field(default_factory=lambda: _number("MAX_DOCUMENT_MEGABYTES", 10))
    reserved_percent: int = field(default_factory=lambda: _number("MATCHING_RESERVED_PERCENT", 20))
    pool_size: int = field(default_factory=lambda: _number("DATABASE_POOL_SIZE", 8))
    embeddings: bool = field(default_factory=lambda: _flag("EMBEDDINGS", True))
    embeddings_url: str = field(default_factory=lambda: _text("EMBEDDINGS_URL"))
    embeddings_model: str = field(default_factory=lambda: _text("EMBEDDINGS_MODEL"))
    embeddings_key: str = field(default_factory=lambda: _text("EMBEDDINGS_KEY"), repr=False)
    testing: bool = False

    def __post_init__(self) -> None:
        if self.production:
            self._refuse_unsafe()
        elif not self.secret_key:
            self.secret_key = _development_key(self.instance)

    def _refuse_unsafe(self) -> None:
        faults = []
        if len(self.secret_key) < 32:
            faults.append("SECRET_KEY must be set to at least 32 random characters.")
        if not self.database_url:
            faults.append("DATABASE_URL must name the PostgreSQL server; the embedded one is for development.")
        if not self.base_url.startswith("https://"):
            faults.append("BASE_URL must start with https://.")
        if not self.allowed_hosts or "*" in self.allowed_hosts:
            faults.append("ALLOWED_HOSTS must list the host names of the site, without wildcards.")
        if faults:
            raise UnsafeSettings(" ".join(faults))

    def flask(self) -> dict[str, object]:
        """The mapping that Flask and its extensions read."""
        return {
            "SECRET_KEY": self.secret_key,
            "SECRET_KEY_FALLBACKS": list(self.secret_key_fallbacks),
            "SESSION_COOKIE_NAME": "__Host-musubi" if self.production else "musubi",
            "SESSION_COOKIE_SECURE": self.production,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "MAX_CONTENT_LENGTH": FORM_BYTES,
            "MAX_UPLOAD_LENGTH": self.max_upload_megabytes * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": FORM_BYTES,
            "MAX_FORM_PARTS": 2000,
            "TRUSTED_HOSTS": list(self.allowed_hosts),
            "WTF_CSRF_TIME_LIMIT": self.form_token_seconds,
            "WTF_CSRF_CHECK_DEFAULT": False,
            "BABEL_DEFAULT_LOCALE": "en",
            "BABEL_DEFAULT_TIMEZONE": "UTC",
            "TESTING": self.testing,
        }
