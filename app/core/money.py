"""Money: decimal amounts with their currency; unlike currencies are added only at a dated rate."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from babel.numbers import get_currency_precision

PERCENT = Decimal("0.01")


class MissingRate(LookupError):
    """No dated rate is known for a currency; `currency` names it."""

    def __init__(self, currency: str) -> None:
        self.currency = currency
        super().__init__(currency)


@dataclass(frozen=True)
class Rate:
    """How many units of the reference currency one unit of `currency` is worth, on which day, by which source."""

    currency: str
    value: Decimal
    on: date
    source: str


def precision(currency: str) -> int:
    """Decimal places of a currency by ISO 4217: 0 for JPY and KRW, 2 for most."""
    return int(get_currency_precision(currency))


def converted(amount: Decimal, currency: str, reference: str, rates: Mapping[str, Rate]) -> Decimal:
    """An amount in the reference currency, unrounded.

    :raises MissingRate: the currency differs and has no rate.
    """
    if currency == reference:
        return amount
    if currency not in rates:
        raise MissingRate(currency)
    return amount * rates[currency].value


def total(amounts: Iterable[tuple[Decimal, str]], reference: str, rates: Mapping[str, Rate]) -> Decimal:
    """The sum in the reference currency, unrounded.

    :raises MissingRate: a currency differs and has no rate.
    """
    return sum((converted(amount, currency, reference, rates) for amount, currency in amounts), Decimal(0))


def share(part: Decimal, whole: Decimal) -> Decimal:
    """What part is of whole, in per cent with two places; 0 where the whole is 0."""
    if whole == 0:
        return Decimal(0)
    return (part * 100 / whole).quantize(PERCENT, rounding=ROUND_HALF_EVEN)
