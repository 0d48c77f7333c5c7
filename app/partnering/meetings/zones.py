"""From a time zone to its country and working days."""

from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from sqlalchemy import select

from app.core.calendar import DAYS_IN_WEEK
from app.extensions import db
from app.programmes.models import Party

NO_COUNTRY = frozenset({"001", "ZZ"})


class UnfitZone(ValueError):
    """A name that is no time zone, or one of no country."""


def country_of(zone: str) -> str:
    """The country (ISO 3166 alpha-2) in which a zone lies, also by one of its old names.

    :raises UnfitZone: there is no such zone, or it lies in no country.
    """
    if zone not in available_timezones():
        raise UnfitZone(f"There is no time zone {zone!r}; zones are named like Asia/Tokyo.")
    name = get_global("zone_aliases").get(zone, zone)
    country = get_global("zone_territories").get(name, "ZZ")
    if country in NO_COUNTRY:
        raise UnfitZone(f"The time zone {zone} belongs to no country, so nobody knows its working days.")
    return str(country)


def usual_weekend(country: str) -> frozenset[int]:
    """The weekend of a country as CLDR has it, days from Monday = 0."""
    try:
        locale = Locale.parse(f"und_{country}")
    except UnknownLocaleError:
        locale = Locale.parse("und_001")
    length = (locale.weekend_end - locale.weekend_start) % DAYS_IN_WEEK + 1
    return frozenset((locale.weekend_start + n) % DAYS_IN_WEEK for n in range(length))


def weekend_of(country: str) -> frozenset[int]:
    """The weekend of a country: a party's as its programme has it, else the usual one."""
    stored = db.session.scalar(select(Party.weekend).where(Party.country == country).order_by(Party.id).limit(1))
    return usual_weekend(country) if stored is None else frozenset(stored)
