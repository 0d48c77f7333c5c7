"""`flask match weights …`: what each kind of evidence weighs, learned, put into use, and reset."""

import json
from pathlib import Path
from typing import Any

import click

from app.cli.reference import cache, listed, told
from app.core import transaction
from app.core.db import now
from app.matching.enums import WeightSource
from app.matching.models import WeightSet
from app.matching.queries import weights as queries
from app.matching.scoring import Weights, starting_weights
from app.matching.services import weights as services


@click.group()
def weights() -> None:
    """What each kind of evidence weighs."""


@weights.command()
def show() -> None:
    """Print the weights in use with their date and measure, and those that were stored."""
    active = queries.active_set()
    in_use = json.loads(queries.active_weights().written())
    stored = [_row(row) for row in queries.stored_weights()]
    click.echo(json.dumps({**in_use, "number": active.id if active else None, "stored": stored}, indent=2, ensure_ascii=False))


@weights.command()
@click.option("--data", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path), help="works.jsonl[.gz], organisations.csv.")
@click.option("--history-before", "before", required=True, type=int, help="Learn from the two years before this one.")
@click.option("--venues", default="", help="Only works of these venues, with commas between them.")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--activate", is_flag=True, help="Put them into use at once.")
def fit(data: Path, before: int, venues: str, seed: int, activate: bool) -> None:
    """Learn weights from reference data, store and print them, as `app/matching/data/weights.json` keeps them."""
    from app.matching.evaluation import collaborations, ours  # noqa: PLC0415  # the learners take a second to load

    try:
        read = collaborations.load(data, cache(), told)
        lessons = ours.lessons(read, before, seed=seed, venues=listed(venues), told=told)
    except collaborations.BadData as error:
        raise click.ClickException(str(error)) from None
    learned = ours.weigh(lessons).blended(starting_weights(), now().date().isoformat())
    _store(learned, WeightSource.REFERENCE, len(lessons.choices), activate=activate)


@weights.command()
@click.option("--activate", is_flag=True, help="Put them into use at once.")
def learn(activate: bool) -> None:
    """Learn from this installation's own joint projects, starting from the weights in use; few of them change little."""
    from app.matching import relearning  # noqa: PLC0415  # the learners take a second to load
    from app.matching.queries.outcomes import outcomes  # noqa: PLC0415

    choices = []
    for choice in outcomes():
        choices.append(choice)
        told(f"{len(choices)} outcomes read")
    if not choices:
        raise click.ClickException("There is no outcome to learn from: no submitted project has a partner that its lead could choose among others.")
    _store(relearning.relearn(choices, queries.active_weights()), WeightSource.OUTCOMES, len(choices), activate=activate)


@weights.command()
@click.argument("number", type=int)
def activate(number: int) -> None:
    """Put stored weights into use, by their number in `match weights show`."""
    with transaction.unit():
        row = queries.get_weights(number)
        if row is None:
            raise click.ClickException(f"No weights are stored under the number {number}.")
        in_use = services.activate_weights(row)
        told(f"weights {in_use.id} are in use")


@weights.command()
def reset() -> None:
    """Go back to the weights that the product starts with."""
    with transaction.unit():
        told("the starting weights are in use again" if services.reset_weights() else "the starting weights are in use already")


def _store(learned: Weights, source: WeightSource, outcomes: int, *, activate: bool) -> None:
    with transaction.unit():
        row = services.store_weights(learned, source=source, outcomes=outcomes, activate=activate)
        told(f"stored as number {row.id}, " + ("in use" if row.active else f"not in use; put into use by: match weights activate {row.id}"))
    click.echo(learned.written(), nl=False)


def _row(row: WeightSet) -> dict[str, Any]:
    times = {"stored": row.created_at, "in_use_from": row.activated_at, "in_use_until": row.ended_at}
    said = {name: at.isoformat(timespec="seconds") if at else None for name, at in times.items()}
    return {"number": row.id, "source": row.source, "outcomes": row.outcomes, "active": row.active, **said, "measure": row.measure}
