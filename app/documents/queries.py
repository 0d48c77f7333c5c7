"""Reads of stored files."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.documents.models import Document, DocumentOpening
from app.extensions import db


def openings_of(documents: Collection[int]) -> Mapping[int, Sequence[DocumentOpening]]:
    """Who opened each of the documents, the last first."""
    statement = select(DocumentOpening).where(DocumentOpening.document_id.in_(documents)).options(
        joinedload(DocumentOpening.person).selectinload(Person.memberships)
    )
    found: dict[int, list[DocumentOpening]] = defaultdict(list)
    for one in db.session.scalars(statement.order_by(DocumentOpening.last_at.desc(), DocumentOpening.person_id)):
        found[one.document_id].append(one)
    return found


def kept_names(names: Collection[str]) -> set[str]:
    """Which of the names of stored files belong to a document that stands."""
    return set(db.session.scalars(select(Document.file).where(Document.file.in_(names), Document.removed_at.is_(None))))
