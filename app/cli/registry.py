"""`flask registry …`: import of a register, and undoing one."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from app.accounts.rights import CLOCK
from app.core import transaction
from app.core.errors import Refused
from app.organisations import import_services
from app.organisations.importing.formats import formats
from app.organisations.importing.run import COUNTS, Report

group = AppGroup("registry", help="The registry of organisations.")


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "form", required=True, type=click.Choice(list(formats())), help="What the file is.")
@click.option("--programme", "code", help="Whose tracks the organisations are put under; the first programme where left out.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and store nothing.")
@click.option("--report", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write the whole report there, as JSON.")
def import_register(file: Path, form: str, code: str | None, dry_run: bool, target: Path | None) -> None:
    """Import organisations from FILE; the official number decides which rows are known already."""
    if target is not None:
        _refuse_unwritable(target)
    try:
        with file.open("rb") as stream, transaction.unit():
            report = import_services.import_from_command(
                stream, file.name, formats()[form], programme_code=code, by=CLOCK, dry_run=dry_run, progress=_progress,
            )
    except Refused as refusal:
        raise click.ClickException(" ".join(str(problem.message) for problem in refusal.problems)) from None
    except OSError as error:
        raise click.ClickException(f"The file cannot be read: {error.strerror}.") from None
    click.echo(err=True)
    if target is not None:
        _write(target, report)
    _summarise(report, dry_run=dry_run)


@group.command()
@click.argument("import_id", metavar="IMPORT")
def undo(import_id: str) -> None:
    """Take a whole import back, while nothing stands on it. IMPORT is the key in its address."""
    try:
        with transaction.unit():
            outcome = import_services.undo_by_key(import_id, by=CLOCK)
    except Refused as refusal:
        raise click.ClickException("\n".join(str(problem.message) for problem in refusal.problems)) from None
    click.echo(f"{outcome.deleted} organisations removed, {outcome.restored} restored")


def _progress(rows: int) -> None:
    click.echo(f"\r{rows} rows read", nl=False, err=True)


def _refuse_unwritable(target: Path) -> None:
    """Learn before the work whether the report can be written; no empty report is left where the import is refused."""
    stood = target.exists()
    try:
        target.open("a").close()
        if not stood:
            target.unlink()
    except OSError as error:
        raise click.ClickException(f"The report cannot be written to {target}: {error.strerror}.") from None


def _write(target: Path, report: Report) -> None:
    with target.open("w", encoding="utf-8") as out:
        json.dump(report.as_dict(), out, ensure_ascii=False, indent=2)
        out.write("\n")


def _summarise(report: Report, *, dry_run: bool) -> None:
    counts = ", ".join(f"{report.counts()[name]} {name}" for name in COUNTS)
    start = "Dry run, nothing stored: " if dry_run else ""
    click.echo(f"{start}{counts}; {len(report.problems)} problems", err=True)
