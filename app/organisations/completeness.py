"""What an organisation must have said of itself before it can be declared: the complete list of what is missing."""

import re
from collections.abc import Sequence
from typing import Any

from app.accounts.models import Person
from app.core.errors import Problem
from app.core.i18n import _l
from app.organisations import queries
from app.organisations.enums import OrganisationKind, TrackLinkState
from app.organisations.models import Organisation
from app.organisations.queries import Country

SHORTEST_DESCRIPTION = 40
LEGAL_FIELDS = ("kind", "name_native", "name_native_language", "name_latin", "name_kana")
"""What the verification rests on, with the official number; changed after it only by a signatory, and verified anew."""


def number_of(organisation: Organisation) -> dict[str, str] | None:
    """The official number as the organisation states it: the one entered last, else the first of the register."""
    pending = queries.pending_number(organisation)
    if pending or not organisation.numbers:
        return pending
    return {"scheme": organisation.numbers[0].scheme, "value": organisation.numbers[0].value}


def legal_data(organisation: Organisation) -> dict[str, Any]:
    """Kind, names and number as they will stand once what is proposed has been verified."""
    present: dict[str, Any] = {name: getattr(organisation, name) for name in LEGAL_FIELDS}
    present["number"] = number_of(organisation)
    return {**present, **(organisation.proposed_legal_data or {})}


def missing(organisation: Organisation, _by: Person | Any = None) -> Sequence[Problem]:
    """Everything that stands against a declaration."""
    country = queries.country_facts(organisation.country)
    data = legal_data(organisation)
    return [
        *_identity(data, country), *_number(organisation, data["number"], data["kind"], country),
        *_address(organisation, country), *_description(organisation),
    ]


def _identity(data: dict[str, Any], country: Country) -> list[Problem]:
    problems = []
    if not country.is_party:
        problems.append(Problem("country", _l("No programme has this country as a party. Choose a country of a programme.")))
    if not data["kind"]:
        problems.append(Problem("kind", _l("Choose the kind of organisation.")))
    if not data["name_native"] and (not country.name_scripts or "native" in country.name_scripts):
        problems.append(Problem("name_native", _l("Enter the legal name, as the register shows it.")))
    if data["name_native"] and not data["name_native_language"]:
        problems.append(Problem("name_native_language", _l("Choose the language of the legal name.")))
    if not data["name_latin"] and (not country.name_scripts or "latin" in country.name_scripts):
        problems.append(Problem("name_latin", _l("Enter the name in Latin letters, so that partners abroad can read it.")))
    return problems


def _number(organisation: Organisation, number: dict[str, str] | None, kind: str | None, country: Country) -> list[Problem]:
    if number:
        return taken(number, organisation)
    if country.number_schemes and kind != OrganisationKind.GOVERNMENT_BODY:
        return [Problem("number", _l("Enter the official number of the organisation in its country's register."))]
    return []


def taken(number: dict[str, str], organisation: Organisation | None) -> list[Problem]:
    """Whether the number belongs to another organisation already."""
    holder = queries.holder_of(number["scheme"], number["value"], other_than=organisation.id if organisation else None)
    if holder is None:
        return []
    return [Problem("number", _l("This number is in the registry already. If that organisation is yours, claim it instead of registering it again."))]


def _address(organisation: Organisation, country: Country) -> list[Problem]:
    problems = []
    asked = country.address_order or ("street", "city")
    if not organisation.street and "street" in asked:
        problems.append(Problem("street", _l("Enter the street and number of the registered seat.")))
    if not organisation.city and "city" in asked:
        problems.append(Problem("city", _l("Enter the city of the registered seat.")))
    pattern = country.postal_code_pattern
    if organisation.postal_code and pattern and not re.fullmatch(pattern.strip("^$"), organisation.postal_code):
        problems.append(Problem("postal_code", _l("This does not look like a postal code of the country. Check it.")))
    if not organisation.contact_email:
        problems.append(Problem("contact_email", _l("Enter an e-mail address at which the organisation can be reached.")))
    return problems


def _description(organisation: Organisation) -> list[Problem]:
    problems = []
    if len(organisation.description or "") < SHORTEST_DESCRIPTION:
        problems.append(Problem("description", _l("Describe what the organisation does, in 40 characters or more.")))
    if not organisation.description_language:
        problems.append(Problem("description_language", _l("Choose the language of the description.")))
    if not organisation.size_band:
        problems.append(Problem("size_band", _l("Choose the number of employees.")))
    if not any(link.state == TrackLinkState.CONFIRMED for link in organisation.track_links):
        problems.append(Problem("tracks", _l("Choose at least one sector track.")))
    return problems
