"""What a stored file may be."""

from enum import StrEnum


class MediaType(StrEnum):
    """The kinds of files that are taken in."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    TEXT = "text"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"
