"""The kinds of files, and their sizes, in words."""

from flask_babel import format_decimal

from app.core.i18n import _, _l
from app.core.templating import words
from app.documents.enums import MediaType

words({
    MediaType.PDF: _l("PDF"), MediaType.PNG: _l("PNG image"), MediaType.JPEG: _l("JPEG image"), MediaType.TEXT: _l("Plain text"),
    MediaType.DOCX: _l("Word document"), MediaType.XLSX: _l("Excel workbook"), MediaType.ODT: _l("OpenDocument text"),
})

KILO = 1024


def file_size(size: int) -> str:
    """How large a file is, to a tenth."""
    if size < KILO * KILO:
        return _("%(number)s KB", number=format_decimal(max(size / KILO, 0.1), "#,##0.#"))
    return _("%(number)s MB", number=format_decimal(size / KILO / KILO, "#,##0.#"))
