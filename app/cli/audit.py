"""`flask audit …`: prove that the audit chain is whole."""

import sys

import click
from flask.cli import AppGroup

from app.core.events import verify_chain
from app.extensions import db

group = AppGroup("audit", help="The audit chain.")


@group.command()
def verify() -> None:
    """Read the whole chain; exits 1 and names the entry where it does not hold."""
    outcome = verify_chain(db.session)
    if outcome.fault_seq is not None:
        click.echo(f"audit chain broken at entry {outcome.fault_seq}: {outcome.fault}; {outcome.entries} entries before it hold")
        sys.exit(1)
    click.echo(f"{outcome.entries} entries, chain whole")
