"""Whether a file is what it says. Reads line by line with limits, so that a hostile file costs no more than its first part."""

import codecs
import csv
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from app.core.i18n import _l
from app.organisations.importing.formats import Format
from app.organisations.importing.problems import FileRefused

MEGABYTE = 1024 * 1024
MAX_LINE = MEGABYTE
MAX_BYTES = 256 * MEGABYTE
MAX_ROWS = 1_000_000
HEAD = 4096
NO_BYTE_SHARE = 0.2
"""A text in UTF-16 has a zero in about every second byte of its Latin letters."""

MARKS = (
    (codecs.BOM_UTF16_LE, _l("This file is in UTF-16. Save it as CSV in UTF-8, then try again.")),
    (codecs.BOM_UTF16_BE, _l("This file is in UTF-16. Save it as CSV in UTF-8, then try again.")),
    (b"PK\x03\x04", _l("This is a spreadsheet or an archive, not a CSV file. Save the sheet as CSV in UTF-8, then try again.")),
    (b"\xd0\xcf\x11\xe0", _l("This is a spreadsheet, not a CSV file. Save the sheet as CSV in UTF-8, then try again.")),
    (b"%PDF", _l("This is a PDF document, not a CSV file. Ask for the register as CSV in UTF-8.")),
    (b"\x1f\x8b", _l("This file is compressed. Unpack it, then try again.")),
)
OTHER_ENCODINGS = (
    ("cp932", "Shift_JIS", range(0x3040, 0xA000)),
    ("euc_jp", "EUC-JP", range(0x3040, 0xA000)),
    ("cp1255", "Windows-1255", range(0x05D0, 0x05EB)),
)


@dataclass(frozen=True)
class FileFacts:
    """What the check found: rows without the header, size in bytes, SHA-256, and columns that the format does not know."""

    rows: int
    size: int
    digest: str
    unknown_columns: tuple[str, ...]




def records(stream: BinaryIO, *, encoding: str = "utf-8", digest: "hashlib._Hash | None" = None) -> Iterator[tuple[int, list[str]]]:
    """The records of a CSV file, each with its number as a spreadsheet shows it; blank lines count but are left out.

    :raises FileRefused: the file is binary, in another encoding, cut off, or has a line of more than a megabyte.
    """
    reader = csv.reader(_lines(stream, encoding, digest), strict=True)
    number = 0
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken(str(error), number + 1) from None
        number += 1
        if record:
            yield number, record


def check_file(stream: BinaryIO, form: Format, *, max_rows: int = MAX_ROWS) -> FileFacts:
    """Read the whole file once and refuse it where it is not what it says.

    :raises FileRefused: with one clear sentence.
    """
    digest = hashlib.sha256()
    header: list[str] = []
    rows, last, length = 0, 0, 0
    for number, record in records(stream, encoding=form.encoding, digest=digest):
        if not header:
            header = check_header(record, form)
            continue
        rows, last, length = rows + 1, number, len(record)
        if rows > max_rows:
            raise FileRefused(_l("This file has more than %(most)d rows. Split it into several files.", most=max_rows))
    if not header:
        raise FileRefused(_l("This file is empty. Choose the file that holds the register."))
    if not rows:
        raise FileRefused(_l("This file holds only a heading and no rows. Choose the file that holds the register."))
    if length < len(header):
        raise FileRefused(
            _l("This file is cut off: its last row, number %(row)d, is not complete. Fetch the file again.", row=last)
        )
    size = stream.tell()
    stream.seek(0)
    unknown = tuple(column for column in header if column not in form.known_columns)
    return FileFacts(rows, size, digest.hexdigest(), unknown)


def check_header(record: list[str], form: Format) -> list[str]:
    """The columns' names.

    :raises FileRefused: columns are missing or stand twice.
    """
    header = [column.strip().lower() for column in record]
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        raise FileRefused(_l("The columns of this file are not separated by commas. Save it as CSV with commas, then try again."))
    double = sorted(column for column, times in Counter(header).items() if times > 1)
    if double:
        raise FileRefused(_l("These columns stand more than once: %(columns)s. Keep one of each.", columns=_listed(double)))
    missing = [column for column in form.required if column not in header]
    if form.one_of and not set(form.one_of) & set(header):
        missing.append(" / ".join(form.one_of))
    if missing:
        raise FileRefused(
            _l("These columns are missing: %(columns)s. Choose the format that fits the file.", columns=_listed(missing))
        )
    return header


def _listed(columns: list[str]) -> str:
    return ", ".join(column[:60] or "“”" for column in columns[:20])


def _lines(stream: BinaryIO, encoding: str, digest: "hashlib._Hash | None") -> Iterator[str]:
    size = 0
    first = True
    while line := stream.readline(MAX_LINE + 1):
        size += len(line)
        if digest is not None:
            digest.update(line)
        if first:
            _refuse_binary(line)
            line = line.removeprefix(codecs.BOM_UTF8)
            first = False
        if len(line) > MAX_LINE or b"\0" in line:
            raise _not_text(line)
        if size > MAX_BYTES:
            raise FileRefused(_l("This file is larger than %(most)d megabytes. Split it into several files.", most=MAX_BYTES // MEGABYTE))
        try:
            yield line.decode(encoding)
        except UnicodeDecodeError as error:
            raise _not_utf8(line, error) from None


def _refuse_binary(line: bytes) -> None:
    for mark, message in MARKS:
        if line.startswith(mark):
            raise FileRefused(message)


def _not_text(line: bytes) -> FileRefused:
    head = line[:HEAD]
    share = head.count(0) / len(head)
    if NO_BYTE_SHARE < share < 1 - NO_BYTE_SHARE:
        return FileRefused(_l("This file is in UTF-16. Save it as CSV in UTF-8, then try again."))
    if share:
        return FileRefused(_l("This file holds binary data, not text. Choose a CSV file in UTF-8."))
    return FileRefused(_l("This file has a line of more than one megabyte, so it is not a CSV file of a register."))


def _not_utf8(line: bytes, error: UnicodeDecodeError) -> FileRefused:
    if error.reason == "unexpected end of data" and not line.endswith(b"\n"):
        return FileRefused(_l("This file is cut off in the middle of a letter. Fetch the file again."))
    for codec, name, letters in OTHER_ENCODINGS:
        try:
            text = line.decode(codec)
        except UnicodeDecodeError:
            continue
        high = [c for c in text if not c.isascii()]
        if high and sum(ord(c) in letters or ord(c) >= 0xFF00 for c in high) > len(high) / 2:
            return FileRefused(_l("This file is in %(encoding)s. Save it as CSV in UTF-8, then try again.", encoding=name))
    return FileRefused(_l("This file is not in UTF-8. Save it as CSV in UTF-8, then try again."))


def _broken(error: str, row: int) -> FileRefused:
    if "new-line" in error:
        return FileRefused(_l("The lines of this file do not end as CSV has it. Save the file as CSV again."))
    if "end of data" in error or "field limit" in error:
        return FileRefused(
            _l("A quotation mark that opens in row %(row)d is never closed: the file is cut off or damaged. Fetch it again.", row=row)
        )
    return FileRefused(_l("The quotation marks in row %(row)d are not as CSV has them. Save the file as CSV again.", row=row))
