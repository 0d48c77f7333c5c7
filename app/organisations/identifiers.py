"""Official numbers of organisations, checked by scheme.

A scheme is the name of a module of python-stdnum (`jp.cn`, `il.hp`, `lei`) and comes from data. Nothing outside that
package can be reached through it.
"""

import re
import tomllib
import unicodedata
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from stdnum import exceptions

from app.core.i18n import LazyText, _l, text

SCHEMES = Path(__file__).parent / "data" / "schemes.toml"
SCHEME_FORM = re.compile(r"[a-z][a-z0-9_]{0,15}(?:\.[a-z][a-z0-9_]{0,15})?")
LONGEST = 60
MINUS = "\u2212"


class NumberFaultReason(StrEnum):
    """Why a number is refused."""

    UNKNOWN_SCHEME = "unknown_scheme"
    LENGTH = "length"
    FORMAT = "format"
    CHECK_DIGIT = "check_digit"
    COMPONENT = "component"


WORDING: dict[NumberFaultReason, LazyText] = {
    NumberFaultReason.UNKNOWN_SCHEME: _l("This kind of official number is not known. Choose one from the list."),
    NumberFaultReason.LENGTH: _l("The number has too few or too many characters. Enter it exactly as the register shows it."),
    NumberFaultReason.FORMAT: _l("The number holds characters that do not belong there. Enter it exactly as the register shows it."),
    NumberFaultReason.CHECK_DIGIT: _l("The check digit does not fit: a digit was mistyped. Compare the number with the register."),
    NumberFaultReason.COMPONENT: _l("A number of this kind does not begin like this. Compare the number with the register."),
}


class NumberFault(ValueError):
    """An official number is not one: `reason` for machines, `message` for people, with the remedy."""

    def __init__(self, reason: NumberFaultReason) -> None:
        self.reason = reason
        self.message = WORDING[reason]
        super().__init__(reason.value)


FAULTS: tuple[tuple[type[Exception], NumberFaultReason], ...] = (
    (exceptions.InvalidLength, NumberFaultReason.LENGTH),
    (exceptions.InvalidChecksum, NumberFaultReason.CHECK_DIGIT),
    (exceptions.InvalidComponent, NumberFaultReason.COMPONENT),
    (exceptions.ValidationError, NumberFaultReason.FORMAT),
)


def check_number(scheme: str, value: str) -> str:
    """The number in canonical form: NFKC, without spaces and hyphens.

    :raises NumberFault: the scheme is unknown, or the number does not fit it.
    """
    module = _module(scheme)
    if module is None:
        raise NumberFault(NumberFaultReason.UNKNOWN_SCHEME)
    number = _bare(value)
    if len(number) > LONGEST:
        raise NumberFault(NumberFaultReason.LENGTH)
    try:
        canonical = _bare(module.validate(number))
    except exceptions.ValidationError as error:
        raise NumberFault(next(reason for kind, reason in FAULTS if isinstance(error, kind))) from None
    facts = _schemes().get(scheme, {})
    if len(canonical) != facts.get("length", len(canonical)):
        raise NumberFault(NumberFaultReason.LENGTH)
    if "pattern" in facts and not re.fullmatch(facts["pattern"], canonical):
        raise NumberFault(NumberFaultReason.FORMAT)
    return canonical


def scheme_name(scheme: str) -> str:
    """A scheme in words, in the language in use; the scheme itself where it has none."""
    return text(_schemes().get(scheme, {}).get("names")) or scheme


def is_known(scheme: str) -> bool:
    """Whether numbers of this scheme can be checked."""
    return _module(scheme) is not None


def _bare(value: str) -> str:
    if value.isalnum() and value.isascii():
        return value
    folded = unicodedata.normalize("NFKC", value)
    return "".join(c for c in folded if not c.isspace() and c != MINUS and unicodedata.category(c) not in {"Pd", "Cf"})


@cache
def _schemes() -> dict[str, dict[str, Any]]:
    with SCHEMES.open("rb") as file:
        return tomllib.load(file)


@cache
def _module(scheme: str) -> ModuleType | None:
    if not SCHEME_FORM.fullmatch(scheme):
        return None
    try:
        module = import_module(f"stdnum.{scheme}")
    except ImportError:
        return None
    return module if callable(getattr(module, "validate", None)) else None
