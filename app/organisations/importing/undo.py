"""Taking a whole import back, while nothing stands on it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Table, column, delete, func, select, text

from app.core import events, outbox
from app.core.db import Base, now
from app.core.errors import Problem, Refused
from app.core.i18n import LazyText, _l
from app.extensions import db
from app.organisations.enums import ImportState
from app.organisations.importing.staging import BATCH, FIELDS
from app.organisations.models import ImportedRow, Organisation, RegistryImport

EXAMPLES = 3
OWN_TABLES = frozenset({"organisation_name", "official_number", "organisation_track", "imported_row", "organisation_subtopic"})
WORDS: dict[str, LazyText] = {
    "membership": _l("People belong to these organisations"),
    "invitation": _l("People were invited into these organisations"),
    "recovery": _l("Claims were made on these organisations"),
    "project_partner": _l("These organisations take part in projects"),
    "event": _l("Something was done to these organisations since"),
    "organisation": _l("Other records were merged into these organisations"),
}
OTHER_RECORDS = _l("Other records name these organisations")
CHANGED = _l("These organisations were changed since")
TRACK_DECIDED = _l("A person decided on tracks or subtopics of these organisations")
LATER_IMPORT = _l("A later import changed these organisations")

RESTORED = (*FIELDS, "kind", "sort_key", "facts")
RESTORE = (
    """
DELETE FROM organisation_name n USING imported_row i
WHERE i.import_id = :import_id AND i.before IS NOT NULL AND n.organisation_id = i.organisation_id
""",
    """
INSERT INTO organisation_name (organisation_id, kind, text, key, grams)
SELECT i.organisation_id, n.kind, n.text, n.key, n.grams
FROM (SELECT DISTINCT ON (organisation_id) * FROM imported_row WHERE import_id = :import_id AND before IS NOT NULL ORDER BY organisation_id, id) i
CROSS JOIN LATERAL jsonb_to_recordset(i.before -> 'names') AS n(kind text, text text, key text, grams text[])
""",
    """
DELETE FROM organisation_track t USING imported_row i
WHERE i.import_id = :import_id AND i.before IS NOT NULL AND t.organisation_id = i.organisation_id
AND NOT i.before -> 'tracks' @> to_jsonb(t.track_id)
""",
    f"""
UPDATE organisation o SET version = o.version + 1, {", ".join(f"{name} = r.{name}" for name in RESTORED)}
FROM imported_row i CROSS JOIN LATERAL jsonb_populate_record(NULL::organisation, i.before -> 'fields') r
WHERE i.import_id = :import_id AND i.before IS NOT NULL AND o.id = i.organisation_id
""",
)
DECIDED = """
SELECT t.organisation_id FROM organisation_track t JOIN imported_row i ON i.organisation_id = t.organisation_id
WHERE i.import_id = :import_id AND t.decided_by_id IS NOT NULL AND (i.before IS NULL OR NOT i.before -> 'tracks' @> to_jsonb(t.track_id))
UNION
SELECT s.organisation_id FROM organisation_subtopic s JOIN organisation o ON o.id = s.organisation_id WHERE o.import_id = :import_id
"""


@dataclass(frozen=True)
class Undone:
    """How many organisations were removed, and how many brought back to what they were."""

    deleted: int
    restored: int


def undo_import(record: RegistryImport, *, by: Any) -> Undone:
    """Remove what the import created and restore what it changed.

    :raises Refused: what stands on it, each kind with its number and first names.
    """
    if record.state != ImportState.DONE:
        raise Refused.because("state", _l("Only an import that is done can be undone."))
    problems = what_stands_on(record)
    if problems:
        raise Refused(problems)
    restored = db.session.scalars(
        select(ImportedRow.organisation_id).distinct().where(ImportedRow.import_id == record.id, ImportedRow.before.is_not(None))
    ).all()
    created = db.session.scalars(_created_here(record.id)).all()
    for statement in RESTORE:
        db.session.execute(text(statement), {"import_id": record.id})
    db.session.execute(delete(ImportedRow).where(ImportedRow.import_id == record.id))
    db.session.execute(
        delete(Organisation).where(Organisation.import_id == record.id), execution_options={"synchronize_session": False}
    )
    db.session.expire_all()
    record.state = ImportState.UNDONE
    outbox.owe_many(
        "index",
        [
            (f"index:undo:{record.id}:{at // BATCH}:{now().timestamp()}", {"organisation_ids": ids[at : at + BATCH]})
            for ids in ([*created, *restored],)
            for at in range(0, len(ids), BATCH)
        ],
    )
    outcome = Undone(len(created), len(restored))
    events.record("registry_import.undo", record, by=by, data={"deleted": outcome.deleted, "restored": outcome.restored})
    return outcome


def what_stands_on(record: RegistryImport) -> list[Problem]:
    """Why the import cannot be undone; empty where it can."""
    created = _created_here(record.id)
    touched = select(ImportedRow.organisation_id).where(ImportedRow.import_id == record.id)
    problems = [
        _problem(WORDS.get(table.name, OTHER_RECORDS), select(key).where(key.in_(created)))
        for table, key in _references()
    ]
    problems.append(_problem(LATER_IMPORT, _later_imports(record.id, touched)))
    problems.append(_problem(CHANGED, _changed(record.id)))
    decided = text(DECIDED).bindparams(import_id=record.id).columns(column("organisation_id", BigInteger))
    problems.append(_problem(TRACK_DECIDED, decided))
    return [problem for problem in problems if problem is not None]


def _created_here(import_id: int) -> Any:
    return select(Organisation.id).where(Organisation.import_id == import_id)


def _references() -> list[tuple[Table, Any]]:
    """Every column of any domain that names an organisation and would stop its removal, or lose something by it."""
    return [
        (table, key)
        for table in Base.metadata.sorted_tables
        if table.name not in OWN_TABLES
        for key in table.columns
        if any(_holds(reference) for reference in key.foreign_keys)
    ]


def _holds(key: ForeignKey) -> bool:
    return key.target_fullname == "organisation.id" and key.ondelete != "CASCADE"


def _later_imports(import_id: int, touched: Any) -> Any:
    return select(ImportedRow.organisation_id).where(ImportedRow.import_id > import_id, ImportedRow.organisation_id.in_(touched))


def _changed(import_id: int) -> Any:
    version_left = func.coalesce(ImportedRow.before["version"].as_integer(), 0) + 1
    return (
        select(ImportedRow.organisation_id)
        .join(Organisation, Organisation.id == ImportedRow.organisation_id)
        .where(ImportedRow.import_id == import_id, Organisation.version != version_left)
    )


def _problem(wording: LazyText, found: Any) -> Problem | None:
    ids = found.subquery()
    key = next(iter(ids.c))
    count = db.session.scalar(select(func.count(key.distinct()))) or 0
    if not count:
        return None
    statement = select(Organisation).where(Organisation.id.in_(select(key))).order_by(Organisation.sort_key, Organisation.id)
    names = ", ".join(organisation.name for organisation in db.session.scalars(statement.limit(EXAMPLES)))
    more = " …" if count > EXAMPLES else ""
    return Problem("state", _l("%(reason)s (%(count)d): %(names)s", reason=wording, count=count, names=f"{names}{more}"))


__all__ = ["Undone", "undo_import", "what_stands_on"]
