"""`flask site run`: everything up to a running site, the server and the worker side by side until stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

import click
from flask import current_app
from flask.cli import AppGroup

from app.cli.database import bring_up_to_date
from config import ROOT

group = AppGroup("site", help="The whole site on this machine.")

GRACE_SECONDS = 15
PAUSE_SECONDS = 0.5


class _Stop(Exception):
    """The person or the system asked to stop."""


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise _Stop


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _start(arguments: Sequence[str], address: str) -> subprocess.Popen[bytes]:
    """A child; where nothing else is said, its mails link to the address that is served."""
    environment = {
        "BASE_URL": address, **os.environ, "DATABASE_URL": current_app.config["DATABASE_URL"], "OMP_NUM_THREADS": "1",
    }
    return subprocess.Popen(  # noqa: S603 - our own commands
        [sys.executable, "-m", *arguments], cwd=ROOT, env=environment, start_new_session=True
    )


def _end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()


@group.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Processes that serve.")
@click.option("--sample/--no-sample", default=True, help="Load the sample data into an empty database.")
def run(host: str, port: int, workers: int, sample: bool) -> None:
    """Bring the database up to date, load the sample data the first time, then serve and work until stopped."""
    if not _is_free(host, port):
        raise click.ClickException(f"Port {port} on {host} is in use. Stop what uses it, or choose another: make run PORT=8001")
    click.echo("• database")
    bring_up_to_date()
    if sample:
        current_app.cli.commands["sample"].main(["load", "--if-empty"], standalone_mode=False)
    serve = [
        "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers),
        "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "wsgi:app",
    ]
    address = f"http://{host}:{port}"
    children = [_start(serve, address), _start(["flask", "--app", "wsgi", "worker", "run"], address)]
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, _stop)
    try:
        _announce(host, port, children)
        while all(child.poll() is None for child in children):
            time.sleep(PAUSE_SECONDS)
        click.echo("A part of the site has stopped; stopping the rest.", err=True)
        sys.exit(1)
    except _Stop:
        click.echo("\nStopping …")
    finally:
        _end(children)


def _announce(host: str, port: int, children: Sequence[subprocess.Popen[bytes]]) -> None:
    while all(child.poll() is None for child in children):
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(PAUSE_SECONDS / 5)
        else:
            break
    click.echo(f"\nMusubi is running: http://{host}:{port}\n")
    accounts = current_app.cli.commands["sample"].commands["accounts"]  # type: ignore[attr-defined]
    accounts.main([], standalone_mode=False)
    click.echo("\nMail is written to instance/mail unless MAIL_SERVER is set. Stop with Ctrl-C.")
