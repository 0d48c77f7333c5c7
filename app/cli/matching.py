"""`flask match …`: the search index."""

import click
from flask.cli import AppGroup
from sqlalchemy import func, select

from app.cli import cross_language
from app.extensions import db
from app.matching import indexing
from app.organisations.models import Organisation

group = AppGroup("match", help="Finding organisations.")
group.add_command(cross_language.measure)


@group.command()
def reindex() -> None:
    """Build the whole search index anew; the site goes on meanwhile."""
    total = db.session.scalar(select(func.count()).select_from(Organisation)) or 0
    with click.progressbar(length=total, label="indexing", show_pos=True) as bar:
        kept = indexing.reindex(lambda done: bar.update(done - bar.pos))
    click.echo(f"organisations in the search index: {kept}")
