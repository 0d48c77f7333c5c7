"""`flask sample …`: a workspace to look at, with real organisations, fictional people, and projects in every state."""

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select, update

from app.accounts.models import Person
from app.accounts.rights import CLOCK
from app.cli.sample import (
    affiliations,
    events,
    introductions,
    meetings,
    organisations,
    people,
    profiles,
    projects,
    register,
    trials,
)
from app.cli.sample.source import PASSWORD, read_source
from app.core import transaction
from app.core.db import now
from app.core.outbox import Owed
from app.extensions import db
from app.organisations.bodies import load_programme_file

group = AppGroup("sample", help="Sample data to look at.")

PROGRAMME_FILE = "japan-israel"


@group.command()
@click.option("--if-empty", is_flag=True, help="Do nothing where there are people already.")
def load(if_empty: bool) -> None:
    """Load the sample data into an empty database; never in production, since everybody knows the sample's password."""
    if current_app.config["SETTINGS"].production:
        raise click.ClickException("MUSUBI_PRODUCTION is set: the sample's accounts have a password that everybody knows.")
    if db.session.scalar(select(Person.id).limit(1)) is not None:
        if if_empty:
            return
        raise click.ClickException("There are people in this database already; the sample goes into an empty one only.")
    source = read_source()
    with transaction.unit():
        click.echo("• sample: programmes and public bodies")
        load_programme_file(PROGRAMME_FILE, by=CLOCK)
        click.echo("• sample: 300 organisations of two public registers")
        register.load(source)
        click.echo("• sample: people")
        persons = people.load(source)
        click.echo("• sample: fictional organisations and their verification")
        fictional = organisations.load(source, persons)
        click.echo("• sample: projects in every state")
        projects.load(source, persons, fictional)
        click.echo("• sample: partnering profiles in several states")
        cast = projects.Cast(source, persons, fictional)
        profiles.load(cast)
        click.echo("• sample: introductions to them")
        introductions.load(cast)
        meetings.load(cast)
        trials.load(cast)
        click.echo("• sample: an economic organisation with two members")
        affiliations.load(cast)
        click.echo("• sample: an event")
        events.load(cast)
        _settle_mail()


def _settle_mail() -> None:
    """The sample's people have no mailboxes: what its history owes them is settled without being sent."""
    db.session.execute(update(Owed).where(Owed.topic == "mail", Owed.done_at.is_(None)).values(done_at=now()))


@group.command()
def accounts() -> None:
    """Name the demonstration accounts."""
    click.echo(f"Demonstration accounts, all with the password: {PASSWORD}\n")
    for person in read_source()["people"]:
        click.echo(f"  {people.address(person):<32}{person['says']}")


__all__ = ["PASSWORD", "group"]
