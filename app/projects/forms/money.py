"""Amounts as people type them: 1234.5, 1,234.50, full-width digits."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from wtforms import Field
from wtforms.widgets import TextInput

from app.core.forms import ReadFirst
from app.core.i18n import _l

AMOUNT = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
LARGEST = Decimal(10) ** 12
PLACES = 2


class MoneyField(ReadFirst, Field):
    """An amount that is not negative; empty means not given. What was typed stands there again when it is refused."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        plain = f"{self.data:,.2f}"
        return plain.removesuffix(".00")

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the amount.

        :raises ValueError: it is no amount, too large, or has more than two decimals.
        """
        self.data = None
        typed = unicodedata.normalize("NFKC", valuelist[0]).strip() if valuelist else ""
        typed = typed.replace(" ", "")
        if not typed:
            return
        if not AMOUNT.fullmatch(typed):
            raise ValueError(str(_l("Enter an amount in digits, such as 1,234.50.")))
        amount = Decimal(typed.replace(",", ""))
        if amount >= LARGEST:
            raise ValueError(str(_l("Enter a smaller amount: less than a million million.")))
        if decimals(amount) > PLACES:
            raise ValueError(str(_l("Enter at most two decimals.")))
        self.data = amount


def decimals(amount: Decimal) -> int:
    """How many decimals an amount needs."""
    exponent = amount.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
