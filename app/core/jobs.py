"""Background work on PostgreSQL through procrastinate: what runs when, each in an application context of its own."""

from collections.abc import Callable
from dataclasses import dataclass

import procrastinate
import structlog
from flask import Flask
from sqlalchemy.engine import make_url

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Job:
    """A recurring piece of work: its name, when (cron with seconds in front), and what to call."""

    name: str
    schedule: str
    run: Callable[[], int]


def connection_string(url: str) -> str:
    """The address as libpq reads it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def queue(app: Flask, jobs: tuple[Job, ...]) -> procrastinate.App:
    """The queue with every job; a job never runs twice at once, over all workers."""
    connector = procrastinate.PsycopgConnector(conninfo=connection_string(app.config["DATABASE_URL"]))
    queue = procrastinate.App(connector=connector)
    for job in jobs:
        _add(queue, app, job)
    return queue


def _add(queue: procrastinate.App, app: Flask, job: Job) -> None:
    def run(timestamp: int) -> None:
        with app.app_context():
            done = job.run()
        if done:
            log.info("job.done", job=job.name, done=done, timestamp=timestamp)

    task = queue.task(name=job.name, lock=job.name, queueing_lock=job.name)(run)
    queue.periodic(cron=seconds_last(job.schedule), periodic_id=job.name)(task)


def seconds_last(schedule: str) -> str:
    """The schedule as the queue reads it: the field of the seconds at its end."""
    seconds, *others = schedule.split()
    return " ".join([*others, seconds])
