"""`flask database …`: bring the schema up to date."""

import click
from alembic import command
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from app.core.database import UnfitServer
from app.core.health import alembic_config, newest_revision, present_revision

group = AppGroup("database", help="The schema of the database.")


def bring_up_to_date() -> None:
    """Run the migrations that are due.

    :raises click.ClickException: the server is unfit or does not answer, with the remedy.
    """
    try:
        before = present_revision()
        command.upgrade(alembic_config(), "head")
    except UnfitServer as error:
        raise click.ClickException(str(error)) from None
    except OperationalError as error:
        raise click.ClickException(f"The database does not answer: {error.orig}. Check DATABASE_URL.") from None
    after = newest_revision()
    click.echo(f"database at {after}" if before == after else f"database brought from {before or 'empty'} to {after}")


@group.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the database back to REVISION (`base` for empty)."""
    command.downgrade(alembic_config(), revision)


@group.command()
def upgrade() -> None:
    """Bring the database up to date; two at once are safe: one works, the other waits."""
    bring_up_to_date()
