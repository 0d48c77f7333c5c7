"""Reading a table of a TOML file with a clear sentence for everything that is wrong, all of it at once."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

LANGUAGE = re.compile(r"[a-z]{2,3}")
DISGUISING = re.compile("[\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff]")
DEFAULT_LANGUAGE = "en"
TEXT_LENGTH = 500

Check = Callable[[str], object]


class FaultyFile(Exception):
    """A file that is refused whole; `problems` has one sentence for each fault, beginning with its key."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass
class Faults:
    """What was found wrong so far."""

    problems: list[str] = field(default_factory=list)

    def add(self, key: str, sentence: str) -> None:
        """Note a fault at a key."""
        self.problems.append(f"{key}: {sentence}")

    def refuse_any(self) -> None:
        """Stop where something was wrong.

        :raises FaultyFile: with all of it.
        """
        if self.problems:
            raise FaultyFile(self.problems)


class Table:
    """One table of the file. Each reading notes a fault and gives an empty value where the entry does not fit."""

    def __init__(self, values: Any, key: str, faults: Faults) -> None:
        self.values: Mapping[str, Any] = values if isinstance(values, dict) else {}
        self.key = key
        self.faults = faults
        self.known: set[str] = set()
        if not isinstance(values, dict):
            faults.add(key, "must be a table")

    def at(self, name: str) -> str:
        """The full key of an entry."""
        return f"{self.key}.{name}" if self.key else name

    def fault(self, name: str, sentence: str) -> None:
        """Note that an entry is wrong."""
        self.faults.add(self.at(name), sentence)

    def _get(self, name: str, kind: type | tuple[type, ...], words: str, *, required: bool) -> Any:
        self.known.add(name)
        value = self.values.get(name)
        if value is None:
            if required:
                self.fault(name, "is missing")
            return None
        if not isinstance(value, kind) or isinstance(value, bool):
            self.fault(name, f"must be {words}, not {value!r}")
            return None
        return value

    def text(self, name: str, *, required: bool = True, longest: int = TEXT_LENGTH, fits: Check | None = None, words: str = "") -> str:
        """A text; `fits` decides whether it will do, and `words` says what it must be."""
        value = self._get(name, str, "a text", required=required)
        if value is None:
            return ""
        value = unicodedata.normalize("NFC", value).strip()
        if not value and required:
            self.fault(name, "is empty")
        elif value and fits is not None and not fits(value):
            self.fault(name, f"must be {words}, not {value!r}")
        return self._safe(name, value, longest)

    def _safe(self, name: str, value: str, longest: int) -> str:
        if any(unicodedata.category(c) in {"Cc", "Cs"} for c in value) or DISGUISING.search(value):
            self.fault(name, "has invisible or control characters; remove them")
        if len(value) > longest:
            self.fault(name, f"has {len(value)} characters; at most {longest} are allowed")
        return value

    def texts(self, name: str, *, longest: int = TEXT_LENGTH) -> dict[str, str]:
        """A text by language, English among them."""
        entries = self._get(name, dict, "a table of texts by language", required=True)
        if entries is None:
            return {}
        table = Table(entries, self.at(name), self.faults)
        found = {key: table.text(key, longest=longest) for key in table.values}
        for key in found:
            if not LANGUAGE.fullmatch(key):
                table.fault(key, "is no language code")
        if DEFAULT_LANGUAGE not in found:
            table.fault(DEFAULT_LANGUAGE, "is missing; an English text is required")
        return found

    def number(self, name: str, low: int, high: int) -> int | None:
        """A whole number in a range, or nothing."""
        value: int | None = self._get(name, int, "a whole number", required=False)
        if value is not None and not low <= value <= high:
            self.fault(name, f"must be between {low} and {high}, not {value}")
        return value

    def day(self, name: str) -> date | None:
        """A date, or nothing."""
        value: date | None = self._get(name, date, "a date such as 2017-05-03, without quotes", required=False)
        if isinstance(value, datetime):
            self.fault(name, "must be a date without a time of day")
            return None
        return value

    def words(self, name: str, *, allowed: Collection[str] | None = None, fits: Check | None = None) -> list[str]:
        """A list of one or more different texts."""
        value = self._get(name, list, "a list", required=True)
        if value is None:
            return []
        if not value or not all(isinstance(entry, str) and entry for entry in value):
            self.fault(name, "must be a list of one or more texts")
            return []
        for entry in value:
            if (allowed is not None and entry not in allowed) or (fits is not None and not fits(entry)):
                self.fault(name, f"{entry!r} is not known" + (f"; known are {', '.join(sorted(allowed))}" if allowed else ""))
        if len(set(value)) != len(value):
            self.fault(name, "names something twice")
        return list(value)

    def numbers(self, name: str, low: int, high: int) -> list[int]:
        """A list of different whole numbers in a range."""
        value = self._get(name, list, "a list", required=True)
        if value is None:
            return []
        if not all(isinstance(entry, int) and low <= entry <= high for entry in value) or len(set(value)) != len(value):
            self.fault(name, f"must be a list of different numbers from {low} to {high}")
            return []
        return sorted(value)

    def tables(self, name: str, *, required: bool = True) -> list["Table"]:
        """The tables under `[[name]]`, counted from 1 in messages."""
        value = self._get(name, list, f"one or more tables [[{self.at(name)}]]", required=required)
        return [Table(entry, f"{self.at(name)}[{n}]", self.faults) for n, entry in enumerate(value or [], start=1)]

    def table(self, name: str, *, required: bool = True) -> "Table | None":
        """The table under `[name]`."""
        value = self._get(name, dict, f"a table [{self.at(name)}]", required=required)
        return None if value is None else Table(value, self.at(name), self.faults)

    def end(self) -> None:
        """Note every entry that was not asked for."""
        for name in self.values:
            if name not in self.known:
                self.fault(name, "is not a key of this table")
