"""A person's own details."""

from app.accounts.models import Person
from app.core import events
from app.core.db import lock


def update_account(
    person: Person, *, name: str, name_reading: str | None, language: str, time_zone: str, version: int | None
) -> None:
    """Change one's own details; the event names the fields, not what stands in them.

    :raises StaleVersion: the account changed since the form was filled.
    """
    lock(person, version)
    wanted = {"name": name, "name_reading": name_reading or None, "language": language, "time_zone": time_zone}
    changed = [key for key, value in wanted.items() if getattr(person, key) != value]
    for key in changed:
        setattr(person, key, wanted[key])
    if changed:
        events.record("person.update", person, by=person, data={"fields": changed})
