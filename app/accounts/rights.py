"""Who acts, and what their roles are: the questions that every policy asks.

Three kinds of actor answer the same questions: a person, an anonymous visitor, and the clock (the worker acting on a due
date). Policies never ask which kind they have.
"""

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Final, Literal, Protocol

from flask_login import AnonymousUserMixin

from app.accounts.enums import Role

OFFICIALS = frozenset({Role.OFFICER, Role.DECISION_MAKER})


class Anywhere(Enum):
    """No organisation and no country is asked for. None is not that: it is one that is not known, in which nobody has a role."""

    ANYWHERE = "anywhere"


ANYWHERE: Final = Anywhere.ANYWHERE


class Grant(Protocol):
    """A role that is in force: in which organisation, of which country."""

    role: Role
    organisation_id: int | None

    @property
    def country(self) -> str | None:
        """The country of the organisation."""


class Rights:
    """The questions. Whoever has `grants` can be asked."""

    is_clock = False

    @property
    def active_grants(self) -> Sequence[Grant]:
        """The roles in force now."""
        return ()

    def holds(
        self, *roles: Role, organisation_id: int | Literal[Anywhere.ANYWHERE] | None = ANYWHERE,
        country: str | Literal[Anywhere.ANYWHERE] | None = ANYWHERE,
    ) -> bool:
        """Whether one of the roles is held, in that organisation or country where one is asked for."""
        if organisation_id is None or country is None:
            return False
        return any(
            grant.role in roles
            and (organisation_id is ANYWHERE or grant.organisation_id == organisation_id)
            and (country is ANYWHERE or grant.country == country)
            for grant in self.active_grants
        )

    def belongs_to(self, organisation_id: int | None) -> bool:
        """Whether the actor is linked to the organisation by any role."""
        return organisation_id is not None and any(g.organisation_id == organisation_id for g in self.active_grants)

    def belongs_to_any(self, organisation_ids: Iterable[int]) -> bool:
        """Whether the actor is linked to one of the organisations by any role."""
        wanted = set(organisation_ids)
        return any(g.organisation_id in wanted for g in self.active_grants)

    def organisations(self, *roles: Role) -> list[int]:
        """The organisations in which one of the roles is held (any role where none is named)."""
        return sorted(
            {g.organisation_id for g in self.active_grants if g.organisation_id and (not roles or g.role in roles)}
        )

    @property
    def countries(self) -> frozenset[str]:
        """The countries for whose authority the actor acts as an official."""
        return frozenset(g.country for g in self.active_grants if g.role in OFFICIALS and g.country)

    @property
    def is_official(self) -> bool:
        """Acts for an authority."""
        return bool(self.countries)

    @property
    def is_administrator(self) -> bool:
        """Runs the workspace."""
        return self.holds(Role.ADMINISTRATOR)

    @property
    def role_name(self) -> str:
        """The roles held, for the audit chain."""
        return ",".join(sorted({str(grant.role) for grant in self.active_grants})) or "person"


class Anonymous(AnonymousUserMixin, Rights):
    """A visitor who is not signed in."""

    id = None
    name = ""
    language = ""
    time_zone = ""
    role_name = "visitor"


class Clock(Rights):
    """Time itself: the worker, when a due date passes. In the audit chain it stands without a person."""

    id = None
    name = ""
    is_clock = True
    is_authenticated = False
    role_name = "system"


CLOCK = Clock()
