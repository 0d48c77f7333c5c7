"""The demonstration accounts."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.accounts.enums import Role
from app.accounts.models import Person
from app.accounts.rights import CLOCK
from app.accounts.security.passwords import hash_password
from app.accounts.services import give_role
from app.cli.sample.source import PASSWORD, Source
from app.core.db import now
from app.extensions import db
from app.organisations.models import Organisation


def address(entry: Mapping[str, Any]) -> str:
    """The e-mail address of a demonstration account, under a domain of its organisation's own."""
    return f"{entry['who']}@{entry.get('of', 'sample').lower()}.example"


def load(source: Source) -> dict[str, Person]:
    """Store everyone; roles in public bodies, and those that concern the whole workspace, are given at once."""
    codes = {entry["code"] for entry in source["organisations"]}
    persons = {}
    for entry in source["people"]:
        person = Person(
            email=address(entry), name=entry["name"], name_reading=entry.get("reading"), language=entry["language"],
            time_zone=entry["time_zone"], password_hash=hash_password(PASSWORD), confirmed_at=now(),
        )
        db.session.add(person)
        db.session.flush()
        persons[entry["who"]] = person
        if entry.get("of") not in codes:
            _give_roles(person, entry)
    return persons


def _give_roles(person: Person, entry: Mapping[str, Any]) -> None:
    body = None
    if "of" in entry:
        body = db.session.scalars(select(Organisation).where(Organisation.code == entry["of"])).one()
    for role in entry["roles"]:
        give_role(person, Role(role), body, by=CLOCK)
