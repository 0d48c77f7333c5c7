"""What is kept of a person in matching, for the export of their own data."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core.templating import iso
from app.extensions import db
from app.matching.models import SetAside


def set_asides(person: Person) -> list[dict[str, Any]]:
    """The counterparts that the person set aside for an organisation or a project."""
    statement = select(SetAside).where(SetAside.by_id == person.id).options(joinedload(SetAside.counterpart)).order_by(SetAside.id)
    return [
        {
            "counterpart": row.counterpart.name, "reason": str(row.reason), "note": row.note, "at": iso(row.created_at),
            "taken_back_at": iso(row.taken_back_at) if row.taken_back_at else None,
        }
        for row in db.session.scalars(statement)
    ]
