"""Office files are ZIP archives: what is in them is counted and looked through before one is kept, and nothing is unpacked."""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator

from app.core.i18n import LazyText, _l

MOST_ENTRIES = 1000
MOST_BYTES = 100 * 1024 * 1024
MOST_RATIO = 100
FREE_BYTES = 1024 * 1024
"""Up to here the ratio does not count: small parts of a file press very well."""
CHUNK = 64 * 1024
DAMAGED = _l("The file is damaged or is not what its name says.")
TOO_MUCH = _l("The file would become too large when it is unpacked.")
LOCKED = _l("The file is protected by a password. Remove the password first.")
ACTIVE = _l("The file holds macros or other programs. Store it without them.")
PROGRAMS = re.compile(r"(?i)(^|/)(vbaproject\.bin|activex/|embeddings/.*\.(bin|exe))|^(basic|scripts)/")
ENTITIES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
ENCRYPTED = 0x1


class ArchiveRefused(Exception):
    """The archive is not kept; `message` says why."""

    def __init__(self, message: LazyText) -> None:
        self.message = message
        super().__init__(str(message))


def names_in(content: bytes) -> frozenset[str]:
    """The names of the parts, once all of them are looked through.

    :raises ArchiveRefused: it is damaged, locked, too large, or holds programs.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_list(entries, len(content))
            total = 0
            for entry in entries:
                for chunk in _parts(archive, entry):
                    total += len(chunk)
                    if total > _allowed(len(content)):
                        raise ArchiveRefused(TOO_MUCH)
            return frozenset(entry.filename for entry in entries)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise ArchiveRefused(DAMAGED) from error


def first_part(content: bytes) -> bytes:
    """What the part "mimetype" says that other office files begin with."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("mimetype") if "mimetype" in archive.namelist() else b""


def _allowed(size: int) -> int:
    return min(MOST_BYTES, max(FREE_BYTES, size * MOST_RATIO))


def _check_list(entries: list[zipfile.ZipInfo], size: int) -> None:
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > _allowed(size):
        raise ArchiveRefused(TOO_MUCH)
    for entry in entries:
        name = entry.filename
        if entry.flag_bits & ENCRYPTED:
            raise ArchiveRefused(LOCKED)
        if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name or stat.S_ISLNK(entry.external_attr >> 16):
            raise ArchiveRefused(DAMAGED)
        if PROGRAMS.search(name):
            raise ArchiveRefused(ACTIVE)


def _parts(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a part holds, in pieces; declarations of entities are refused in its texts."""
    text = entry.filename.lower().endswith((".xml", ".rels"))
    tail = b""
    with archive.open(entry) as part:
        while chunk := part.read(CHUNK):
            if text and ENTITIES.search(tail + chunk):
                raise ArchiveRefused(DAMAGED)
            tail = chunk[-16:]
            yield chunk
