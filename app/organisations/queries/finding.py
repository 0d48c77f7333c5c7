"""Organisations that are called so: by the beginning or a stretch of a name in any script, or by an official number."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ARRAY, ColumnElement, String, cast, or_, select

from app.organisations.identifiers import NumberFault, check_number
from app.organisations.models import OfficialNumber, Organisation, OrganisationName
from app.organisations.names import grams, match_key
from app.organisations.queries.parties import country_facts


def called(asked: str, countries: Sequence[str]) -> ColumnElement[bool]:
    """A condition on `Organisation`; legal forms and numbers are those of the countries."""
    known = [country_facts(country) for country in countries]
    key = match_key(asked, [form for country in known for form in country.legal_forms])
    runs = [run for run in grams(key) if not run.endswith(" ")]
    named = OrganisationName.key.startswith(key, autoescape=True)
    if runs:
        named = or_(named, OrganisationName.grams.op("@>")(cast(runs, ARRAY(String(8)))))
    matches: list[ColumnElement[bool]] = [Organisation.id.in_(select(OrganisationName.organisation_id).where(named))]
    numbers = [(scheme, asked) for country in known for scheme in country.number_schemes]
    matches.extend(_numbered(scheme, number) for scheme, number in _valid(numbers))
    return or_(*matches)


def _valid(numbers: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for scheme, number in numbers:
        try:
            yield scheme, check_number(scheme, number)
        except NumberFault:
            continue


def _numbered(scheme: str, number: str) -> ColumnElement[bool]:
    held = select(OfficialNumber.organisation_id).where(OfficialNumber.scheme == scheme, OfficialNumber.value == number)
    return Organisation.id.in_(held)
