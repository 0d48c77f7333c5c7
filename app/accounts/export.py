"""A person's own data in a form that machines read. Each domain adds what it keeps (`provide`)."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, current_app

from app.accounts import queries
from app.accounts.models import Person
from app.core.templating import iso

KEY = "personal_data"

Part = Callable[[Person], Any]
"""What a domain keeps of a person, in lists and mappings of plain values."""


def provide(app: Flask, parts: Mapping[str, Part]) -> None:
    """Put in what other domains keep, by the name under which it is exported."""
    app.extensions[KEY] = parts


def personal_data(person: Person) -> dict[str, Any]:
    """Account, roles, sessions, waiting invitations, and the parts of other domains. Secrets and their digests are left out; times are UTC."""
    parts: Mapping[str, Part] = current_app.extensions[KEY]
    return {
        "account": {
            "email": person.email, "name": person.name, "name_reading": person.name_reading, "language": person.language,
            "time_zone": person.time_zone, "created_at": iso(person.created_at),
            "confirmed_at": iso(person.confirmed_at) if person.confirmed_at else None,
        },
        "roles": [
            {
                "role": str(held.role), "organisation": held.organisation.name if held.organisation else None,
                "since": iso(held.created_at), "until": iso(held.ended_at) if held.ended_at else None,
            }
            for held in queries.list_memberships(person)
        ],
        "sessions": [
            {
                "began_at": iso(row.created_at), "last_used_at": iso(row.seen_at), "address": row.address, "agent": row.agent,
                "ended_at": iso(row.ended_at) if row.ended_at else None,
            }
            for row in queries.list_history_of(person)
        ],
        "invitations": [
            {"organisation": row.organisation.name, "role": str(row.role), "expires_at": iso(row.expires_at)}
            for row in queries.list_own_invitations(person)
        ],
        **{name: part(person) for name, part in parts.items()},
    }
