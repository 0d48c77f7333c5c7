"""An import from its first row to its report: one transaction, set-based, memory flat in the number of rows.

The official number decides identity. Of two rows with one number the first counts; the second is merged into it and its
differing name kept. Only organisations that came from a register and that nobody has taken in hand are brought up to
date; where another one differs, the difference is reported and the organisation stays as it is.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, BinaryIO

from sqlalchemy import select, text

from app.core import events, outbox
from app.core.db import now
from app.core.errors import Refused
from app.core.i18n import _l
from app.extensions import db
from app.organisations.enums import ImportState
from app.organisations.importing import event_kinds, statements
from app.organisations.importing.evidence import Evidence, TrackWords
from app.organisations.importing.files import MAX_ROWS, FileFacts, check_file
from app.organisations.importing.formats import Format
from app.organisations.importing.problems import VALUE_LENGTH, FileRefused, ProblemCode, RowProblem
from app.organisations.importing.rows import read_rows
from app.organisations.importing.staging import BATCH, Staging, analyze, copy_into
from app.organisations.models import RegistryImport
from app.organisations.names import sort_key
from app.organisations.queries import countries, country_facts
from app.programmes.models import Programme, Track

IMPORT_LOCK = 7_206_312
TRACKS_TOPIC = "import.tracks"
TRACKS_AT_ONCE = 32
"""Organisations whose suggested tracks the worker judges in one go: some seconds of work."""

COUNTS = ("rows", "created", "updated", "unchanged", "merged", "rejected")


@dataclass
class Report:
    """What became of the rows; `rows` is always the sum of the other counts."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    merged: int = 0
    rejected: int = 0
    problems: list[RowProblem] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """All rows of the file."""
        return self.created + self.updated + self.unchanged + self.merged + self.rejected

    def counts(self) -> dict[str, int]:
        """The counts by their names."""
        return {name: getattr(self, name) for name in COUNTS}

    def as_dict(self) -> dict[str, Any]:
        """As the command writes it."""
        return {**self.counts(), "problems": [problem.as_dict() for problem in self.problems]}


def _no_progress(_rows: int) -> None:
    """Nobody watches."""


def check_rows(
    stream: BinaryIO, form: Format, *, programme: Programme, within: Iterable[str] | None = None,
    progress: Callable[[int], None] = _no_progress, max_rows: int = MAX_ROWS,
) -> tuple[FileFacts, Report]:
    """What an import would do, without storing anything.

    :raises FileRefused: the file is not what it says.
    """
    facts = check_file(stream, form, max_rows=max_rows)
    report = _stage(stream, form, facts, programme, within, progress)
    return facts, report


def import_rows(
    stream: BinaryIO, record: RegistryImport, form: Format, *, by: Any, within: Iterable[str] | None = None,
    progress: Callable[[int], None] = _no_progress,
) -> Report:
    """Import a file under its record (a stored row that names the programme), whole or not at all.

    `within` are the countries whose organisations may be imported; without it, those of every party.

    :raises FileRefused: the file is not what it says.
    :raises Refused: another import runs.
    """
    if record.programme is None:
        raise Refused.because("programme", _l("Choose the programme whose tracks the organisations are put under."))
    if not db.session.scalar(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": IMPORT_LOCK}):
        raise Refused.because("file", _l("Another import is running. Try again when it has ended."))
    db.session.flush()
    started = now()
    facts = check_file(stream, form)
    report = _stage(stream, form, facts, record.programme, within, progress)
    record.tracks_expected, record.tracks_done = _apply(record.id), 0
    keep_problems(record.id, report.problems)
    record.state, record.started_at, record.finished_at = ImportState.DONE, record.started_at or started, now()
    record.digest, record.attribution, record.failure, record.content = facts.digest, form.attribution, None, None
    record.rows_expected = facts.rows
    record.rows_read = report.rows
    for name, count in report.counts().items():
        if name != "rows":
            setattr(record, name, count)
    events.record("registry_import.done", record, by=by, data=report.counts())
    return report


def _stage(
    stream: BinaryIO, form: Format, facts: FileFacts, programme: Programme, within: Iterable[str] | None, progress: Callable[[int], None]
) -> Report:
    allowed = frozenset(countries() if within is None else within)
    if form.country and form.country not in allowed:
        raise FileRefused(_l("This register is of a country whose organisations you may not import. Choose another format."))
    report = Report(problems=[RowProblem(1, column[:60], "", ProblemCode.UNKNOWN_COLUMN) for column in facts.unknown_columns])
    staging = Staging(legal_forms=cache(lambda code: country_facts(code).legal_forms), **_tracks(programme))
    known_tracks = frozenset(staging.tracks)
    done = 0
    for done, row in enumerate(read_rows(stream, form), start=1):
        values = row.values
        if values is not None and values.country not in allowed:
            row.problems.append(RowProblem(row.number, "country", values.country, ProblemCode.COUNTRY_NOT_ALLOWED))
            values = None
        if values is None:
            report.rejected += 1
        else:
            staging.add(row.number, values)
            if not form.label_column:
                row.problems += [
                    RowProblem(row.number, "tracks", code[:VALUE_LENGTH], ProblemCode.UNKNOWN_TRACK)
                    for code, _ in values.tracks if code not in known_tracks
                ]
        report.problems += row.problems
        if done % BATCH == 0:
            progress(done)
    staging.finish()
    progress(done)
    db.session.execute(text(statements.PLAN))
    analyze("import_plan")
    for outcome, count in db.session.execute(text(statements.COUNTS)):
        setattr(report, outcome, count)
    report.problems += _found_in_plan(form)
    report.problems.sort(key=lambda problem: (problem.row, problem.field))
    return report


def _found_in_plan(form: Format) -> list[RowProblem]:
    column_of = {target: column for column, target in reversed(list(form.columns.items()))}
    same = [
        RowProblem(row, column_of["number"], value, ProblemCode.SAME_NUMBER)
        for row, value in db.session.execute(text(statements.SAME_NUMBER))
    ]
    kept = [
        RowProblem(row, column_of.get(name, column_of.get("name", name)) if name.startswith("name") else column_of.get(name, name),
                   value[:VALUE_LENGTH], ProblemCode.KEPT_AS_REGISTERED)
        for row, name, value in db.session.execute(text(statements.KEPT))
    ]
    return same + kept


def _tracks(programme: Programme) -> dict[str, Any]:
    tracks: Sequence[Track] = db.session.scalars(
        select(Track).where(Track.programme_id == programme.id, Track.retired_at.is_(None)).order_by(Track.position)
    ).all()
    words = [
        TrackWords(
            track.id, track.code,
            (*track.names.values(), *(name for topic in track.subtopics if topic.retired_at is None for name in topic.names.values())),
        )
        for track in tracks
    ]
    return {"tracks": {track.code: track.id for track in tracks}, "evidence": Evidence(words)}


def _apply(import_id: int) -> int:
    """Store all rows, and owe what follows; gives how many organisations were touched."""
    values = {"import_id": import_id, "at": now()}
    for statement in (*statements.CREATE, statements.REMEMBER, *statements.UPDATE, statements.OTHER_NAMES, statements.LINKS):
        used = {name: value for name, value in values.items() if f":{name}" in statement}
        db.session.execute(text(statement), used)
    _sort_anew()
    analyze("organisation", "organisation_name", "official_number", "organisation_track", "imported_row")
    touched = list(db.session.scalars(text(statements.TOUCHED)))
    outbox.owe_many(
        "index",
        [
            (f"index:import:{import_id}:{at // BATCH}:{now().timestamp()}", {"organisation_ids": touched[at : at + BATCH]})
            for at in range(0, len(touched), BATCH)
        ],
    )
    outbox.owe_many(
        TRACKS_TOPIC,
        [
            (f"tracks:import:{import_id}:{at}", {"import_id": import_id, "organisation_ids": touched[at : at + TRACKS_AT_ONCE]})
            for at in range(0, len(touched), TRACKS_AT_ONCE)
        ],
    )
    return len(touched)


def _sort_anew() -> None:
    """Organisations whose names changed stand at another place in lists."""
    forms = cache(lambda code: country_facts(code).legal_forms)
    rows = [
        {"id": row.id, "key": sort_key(native=row.name_native, latin=row.name_latin, kana=row.name_kana, legal_forms=forms(row.country))}
        for row in db.session.execute(text(statements.RENAMED))
    ]
    if rows:
        db.session.execute(text("UPDATE organisation SET sort_key = :key WHERE id = :id"), rows)


def keep_problems(import_id: int, problems: Sequence[RowProblem]) -> None:
    """Store the problems of an import in place of those that were found before."""
    db.session.execute(text("DELETE FROM import_problem WHERE import_id = :id"), {"id": import_id})
    copy_into(
        "import_problem", ("import_id", "row", "field", "value", "problem"),
        [(import_id, p.row, p.field[:60], p.value, p.problem.value) for p in problems],
    )


__all__ = ["COUNTS", "Report", "check_rows", "event_kinds", "import_rows", "keep_problems"]
