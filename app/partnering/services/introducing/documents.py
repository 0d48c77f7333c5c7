"""Confidential documents of an introduction are added, opened and removed."""

from functools import partial
from typing import Any

from app.core import outbox
from app.core.db import lock
from app.core.errors import NotAllowed, Refused
from app.core.i18n import _l
from app.documents import services as files
from app.extensions import db
from app.partnering import queries
from app.partnering.enums import Side
from app.partnering.introductions import documents, policy
from app.partnering.introductions.workflow import asker_people, owner_people
from app.partnering.models import Introduction, IntroductionDocument

MOST = 50
"""So many documents of one side stand at once."""


def add_document(introduction: Introduction, *, content: bytes, filename: str, by: Any) -> IntroductionDocument:
    """A side adds a document. The other side is told only if it may open it.

    :raises Refused: the file is not taken in, or the side has as many as it may.
    """
    lock(introduction)
    if not documents.adds(by, introduction):
        raise NotAllowed
    side = Side.ASKER if policy.asks(by, introduction) else Side.OWNER
    if queries.count_papers(introduction, side) >= MOST:
        raise Refused.because("file", _l("Your side has %(most)d documents here, as many as are kept. Remove one first.", most=MOST))
    organisation = introduction.organisation_of(side)
    document = files.store_document(content, filename, organisation=organisation, by=by)
    paper = IntroductionDocument(introduction=introduction, document=document, side=side)
    db.session.add(paper)
    db.session.flush()
    others = [person for person in (owner_people if side == Side.ASKER else asker_people)(introduction) if documents.opens(person, paper)]
    payload = {"kind": "introduction.new_document", "subject": "introduction_document", "subject_id": paper.id}
    key = f"introduction.new_document:{paper.id}"
    outbox.owe_many("mail", [(f"{key}:{person.id}", {**payload, "person_id": person.id}) for person in others])
    return paper


def open_document(paper: IntroductionDocument, *, by: Any) -> bytes:
    """What a confidential document holds."""
    return files.open_document(paper.document, may=partial(_opens, paper), by=by)


def _opens(paper: IntroductionDocument, by: Any) -> bool:
    return documents.opens(by, paper)


def remove_document(paper: IntroductionDocument, *, by: Any) -> None:
    """A side takes its document back."""
    files.remove_document(paper.document, may=partial(_removes, paper), by=by)


def _removes(paper: IntroductionDocument, by: Any) -> bool:
    return documents.removes(by, paper)
