"""People and their roles."""

from collections.abc import Callable
from itertools import count
from types import SimpleNamespace

from sqlalchemy.orm import Session

from app.accounts.enums import Role
from app.accounts.models import Membership, Person
from app.core.db import now

NUMBERS = count(1)


def build(session: Session, make: SimpleNamespace) -> dict[str, Callable[..., object]]:
    """`person`, `member(organisation, *roles)`, `official(party, *roles)`, `administrator`."""

    def person(**values: object) -> Person:
        number = next(NUMBERS)
        defaults = {
            "email": f"person{number}@sample.example", "name": f"Sample Person {number}", "password_hash": "!", "confirmed_at": now(),
        }
        made = Person(**{**defaults, **values})
        session.add(made)
        session.flush()
        return made

    def grant(who: Person, organisation: object, role: Role) -> None:
        who.memberships.append(Membership(organisation=organisation, role=role))

    def member(organisation: object, *roles: Role, **values: object) -> Person:
        made = person(**values)
        for role in roles or (Role.REPRESENTATIVE,):
            grant(made, organisation, role)
        session.flush()
        return made

    def official(party: object, *roles: Role, **values: object) -> Person:
        return member(party.authority, *(roles or (Role.OFFICER,)), **values)  # type: ignore[attr-defined]

    def administrator(**values: object) -> Person:
        made = person(**values)
        grant(made, None, Role.ADMINISTRATOR)
        session.flush()
        return made

    return {"person": person, "member": member, "official": official, "administrator": administrator}
