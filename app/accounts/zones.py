"""Time zones by the names that people know."""

from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

UTC = "UTC"
NAMELESS_TERRITORY = "001"


@lru_cache(maxsize=16)
def zone_choices(language: str) -> tuple[tuple[str, str], ...]:
    """Every zone with its territory and city in the language, UTC first."""
    locale = Locale.parse(language)
    rows = []
    for zone, territory in get_global("zone_territories").items():
        if territory != NAMELESS_TERRITORY and zone in available_zones():
            city = get_timezone_location(zone, locale=locale, return_city=True)
            rows.append((zone, f"{locale.territories.get(territory, territory)} – {city}"))
    return ((UTC, UTC), *sorted(rows, key=lambda row: row[1]))


def zone_name(zone: str, language: str) -> str:
    """A zone in the words in which it is chosen."""
    return dict(zone_choices(language)).get(zone, zone)


@lru_cache(maxsize=1)
def available_zones() -> frozenset[str]:
    """The names that this machine's zone data knows."""
    return frozenset(available_timezones())


def likely_zone(language: str) -> str:
    """The zone of the territory in which a language is mostly spoken, where that has only one; else UTC."""
    territory = str(get_global("likely_subtags").get(language, "")).rpartition("_")[2]
    zones = get_global("territory_zones").get(territory, [])
    return zones[0] if len(zones) == 1 else UTC
