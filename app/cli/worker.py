"""`flask worker run`: deliver what is owed and watch due dates until stopped."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.core import jobs

group = AppGroup("worker", help="Background work.")


@group.command()
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
def run(once: bool) -> None:
    """Work until stopped; any number of workers may run."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - the object behind the proxy
    todo: tuple[jobs.Job, ...] = app.config["JOBS"]
    if once:
        for job in todo:
            click.echo(f"{job.name}: {job.run()}")
        return
    queue = jobs.queue(app, todo)
    click.echo("worker: running", err=True)
    with queue.open():
        queue.run_worker(concurrency=4, delete_jobs="successful", install_signal_handlers=True)
