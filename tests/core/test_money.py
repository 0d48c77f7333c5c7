"""Money is never added across currencies without a dated rate."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.money import MissingRate, Rate, converted, precision, share, total

RATES = {"JPY": Rate("JPY", Decimal("0.0065"), date(2026, 1, 5), "sample"), "ILS": Rate("ILS", Decimal("0.27"), date(2026, 1, 5), "sample")}
AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False)


def test_precision_follows_iso_4217():
    assert (precision("JPY"), precision("KRW"), precision("ILS"), precision("USD")) == (0, 0, 2, 2)


def test_a_missing_rate_is_named():
    with pytest.raises(MissingRate) as missing:
        converted(Decimal(1), "KRW", "USD", RATES)
    assert missing.value.currency == "KRW"


@given(st.lists(st.tuples(AMOUNTS, st.sampled_from(["JPY", "ILS", "USD"])), max_size=8))
def test_shares_add_up_to_a_hundred(amounts):
    whole = total(amounts, "USD", RATES)
    parts = [total([entry], "USD", RATES) for entry in amounts]
    assert sum(parts, Decimal(0)) == whole
    if whole:
        assert abs(sum(share(part, whole) for part in parts) - 100) <= Decimal("0.01") * max(1, len(parts))


def test_a_share_of_nothing_is_nothing():
    assert share(Decimal(0), Decimal(0)) == 0
