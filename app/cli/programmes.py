"""`flask programme …`: load cooperation programmes from files."""

import sys

import click
from flask.cli import AppGroup

from app.accounts.rights import CLOCK
from app.core import transaction
from app.organisations.bodies import load_programme_file
from app.programmes.bundle import packaged
from app.programmes.queries import list_unrated
from app.programmes.toml_table import FaultyFile

group = AppGroup("programme", help="Cooperation programmes.")


@group.command()
@click.argument("name_or_file")
def load(name_or_file: str) -> None:
    """Load a packaged programme by its name, or any programme file by its path.

    Records are recognised by their codes and brought up to date; nothing is removed. A file with a fault is refused whole.
    """
    try:
        with transaction.unit():
            loaded = load_programme_file(name_or_file, by=CLOCK)
            report = _report(loaded.changes.created, loaded.changes.updated)
            tracks = [track for facts in loaded.bundle.programmes for track in facts.tracks]
            unrated = [programme.code for programme in list_unrated()]
            held = (
                f"{loaded.bundle.name}: {len(loaded.bundle.programmes)} programmes, {len(loaded.bundle.bodies)} bodies,"
                f" {len(tracks)} tracks, {sum(len(track.subtopics) for track in tracks)} subtopics"
            )
    except FaultyFile as fault:
        click.echo(f"{name_or_file} is refused; nothing was stored.", err=True)
        for problem in fault.problems:
            click.echo(f"  {problem}", err=True)
        sys.exit(1)
    click.echo(held)
    click.echo(report)
    if unrated:
        click.echo(
            f"No exchange rates yet in: {', '.join(unrated)}. Partners' budgets in different currencies are compared by them;"
            " an administrator enters them under Administration."
        )


def _report(created: int, updated: int) -> str:
    if not created and not updated:
        return "nothing had to change"
    return f"{created} records made, {updated} brought up to date"


@group.command("list")
def list_() -> None:
    """Name the programme files that come with the application."""
    for name in packaged():
        click.echo(name)
