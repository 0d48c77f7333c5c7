"""Files are taken in, opened and removed. The caller's domain says who may."""

import hashlib
from collections.abc import Callable
from typing import Any

import structlog
from sqlalchemy.dialects.postgresql import insert

from app.core import events
from app.core.db import lock, now
from app.core.errors import NotAllowed, Refused
from app.core.i18n import _l
from app.documents import storage
from app.documents.content import KINDS, recognise
from app.documents.models import Document, DocumentOpening
from app.documents.naming import shown_name
from app.extensions import db
from app.organisations.models import Organisation

log = structlog.get_logger(__name__)

events.define("document.store", _l("Document stored"), "digest")
events.define("document.open", _l("Document opened"))
events.define("document.remove", _l("Document removed"))


def store_document(content: bytes, filename: str, *, organisation: Organisation, by: Any) -> Document:
    """Keep a file for an organisation.

    :raises Refused: it is empty, too large, not of a kind that is taken in, or the disk does not take it.
    """
    largest = storage.largest()
    if len(content) > largest:
        raise Refused.because("file", _l("The file is larger than %(most)d megabytes.", most=largest // (1024 * 1024)))
    media_type = recognise(content, filename)
    document = Document(
        organisation_id=organisation.id, name=shown_name(filename, KINDS[media_type].suffix), media_type=media_type, size=len(content),
        digest=hashlib.sha256(content).hexdigest(), file=storage.write(content), uploaded_by_id=by.id,
    )
    db.session.add(document)
    db.session.flush()
    events.record("document.store", document, by=by, data={"digest": document.digest})
    return document


def open_document(document: Document, *, may: Callable[[Any], bool], by: Any) -> bytes:
    """The content, if the domain's rule lets the actor open it; that it was opened is kept.

    :raises Refused: the file is missing, or is no longer what was stored.
    """
    if document.removed_at is not None or not may(by):
        raise NotAllowed
    content = storage.read(document.file)
    if content is None or hashlib.sha256(content).hexdigest() != document.digest:
        log.error("documents.damaged", document=document.id, missing=content is None)
        raise Refused.because("file", _l("The file is missing or damaged. Tell the administrator."))
    moment = now()
    row = insert(DocumentOpening).values(document_id=document.id, person_id=by.id, first_at=moment, last_at=moment, times=1)
    again = {"last_at": moment, "times": DocumentOpening.times + 1}
    db.session.execute(row.on_conflict_do_update(index_elements=["document_id", "person_id"], set_=again))
    events.record("document.open", document, by=by)
    return content


def remove_document(document: Document, *, may: Callable[[Any], bool], by: Any) -> None:
    """Nobody opens it any more; the file itself goes with the next sweep."""
    lock(document)
    if document.removed_at is not None or not may(by):
        raise NotAllowed
    document.removed_at, document.removed_by_id = now(), by.id
    db.session.flush()
    events.record("document.remove", document, by=by)
