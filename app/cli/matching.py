"""`flask match …`: the search index, and how good matching is."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import func, select

from app.cli import cross_language, track_suggestion, weights
from app.cli.reference import cache, listed, told
from app.extensions import db
from app.matching import embeddings, indexing, meaning
from app.matching.models import SearchDocument

group = AppGroup("match", help="Finding organisations.")
group.add_command(cross_language.measure)
group.add_command(cross_language.align)
group.add_command(track_suggestion.tracks)
group.add_command(track_suggestion.learn_tracks)
group.add_command(weights.weights)


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


class Years(click.ParamType[tuple[int, int]]):
    """A year, or the first and last year with a dash between them."""

    name = "years"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """From … to, both counted."""
        first, _, last = value.partition("-")
        if not (first.isdecimal() and (last or first).isdecimal()) or int(last or first) < int(first):
            self.fail(f"{value!r} is no year and no range such as 2018-2019.", param, ctx)
        return int(first), int(last or first)


@group.command()
@click.option("--data", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path), help="works.jsonl[.gz], organisations.csv.")
@click.option("--history-before", "before", required=True, type=int, help="What was known: works before this year.")
@click.option("--queries", "years", required=True, type=Years(), help="Which works are asked about, such as 2018-2019.")
@click.option("--venues", default="", help="Only works of these venues, with commas between them.")
@click.option("--limit", type=click.IntRange(min=1), help="No more queries than this, drawn by the seed.")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--ablation", is_flag=True, help="Also leave out each kind of evidence in turn.")
@click.option("--tables", is_flag=True, help="Also weights, paired comparison, newcomers and fairness.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line for each row.")
def evaluate(
    data: Path, before: int, years: tuple[int, int], venues: str, limit: int | None, seed: int, ablation: bool, tables: bool, as_json: bool,
) -> None:
    """Measure who is found for whom, on works with their organisations, beside the methods that others use."""
    from app.matching.evaluation import collaborations, run  # noqa: PLC0415  # the learners take a second to load

    plan = run.Plan(before, years, limit=limit, seed=seed, venues=listed(venues), ablation=ablation, tables=tables, told=told)
    try:
        read = collaborations.load(data, cache(), told)
        for row in run.evaluate(read, plan):
            click.echo(json.dumps(row) if as_json else "  ".join(f"{key} {value}" for key, value in row.items()))
    except collaborations.BadData as error:
        raise click.ClickException(str(error)) from None
