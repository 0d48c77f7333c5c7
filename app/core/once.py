"""A form that creates something creates it once, however often it is sent: a double click, a second try on a slow line.

The form carries a random key, made when it is first shown and kept when it is shown again. The first post stores the key and
where it led to, in the transaction of what it made; a refused post stores neither. A later post of the same person with that key
is led to the same place and does nothing; one at the same moment waits for the first to end. A visitor is known by the token
of the session.
"""

import hashlib
import re
import secrets
from datetime import timedelta

from flask import Flask, Response, flash, g, redirect, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy import Index, String, UniqueConstraint, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column
from wtforms import HiddenField

from app.core import transaction
from app.core.access import actor
from app.core.db import Base, Created, Identified, now
from app.core.i18n import _
from app.core.transaction import SAFE_METHODS
from app.extensions import db

FIELD = "once"
KEY = re.compile(r"[\w-]{16,64}", re.ASCII)
KEPT = timedelta(days=7)
"""Longer than a form can be open: its token ends after hours."""

PATIENCE = "60s"
"""How long a post waits for another one of the same form; the first may be checking a large file."""


class SentForm(Identified, Created, Base):
    """A form that was sent, by whom, and where its first post led to."""

    __tablename__ = "sent_form"

    owner: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(64))
    led_to: Mapped[str] = mapped_column(String(2000), default="")

    __table_args__ = (UniqueConstraint("owner", "key"), Index("ix_sent_form_created_at", "created_at"))


def new_key() -> str:
    """A key for one showing of one form."""
    return secrets.token_urlsafe(16)


class Once:
    """Mixed into every form that creates something."""

    once = HiddenField(default=new_key)


def _owner() -> str | None:
    by = actor()
    if by.is_authenticated:
        return f"person:{by.id}"
    token = session.get("csrf_token")
    return f"visitor:{hashlib.sha256(token.encode()).hexdigest()}" if token else None


def _begin() -> ResponseReturnValue | None:
    if request.method in SAFE_METHODS or g.get("form_token_refused"):
        return None
    key, owner = request.form.get(FIELD, ""), _owner()
    if not KEY.fullmatch(key) or owner is None:
        return None
    g.sent_form = _claim(owner, key)
    if g.sent_form is not None:
        return None
    led_to = db.session.scalar(select(SentForm.led_to).where(SentForm.owner == owner, SentForm.key == key))
    flash(_("This form was sent before. This is what it led to; nothing was done twice."), "info")
    return redirect(led_to or request.full_path.rstrip("?"))


def _claim(owner: str, key: str) -> int | None:
    """Store the key; `None` where it stands already. Waits for a transaction that is storing it."""
    usual = db.session.scalar(select(func.current_setting("lock_timeout")))
    db.session.execute(select(func.set_config("lock_timeout", PATIENCE, True)))
    row = insert(SentForm).values(owner=owner, key=key, led_to="").on_conflict_do_nothing().returning(SentForm.id)
    claimed = db.session.scalar(row)
    db.session.execute(select(func.set_config("lock_timeout", usual, True)))
    return claimed


def _end(response: Response) -> Response:
    claimed = g.get("sent_form")
    if claimed is not None and response.status_code < 400:
        db.session.execute(update(SentForm).where(SentForm.id == claimed).values(led_to=response.location or ""))
    return response


def forget_old() -> int:
    """Remove keys whose forms can be sent no more; gives how many."""
    with transaction.unit():
        forgotten = db.session.scalars(delete(SentForm).where(SentForm.created_at < now() - KEPT).returning(SentForm.id))
        return len(forgotten.all())


def init_app(app: Flask) -> None:
    """Look at each post after the gate, and note where it led to before the transaction ends."""
    app.before_request(_begin)
    app.after_request(_end)
