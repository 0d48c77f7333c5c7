"""The files themselves, in the instance folder, under random names: complete on the disk before anything speaks of them."""

import os
import re
import secrets
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import structlog
from flask import current_app

from app.core.errors import Refused
from app.core.i18n import _l

log = structlog.get_logger(__name__)

NAME = re.compile(r"[0-9a-f]{32}", re.ASCII)


def folder() -> Path:
    """Where the files lie, by the first two signs of their names."""
    return Path(current_app.config["SETTINGS"].instance) / "files"


def largest() -> int:
    """How many bytes a file may have."""
    return int(current_app.config["SETTINGS"].max_document_megabytes) * 1024 * 1024


def _path(name: str) -> Path:
    if not NAME.fullmatch(name):
        raise ValueError(f"no name of a stored file: {name!r}")
    return folder() / name[:2] / name


def write(content: bytes) -> str:
    """Keep a content; gives its name.

    :raises Refused: the disk does not take it.
    """
    name = secrets.token_hex(16)
    path = _path(name)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, begun = tempfile.mkstemp(dir=path.parent, prefix="begun-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(begun).replace(path)
        except BaseException:
            Path(begun).unlink(missing_ok=True)
            raise
        _settle(path.parent)
    except OSError as error:
        log.exception("documents.not_stored")
        raise Refused.because("file", _l("The file could not be stored. Try again later, or tell the administrator.")) from error
    return name


def _settle(place: Path) -> None:
    """Have the folder itself written, so that the name survives a loss of power."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(name: str) -> bytes | None:
    """The content; none where the file is missing."""
    try:
        return _path(name).read_bytes()
    except FileNotFoundError:
        return None


def delete(path: Path) -> None:
    """Remove a file."""
    path.unlink(missing_ok=True)


def older_than(seconds: float) -> Iterator[Path]:
    """Files, whole or begun, that have lain here for longer."""
    limit = time.time() - seconds
    for place in sorted(folder().glob("??")):
        yield from (path for path in sorted(place.iterdir()) if path.is_file() and path.stat().st_mtime < limit)
