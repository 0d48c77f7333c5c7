"""What can be wrong with a file or a row."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.core.errors import Problem, Refused
from app.core.i18n import LazyText

VALUE_LENGTH = 300


class ProblemCode(StrEnum):
    """What is wrong with a value; the values of the number's faults are those of `identifiers.NumberFaultReason`."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    UNSAFE_CHARACTERS = "unsafe_characters"
    CHARACTERS_REMOVED = "characters_removed"
    UNKNOWN_SCHEME = "unknown_scheme"
    LENGTH = "length"
    FORMAT = "format"
    CHECK_DIGIT = "check_digit"
    COMPONENT = "component"
    CELL_COUNT = "cell_count"
    UNKNOWN_COLUMN = "unknown_column"
    UNKNOWN_SIZE = "unknown_size"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_TRACK = "unknown_track"
    UNKNOWN_LANGUAGE = "unknown_language"
    UNKNOWN_COUNTRY = "unknown_country"
    COUNTRY_NOT_ALLOWED = "country_not_allowed"
    NOT_A_WEB_ADDRESS = "not_a_web_address"
    NOT_AN_EMAIL_ADDRESS = "not_an_email_address"
    NOT_A_NUMBER = "not_a_number"
    NOT_YES_OR_NO = "not_yes_or_no"
    SAME_NUMBER = "same_number"
    KEPT_AS_REGISTERED = "kept_as_registered"


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A fault: the row as a spreadsheet numbers it (the header is row 1), the column, and the value as it stood."""

    row: int
    field: str
    value: str
    problem: ProblemCode

    def as_dict(self) -> dict[str, Any]:
        """As the report has it."""
        return {"row": self.row, "field": self.field, "value": self.value, "problem": self.problem.value}


class FileRefused(Refused):
    """The file is not what it says; nothing of it was taken. One sentence says why and what to do."""

    def __init__(self, message: LazyText | str) -> None:
        self.message = message
        super().__init__([Problem("file", message)])

    def __str__(self) -> str:
        return str(self.message)
