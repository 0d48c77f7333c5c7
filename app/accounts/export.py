"""A person's own data in a form that machines read."""

from typing import Any

from app.accounts import queries
from app.accounts.models import Person
from app.core.templating import iso


def personal_data(person: Person) -> dict[str, Any]:
    """Account, roles, sessions and waiting invitations. Secrets and their digests are left out; times are UTC."""
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
    }
