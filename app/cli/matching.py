"""`flask match …`: the search index."""

import click
from flask.cli import AppGroup
from sqlalchemy import func, select

from app.cli import cross_language
from app.extensions import db
from app.matching import embeddings, indexing, meaning
from app.matching.models import SearchDocument

group = AppGroup("match", help="Finding organisations.")
group.add_command(cross_language.measure)


@group.command()
@click.option("--resume", is_flag=True, help="Go on where a rebuild was broken off.")
def reindex(resume: bool) -> None:
    """Build the whole search index anew; the site goes on meanwhile. Vectors follow by the worker, or by `match vectors`."""
    with click.progressbar(length=indexing.count_all(), label="indexing", show_pos=True) as bar:
        indexing.reindex(lambda done: bar.update(done - bar.pos), resume=resume)
    counted = db.session.execute(
        select(*(func.count(getattr(SearchDocument, f"{kind}_id").distinct()) for kind in indexing.KINDS))
    ).one()
    for kind, number in zip(indexing.KINDS, counted, strict=True):
        click.echo(f"{kind}s in the search index: {number}")


@group.command()
def vectors() -> None:
    """Give every text of the index its vector of meaning now, instead of waiting for the worker."""
    done, total = meaning.progress()
    try:
        with click.progressbar(length=total - done, label="vectors", show_pos=True) as bar:
            meaning.fill(lambda done: bar.update(done - bar.pos))
    except embeddings.Unavailable as reason:
        raise click.ClickException(str(reason)) from None
    click.echo("texts with a vector: {} of {}".format(*meaning.progress()))
