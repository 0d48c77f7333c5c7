"""Who may import, and of which countries."""

from typing import Any

from app.accounts.enums import Role
from app.organisations import queries
from app.organisations.importing.formats import Format, formats
from app.organisations.models import RegistryImport


def countries_of(by: Any) -> frozenset[str]:
    """The countries whose organisations the actor may import.

    An official the own one, the secretariat those of its programmes, an administrator those of every party.
    """
    if by.is_administrator or by.is_clock:
        return frozenset(queries.countries())
    return by.countries | frozenset(queries.coordinated_countries(by))


def formats_for(by: Any) -> list[Format]:
    """The formats that the actor may use: those of own countries, and those whose rows name the country."""
    allowed = countries_of(by)
    return [form for form in formats().values() if form.country is None or form.country in allowed]


def import_organisations(by: Any, _nothing: Any) -> bool:
    """An official, a coordinator or an administrator."""
    return by.is_administrator or by.is_official or bool(by.holds(Role.COORDINATOR))


def change_import(by: Any, record: RegistryImport) -> bool:
    """Who began the import, or an administrator."""
    return by.is_administrator or (record.by_id is not None and record.by_id == by.id)


def see_import(by: Any, record: RegistryImport) -> bool:
    """Whoever may import and finds it."""
    return import_organisations(by, record)
