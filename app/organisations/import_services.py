"""What a person or a command does with an import."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any, BinaryIO

from sqlalchemy import select, text, update

from app.core import events, outbox
from app.core.db import lock, now
from app.core.errors import Refused
from app.core.i18n import _l
from app.extensions import db
from app.organisations.enums import ImportState
from app.organisations.importing import queries
from app.organisations.importing.formats import Format, formats
from app.organisations.importing.policy import countries_of
from app.organisations.importing.problems import FileRefused
from app.organisations.importing.run import Report, check_rows, import_rows, keep_problems
from app.organisations.importing.undo import Undone, undo_import
from app.organisations.models import RegistryImport
from app.programmes.models import Programme

TOPIC = "import"
KEPT = timedelta(days=7)
MAX_UPLOAD_ROWS = 50_000
FILENAME_LENGTH = 200
FAILURE_LENGTH = 500
WAITING = frozenset({ImportState.QUEUED, ImportState.RUNNING})


def import_from_command(
    stream: BinaryIO, filename: str, form: Format, *, programme_code: str | None, by: Any, dry_run: bool = False,
    progress: Callable[[int], None] = lambda _rows: None,
) -> Report:
    """Import a file at once.

    :raises Refused: there is no such programme, another import runs, or (`FileRefused`) the file is not what it says.
    """
    programme = queries.get_programme(programme_code)
    if programme is None:
        raise Refused.because("programme", _no_programme(programme_code))
    if dry_run:
        return check_rows(stream, form, programme=programme, within=countries_of(by), progress=progress)[1]
    record = RegistryImport(
        filename=filename[:FILENAME_LENGTH], digest="", format=form.key, programme=programme, by_id=by.id, state=ImportState.RUNNING,
    )
    db.session.add(record)
    return import_rows(stream, record, form, by=by, within=countries_of(by), progress=progress)


def _no_programme(code: str | None) -> Any:
    codes = ", ".join(programme.code for programme in queries.list_programmes())
    if not codes:
        return _l("No programme is loaded yet. Load one first: flask programme load japan-israel")
    return _l("There is no programme %(code)s. There are: %(codes)s.", code=code, codes=codes)


def check_upload(content: bytes, filename: str, form: Format, *, programme: Programme | None, by: Any) -> RegistryImport:
    """Take a file in, with what an import of it would do; nothing is imported yet.

    :raises FileRefused: the file is not what it says.
    :raises Refused: there is no programme yet.
    """
    if programme is None:
        raise Refused.because("programme", _no_programme(None))
    facts, report = check_rows(io.BytesIO(content), form, programme=programme, within=countries_of(by), max_rows=MAX_UPLOAD_ROWS)
    record = RegistryImport(
        filename=filename[:FILENAME_LENGTH], digest=facts.digest, format=form.key, programme=programme, by_id=by.id,
        state=ImportState.CHECKED, dry_run=True, content=content, attribution=form.attribution, rows_expected=facts.rows,
        **{name: count for name, count in report.counts().items() if name != "rows"},
    )
    db.session.add(record)
    db.session.flush()
    keep_problems(record.id, report.problems)
    return record


def start_import(record: RegistryImport, *, by: Any, version: int | None = None) -> None:
    """Have the worker import a file that was checked. Starting it twice imports once.

    :raises Refused: it was started already, or the file is no longer kept.
    """
    lock(record, version)
    if record.state == ImportState.CHECKED and record.content is None:
        raise Refused.because("state", _l("The file is not kept any more. Upload it again."))
    if record.state not in {ImportState.CHECKED, ImportState.FAILED} or record.content is None:
        raise Refused.because("state", _l("This import was started already. Look at its progress."))
    record.state, record.failure, record.rows_read, record.dry_run = ImportState.QUEUED, None, 0, False
    db.session.flush()
    outbox.owe(TOPIC, f"import:{record.id}:{record.version}", {"import_id": record.id})
    events.record("registry_import.start", record, by=by, data={"format": record.format, "digest": record.digest})


def undo(record: RegistryImport, *, by: Any, version: int | None = None) -> Undone:
    """Take an import back.

    :raises Refused: what stands on it.
    """
    lock(record, version)
    return undo_import(record, by=by)


def undo_by_key(public_id: str, *, by: Any) -> Undone:
    """The same, by the key in the import's address.

    :raises Refused: there is no such import, or what stands on it.
    """
    record = db.session.scalars(select(RegistryImport).where(RegistryImport.public_id == public_id).with_for_update()).first()
    if record is None:
        raise Refused.because("import", _l("There is no import with the key %(key)s.", key=public_id))
    return undo_import(record, by=by)


def deliver(owed: outbox.Owed) -> None:
    """The worker's part: run an import that was started, with its progress shown while it runs.

    A file that is refused now ends the import as failed, with the sentence; any other fault is tried again.
    """
    record = db.session.get(RegistryImport, owed.payload["import_id"])
    if record is None or record.state not in WAITING or record.content is None:
        return
    form, by, import_id = formats()[record.format], record.by, record.id
    _show(import_id, 0)
    try:
        with db.session.begin_nested():
            import_rows(
                io.BytesIO(record.content), record, form, by=by, within=countries_of(by),
                progress=lambda rows: _show(import_id, rows),
            )
    except FileRefused as refusal:
        record.state, record.finished_at, record.failure = ImportState.FAILED, now(), str(refusal)[:FAILURE_LENGTH]


def forget_files() -> int:
    """Let go of the contents of files that were checked a week ago and never imported; gives how many."""
    old = (
        RegistryImport.state == ImportState.CHECKED, RegistryImport.content.is_not(None), RegistryImport.created_at < now() - KEPT,
    )
    emptied = db.session.scalars(update(RegistryImport).where(*old).values(content=None).returning(RegistryImport.id))
    return len(emptied.all())


def _show(import_id: int, rows: int) -> None:
    """Progress, through a connection of its own, so that it is seen before the import ends."""
    with db.engine.begin() as connection:
        connection.execute(
            text("UPDATE registry_import SET rows_read = :rows, state = :state, started_at = coalesce(started_at, now()) WHERE id = :id"),
            {"rows": rows, "state": ImportState.RUNNING.value, "id": import_id},
        )

