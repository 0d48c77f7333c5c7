"""What every template may use: languages, words for enum members, dates and money, and the way to a page."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, url_for
from flask_babel import format_currency, format_date, format_decimal, format_percent, get_locale
from flask_login import current_user
from jinja2 import StrictUndefined
from markupsafe import Markup

from app.core import access, i18n
from app.core.i18n import LazyText, language
from app.core.money import precision

DAY = {"en": "d MMMM y"}
BETWEEN = {"ja": " "}
"""How a day is written where the form of the locale data is not ours, and what stands between day and time."""

LABELS: dict[tuple[type[StrEnum], str], LazyText] = {}
"""By enum and value: members of different enums with the same value are equal as texts, but have their own words."""


def words(*labels: dict[Any, LazyText]) -> None:
    """Add the words of enum members; every member that a page shows must have them.

    Enums that share a value need a dict each, since in one dict the later would take the place of the earlier.
    """
    for many in labels:
        LABELS.update({(type(member), str(member)): text for member, text in many.items()})


def label(member: Any) -> str:
    """An enum member in words."""
    if member is None or member == "":
        return ""
    return str(LABELS[type(member), str(member)])


def in_zone(value: datetime | None, zone: str = "") -> str:
    """An instant in a zone (the reader's where none is named), with the zone's name."""
    if value is None:
        return ""
    target = ZoneInfo(zone or getattr(access.actor(), "time_zone", "") or "UTC")
    local = value.astimezone(target)
    return f"{format_date(local.date(), DAY.get(language(), 'long'))}{BETWEEN.get(language(), ', ')}{local:%H:%M} ({local.tzname()})"


def day(value: date | datetime | None) -> str:
    """A date in the language in use."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(getattr(access.actor(), "time_zone", "") or "UTC")).date()
    return format_date(value, DAY.get(language(), "long"))


def number(value: int | Decimal | None) -> str:
    """A number with the separators of the language."""
    return "" if value is None else format_decimal(value, "#,##0.########")


def money(amount: Decimal | None, currency: str) -> str:
    """An amount with its currency, with that currency's decimals."""
    if amount is None:
        return ""
    places = precision(currency)
    return format_currency(amount, currency, currency_digits=True) if places else format_currency(round(amount), currency)


def percent(value: Decimal | float | None) -> str:
    """A value that is already in per cent."""
    return "" if value is None else format_percent(float(value) / 100, "#,##0.##%")


def can(endpoint: str, thing: Any = None) -> bool:
    """Whether the person may open this page for a thing that they see; asks the rule of the page itself."""
    view: Any = current_app.view_functions[endpoint]
    policy = getattr(view, "access_policy", None)
    by = access.actor()
    if policy is None:
        rule: access.AccessRule = view.access_rule
        return by.is_authenticated or not rule.needs_sign_in
    return bool(policy(by, thing))


def iso(value: date) -> str:
    """An instant, or a day, for machines."""
    if not isinstance(value, datetime):
        return value.isoformat()
    return value.astimezone(UTC).isoformat(timespec="seconds")


def isolated(value: str | None, language: str | None = None) -> Markup:
    """Text that a person wrote, kept apart from the direction of the text around it."""
    attribute = Markup(' lang="{}"').format(language) if language else Markup("")
    return Markup('<bdi dir="auto"{}>{}</bdi>').format(attribute, value or "")


def _context() -> dict[str, Any]:
    locale = get_locale()
    return {
        "locale": locale.language if locale else "en",
        "direction": i18n.direction(),
        "request_id": g.get("request_id", ""),
        "actor": current_user,
    }


def init_app(app: Flask) -> None:
    """Fill Jinja's environment; an undefined name is an error, not an empty string."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        text=i18n.text, label=label, datetime=in_zone, date=day, number=number, money=money, percent=percent, iso=iso,
        country_name=i18n.country_name, language_name=i18n.language_name, bdi=isolated,
    )
    app.jinja_env.globals.update(
        languages=i18n.LANGUAGES, language_url=i18n.language_url, can=can, url_for=url_for,
    )
    app.context_processor(_context)
    app.before_request(i18n.remember_language)
