"""Files are whole on the disk before a row speaks of them, served as downloads only, and swept when nothing speaks of them."""

import os
import time

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core.errors import NotAllowed, Refused
from app.core.events import Event
from app.documents import queries, services, storage, tasks
from app.documents.models import Document
from app.documents.serving import attachment
from app.extensions import db
from tests.documents.files import PDF, TEXT


@pytest.fixture
def document(make):
    organisation = make.organisation()
    return services.store_document(PDF, "plan.pdf", organisation=organisation, by=make.speaker(organisation))


def path_of(document):
    return storage.folder() / document.file[:2] / document.file


def test_stored_under_a_name_of_our_own(document):
    assert path_of(document).read_bytes() == PDF
    assert "plan" not in str(path_of(document))
    assert oct(path_of(document).stat().st_mode & 0o777) == "0o600"


def test_too_large(make, monkeypatch):
    monkeypatch.setattr(storage, "largest", lambda: 10)
    organisation = make.organisation()
    with pytest.raises(Refused, match="larger"):
        services.store_document(b"a" * 11, "a.txt", organisation=organisation, by=make.speaker(organisation))


def test_a_full_disk_is_told(make, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    organisation = make.organisation()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match="could not be stored"):
        services.store_document(TEXT, "a.txt", organisation=organisation, by=make.speaker(organisation))
    assert not list(storage.folder().glob("*/begun-*"))


def test_who_opened_it_is_kept(make, document, session):
    reader = make.person()
    for _time in range(2):
        assert services.open_document(document, may=lambda by: by is reader, by=reader) == PDF
    [opening] = queries.openings_of([document.id])[document.id]
    session.refresh(opening)
    assert (opening.person_id, opening.times) == (reader.id, 2)
    session.commit()
    kinds = session.scalars(select(Event.kind).where(Event.document_id == document.id).order_by(Event.seq)).all()
    assert kinds == ["document.store", "document.open", "document.open"]


def test_nobody_opens_it_by_default(make, document):
    with pytest.raises(NotAllowed):
        services.open_document(document, may=lambda _by: False, by=make.person())
    assert queries.openings_of([document.id]) == {}


@pytest.mark.parametrize("spoil", [lambda path: path.unlink(), lambda path: path.write_bytes(PDF + b"x")])
def test_a_missing_or_changed_file_is_told(make, document, spoil):
    spoil(path_of(document))
    with pytest.raises(Refused, match="missing or damaged"):
        services.open_document(document, may=lambda _by: True, by=make.person())


def test_removed_for_all(make, document):
    by = make.person()
    services.remove_document(document, may=lambda _by: True, by=by)
    for step in (services.open_document, services.remove_document):
        with pytest.raises(NotAllowed):
            step(document, may=lambda _by: True, by=by)


def test_the_answer_is_a_download(app, document):
    document.name = '計画 "א".pdf'
    with app.test_request_context():
        answer = attachment(document, PDF)
    headers = answer.headers
    assert headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%E8%A8%88" in headers["Content-Disposition"]
    assert "\n" not in headers["Content-Disposition"]
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Type"] == "application/pdf"


def test_files_without_a_document_are_swept(make, document, session):
    removed = services.store_document(TEXT, "a.txt", organisation=document.organisation, by=document.uploaded_by)
    services.remove_document(removed, may=lambda _by: True, by=document.uploaded_by)
    orphan, young = storage.write(TEXT), storage.write(TEXT)
    paths = [storage.folder() / name[:2] / name for name in (orphan, removed.file, document.file)]
    yesterday = time.time() - tasks.PATIENCE - 60
    for path in paths:
        os.utime(path, (yesterday, yesterday))
    session.commit()
    assert tasks.sweep() >= 2
    assert [path.exists() for path in paths] == [False, False, True]
    assert (storage.folder() / young[:2] / young).exists()


@pytest.mark.parametrize("values", [{"size": 0}, {"removed_by_id": 1}])
def test_the_database_refuses_impossible_documents(document, session, values):
    statement = Document.__table__.update().where(Document.id == document.id).values(**values)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        session.execute(statement)


def test_only_our_own_names_are_paths():
    for name in ("../../secret-key", "", "a" * 32 + "/.."):
        with pytest.raises(ValueError, match="no name"):
            storage.read(name)
