"""What the commands on the reference data share."""

from pathlib import Path

import click
from flask import current_app


def told(what: str) -> None:
    """Progress, beside the output."""
    click.echo(what, err=True)


def cache() -> Path:
    """Where data that was read once is kept."""
    folder: Path = current_app.config["SETTINGS"].instance / "matching"
    return folder


def listed(venues: str) -> tuple[str, ...]:
    """Venues with commas between them."""
    return tuple(venue for part in venues.split(",") if (venue := part.strip()))
