"""Reading what the outbox owes, as the recipient of the mail would."""

from urllib.parse import quote

from sqlalchemy import select

from app.accounts.sealing import seal
from app.core.outbox import Owed

PASSWORD = "plum-lantern-cobalt-9"
OTHER_PASSWORD = "quiet-harbour-velvet-3"


def owed(session, kind=None):
    """Owed mails of a kind, the newest last."""
    rows = session.scalars(select(Owed).where(Owed.topic == "mail").order_by(Owed.id)).all()
    return [row for row in rows if kind in (None, row.payload["kind"])]


def link(app, session, kind, path):
    """The link in the newest mail of a kind."""
    with app.app_context():
        return f"{path}?token={quote(seal(owed(session, kind)[-1].payload['token']))}"
