"""What a file is, told by its content; its name must say the same."""

import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.core.errors import Refused
from app.core.i18n import LazyText, _l
from app.documents import archives
from app.documents.archives import ArchiveRefused
from app.documents.enums import MediaType
from app.documents.naming import suffix_of

UNKNOWN = _l("Choose a PDF, PNG, JPEG, plain text (UTF-8), Word (docx), Excel (xlsx) or OpenDocument text (odt) file.")
OTHER = _l("The content of the file is not what its name says.")
EMPTY = _l("The file is empty.")
MOST_PIXELS = 100_000_000
PNG_START = b"\x89PNG\r\n\x1a\n"
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Kind:
    """A media type: its ending, its name in answers, and whether a content is of it."""

    suffixes: tuple[str, ...]
    mimetype: str
    fits: Callable[[bytes], bool]

    @property
    def suffix(self) -> str:
        """The ending of the name that readers see."""
        return f".{self.suffixes[0]}"


def _pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]


def _png(content: bytes) -> bool:
    if not content.startswith(PNG_START) or content[12:16] != b"IHDR" or len(content) < 33:
        return False
    width, height = struct.unpack(">II", content[16:24])
    return 0 < width * height <= MOST_PIXELS


def _jpeg(content: bytes) -> bool:
    return content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-2048:]


def _text(content: bytes) -> bool:
    try:
        return not CONTROLS.search(content.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _office(*parts: str) -> Callable[[bytes], bool]:
    def fits(content: bytes) -> bool:
        return content.startswith(b"PK\x03\x04") and archives.names_in(content).issuperset(parts)

    return fits


def _odt(content: bytes) -> bool:
    return _office("content.xml", "mimetype")(content) and archives.first_part(content) == b"application/vnd.oasis.opendocument.text"


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
KINDS: Mapping[MediaType, Kind] = {
    MediaType.PDF: Kind(("pdf",), "application/pdf", _pdf),
    MediaType.PNG: Kind(("png",), "image/png", _png),
    MediaType.JPEG: Kind(("jpg", "jpeg"), "image/jpeg", _jpeg),
    MediaType.TEXT: Kind(("txt",), "text/plain; charset=utf-8", _text),
    MediaType.DOCX: Kind(("docx",), f"{_OPEN_XML}.wordprocessingml.document", _office("[Content_Types].xml", "word/document.xml")),
    MediaType.XLSX: Kind(("xlsx",), f"{_OPEN_XML}.spreadsheetml.sheet", _office("[Content_Types].xml", "xl/workbook.xml")),
    MediaType.ODT: Kind(("odt",), "application/vnd.oasis.opendocument.text", _odt),
}
ACCEPTED = ",".join(f".{suffix}" for kind in KINDS.values() for suffix in kind.suffixes)
"""For the file chooser of a browser."""


def recognise(content: bytes, name: str) -> MediaType:
    """The media type of a file that is taken in.

    :raises Refused: it is empty, of no known type, not what its name says, or an archive that is not kept.
    """
    if not content:
        raise _refusal(EMPTY)
    suffix = suffix_of(name)
    media_type = next((one for one, kind in KINDS.items() if suffix in kind.suffixes), None)
    if media_type is None:
        raise _refusal(UNKNOWN)
    try:
        fits = KINDS[media_type].fits(content)
    except ArchiveRefused as refusal:
        raise _refusal(refusal.message) from refusal
    if not fits:
        raise _refusal(OTHER)
    return media_type


def _refusal(message: LazyText) -> Refused:
    return Refused.because("file", message)
