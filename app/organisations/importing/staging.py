"""Rows on their way into the registry: prepared in batches, copied into temporary tables of the present transaction."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import text

from app.core.db import PUBLIC_ID_ALPHABET, PUBLIC_ID_LENGTH
from app.extensions import db
from app.organisations.enums import NameKind, TrackLinkState
from app.organisations.importing.evidence import Evidence, reason
from app.organisations.importing.rows import OrganisationValues
from app.organisations.names import grams, match_key, order_of_keys

BATCH = 1000
SEPARATOR = "\x1f"
"""Between the grams of a name: a character that no stored name may hold."""

FIELDS = (
    "name_native", "name_native_language", "name_latin", "name_kana", "description", "description_language", "size_band", "industry",
    "website", "contact_email", "postal_code", "region", "city", "street",
)
ROW_COLUMNS = ("row", "country", "scheme", "value", "kind", "public_id", "sort_key", *FIELDS, "facts")
NAME_COLUMNS = ("row", "kind", "text", "key", "grams")
TRACK_COLUMNS = ("row", "track_id", "state", "reason")
NAME_KINDS = (("name_native", NameKind.NATIVE), ("name_latin", NameKind.LATIN), ("name_kana", NameKind.KANA))

TABLES = f"""
DROP TABLE IF EXISTS staged_row, staged_name, staged_track, import_plan;
CREATE TEMPORARY TABLE staged_row (
  row integer, country text, scheme text, value text, kind text, public_id text, sort_key text,
  {", ".join(f"{field} text" for field in FIELDS)}, facts jsonb
) ON COMMIT DROP;
CREATE TEMPORARY TABLE staged_name (row integer, kind text, text text, key text, grams text) ON COMMIT DROP;
CREATE TEMPORARY TABLE staged_track (row integer, track_id bigint, state text, reason text) ON COMMIT DROP
"""

_DIGITS = bytes(ord(PUBLIC_ID_ALPHABET[byte % len(PUBLIC_ID_ALPHABET)]) for byte in range(256))
_UNEVEN = bytes(range(256 - 256 % len(PUBLIC_ID_ALPHABET), 256))


def public_ids() -> Iterator[str]:
    """Identifiers for URLs as `db.new_public_id` makes them, drawn many at a time."""
    while True:
        drawn = os.urandom(BATCH * PUBLIC_ID_LENGTH).translate(_DIGITS, _UNEVEN).decode()
        for at in range(0, len(drawn) - PUBLIC_ID_LENGTH + 1, PUBLIC_ID_LENGTH):
            yield drawn[at : at + PUBLIC_ID_LENGTH]


class Staging:
    """Takes rows one at a time; what is held in memory is one batch."""

    def __init__(self, *, legal_forms: Callable[[str], Sequence[str]], tracks: dict[str, int], evidence: Evidence) -> None:
        self.legal_forms = legal_forms
        self.tracks = tracks
        self.evidence = evidence
        self.ids = public_ids()
        self.rows: list[tuple[Any, ...]] = []
        self.names: list[tuple[Any, ...]] = []
        self.links: list[tuple[Any, ...]] = []
        for statement in TABLES.split(";"):
            db.session.execute(text(statement))

    def add(self, row: int, values: OrganisationValues) -> None:
        """Prepare a row; every thousandth sends the batch."""
        forms = self.legal_forms(values.country)
        keys: dict[str, str] = {}
        for field, kind in NAME_KINDS:
            name = getattr(values, field)
            if name:
                key = keys[kind.value] = match_key(name, forms)
                self.names.append((row, kind.value, name, key, SEPARATOR.join(grams(key))))
        order = order_of_keys(**keys)
        facts = json.dumps(values.facts, ensure_ascii=False) if values.facts else "{}"
        fields = [getattr(values, field) for field in FIELDS]
        self.rows.append((row, values.country, values.scheme, values.number, values.kind, next(self.ids), order, *fields, facts))
        self._link(row, values)
        if len(self.rows) >= BATCH:
            self.send()

    def _link(self, row: int, values: OrganisationValues) -> None:
        labels = {self.tracks[code]: label for code, label in values.tracks if code in self.tracks}
        self.links += [(row, track, TrackLinkState.CONFIRMED.value, reason([label])) for track, label in labels.items()]
        for track, why in self.evidence.suggest(values.description, values.industry).items():
            if track not in labels:
                self.links.append((row, track, TrackLinkState.SUGGESTED.value, why))

    def send(self) -> None:
        """Copy what is held into the temporary tables."""
        copy_into("staged_row", ROW_COLUMNS, self.rows)
        copy_into("staged_name", NAME_COLUMNS, self.names)
        copy_into("staged_track", TRACK_COLUMNS, self.links)
        self.rows, self.names, self.links = [], [], []

    def finish(self) -> None:
        """Send the rest and let the planner know the tables."""
        self.send()
        analyze("staged_row", "staged_name", "staged_track")


def analyze(*tables: str) -> None:
    """Let the planner know how many rows stand in tables that were just filled; by itself it would learn a minute later."""
    db.session.execute(text(f"ANALYZE {', '.join(tables)}"))


def copy_into(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """COPY rows into a table, in the session's own transaction."""
    if not rows:
        return
    driver = db.session.connection().connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table}" ({", ".join(columns)}) FROM STDIN') as copy:  # type: ignore[union-attr]
        for row in rows:
            copy.write_row(row)
