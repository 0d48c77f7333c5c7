"""Small files of each kind that is taken in, and of kinds that are not."""

import io
import struct
import zipfile
import zlib

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 20 + b"\xff\xd9"
TEXT = "雲之上 ענן\n".encode()


def png(width=2, height=2):
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + b"\x00" * 12


def archive(parts, flags=None, extra=()):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
        for info, content in extra:
            made.writestr(info, content)
    content = out.getvalue()
    if flags:
        at = content.rindex(b"PK\x01\x02")
        content = content[: at + 8] + struct.pack("<H", flags) + content[at + 10 :]
    return content


WORD = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"}
EXCEL = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}
WRITER = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<office/>"}
