"""`flask match tracks` and `flask match learn-tracks`: measuring, using and fitting the suggestion of tracks."""

import json
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.matching.tracks import files, store

READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)
WRITABLE = click.Path(dir_okay=False, path_type=Path)


@click.command("tracks")
@click.option("--data", required=True, type=READABLE, help="CSV with `description` (and `name`), with `category` to measure.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line for each method.")
@click.option("--predict", "target", type=WRITABLE, help="Write the suggestion for each row there, as CSV.")
@click.option("--seed", default=0, show_default=True, help="Of the folds and of all that is drawn.")
@with_appcontext
def tracks(data: Path, as_json: bool, target: Path | None, seed: int) -> None:
    """Measure the suggestion of tracks in five folds on a file with labels; suggest them for a file without."""
    from app.matching.tracks import evaluation  # noqa: PLC0415 - scikit-learn is for these commands alone, and slow to load

    rows = _read(data)
    if not rows or rows[0].label is None:
        if target is None:
            raise click.ClickException(f"{data.name} has no labels to measure with; --predict OUT.csv writes suggestions for it.")
        _predict(target, rows, evaluation.judge_rows(store.load(), rows, _folder(), _told))
        return
    try:
        for measured in evaluation.measure(rows, _folder(), seed=seed, told=_told):
            figures = measured.figures
            plain = f"{measured.method}: macro-F1 {figures['macro_f1']:.4f}, accuracy {figures['accuracy']:.4f}"
            click.echo(json.dumps(figures, ensure_ascii=False) if as_json else plain)
            if target is not None and measured.method == "ours":
                _predict(target, rows, measured.chosen)
    except files.UnfitTable as fault:
        raise click.ClickException(str(fault)) from None


@click.command("learn-tracks")
@click.option("--data", required=True, type=READABLE, help="CSV with `name`, `description` and `category`.")
@click.option("--to", "target", type=WRITABLE, default=store.FILE, help="Where the model is written; the application's own by default.")
@click.option("--seed", default=0, show_default=True)
@with_appcontext
def learn_tracks(data: Path, target: Path, seed: int) -> None:
    """Fit the model that suggests tracks and write its weights."""
    from app.matching.tracks import evaluation  # noqa: PLC0415 - scikit-learn is for these commands alone, and slow to load

    rows = _read(data)
    if not rows or rows[0].label is None:
        raise click.ClickException(f"{data.name} has no labels to learn from.")
    store.save(evaluation.learn(rows, _folder(), seed=seed, told=_told), target)
    click.echo(f"{target}: learned from {len(rows)} rows", err=True)


def _read(data: Path) -> list[files.Row]:
    try:
        return files.read(data)
    except files.UnfitTable as fault:
        raise click.ClickException(str(fault)) from None


def _predict(target: Path, rows: list[files.Row], found: list[files.Suggestion]) -> None:
    try:
        files.write(target, rows, found)
    except OSError as error:
        raise click.ClickException(f"The suggestions cannot be written to {target}: {error.strerror}.") from None
    click.echo(f"suggestions written to {target}", err=True)


def _folder() -> Path:
    folder: Path = current_app.config["SETTINGS"].instance
    return folder


def _told(progress: str) -> None:
    click.echo(progress, err=True)
