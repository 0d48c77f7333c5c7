"""What is taken in and what is not, by content and name; and the name that readers see."""

import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.core.forms import forbidden
from app.documents.content import recognise
from app.documents.enums import MediaType
from app.documents.models import NAME_LENGTH
from app.documents.naming import shown_name
from tests.documents.files import EXCEL, JPEG, PDF, TEXT, WORD, WRITER, archive, png


@pytest.mark.parametrize(("name", "content", "expected"), [
    ("plan.pdf", PDF, MediaType.PDF), ("PLAN.PDF", PDF, MediaType.PDF), ("a.png", png(), MediaType.PNG), ("a.jpeg", JPEG, MediaType.JPEG),
    ("a.jpg", JPEG, MediaType.JPEG), ("a.txt", TEXT, MediaType.TEXT), ("a.docx", archive(WORD), MediaType.DOCX),
    ("a.xlsx", archive(EXCEL), MediaType.XLSX), ("a.odt", archive(WRITER), MediaType.ODT),
])
def test_taken_in(name, content, expected):
    assert recognise(content, name) == expected


def link():
    entry = zipfile.ZipInfo("word/link")
    entry.external_attr = 0o120777 << 16
    return entry, "/etc/passwd"


HOSTILE = {
    "empty": ("a.pdf", b""), "html as pdf": ("a.pdf", b"<html>%PDF-</html>"), "page": ("a.html", b"<html></html>"),
    "drawing": ("a.svg", b"<svg/>"), "double ending": ("a.pdf.html", PDF), "no ending": ("pdf", PDF), "pdf as text": ("a.txt", b"%PDF-\x00\x01"),
    "latin text": ("a.txt", b"caf\xe9"), "program": ("a.pdf", b"MZ\x90"), "turned name": ("a\u202efdp.exe", PDF),
    "word as excel": ("a.xlsx", archive(WORD)), "excel as word": ("a.docx", archive(EXCEL)), "archive": ("a.zip", archive(WORD)),
    "broken archive": ("a.docx", archive(WORD)[:40]), "prefixed archive": ("a.docx", b"<html>" + archive(WORD)),
    "locked": ("a.docx", archive(WORD, flags=1)), "macros": ("a.docx", archive({**WORD, "word/vbaProject.bin": "x"})),
    "macro workbook": ("a.xlsm", archive(EXCEL)), "basic": ("a.odt", archive({**WRITER, "Basic/script-lc.xml": "x"})),
    "climbing": ("a.docx", archive({**WORD, "../../etc/cron": "x"})), "rooted": ("a.docx", archive({**WORD, "/etc/cron": "x"})),
    "link": ("a.docx", archive(WORD, extra=[link()])), "bomb": ("a.docx", archive({**WORD, "word/big.bin": b"\0" * 30_000_000})),
    "many parts": ("a.docx", archive({**WORD, **{f"word/{n}": "" for n in range(1001)}})),
    "entities": ("a.docx", archive({**WORD, "word/x.xml": "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a/>"})),
    "pixel flood": ("a.png", png(50_000, 50_000)), "cut image": ("a.png", png()[:20]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_refused(name):
    filename, content = HOSTILE[name]
    with pytest.raises(Refused) as refusal:
        recognise(content, filename)
    assert [problem.field for problem in refusal.value.problems] == ["file"]


@pytest.mark.parametrize(("given_name", "shown"), [
    ("plan.pdf", "plan.pdf"), ("../../etc/plan.pdf", "plan.pdf"), ("C:\\secret\\plan.PDF", "plan.pdf"), ("a\u202efdp.pdf", "afdp.pdf"),
    ("CON.pdf", "_CON.pdf"), (".pdf", "document.pdf"), ("計画　書.pdf", "計画 書.pdf"), ('a"b\r\nX: y.pdf', "a_bX_ y.pdf"), ("...pdf", "document.pdf"),
])
def test_names(given_name, shown):
    assert shown_name(given_name, ".pdf") == shown


@given(st.text(max_size=300))
def test_a_name_is_never_a_path_and_always_ends_as_it_should(name):
    shown = shown_name(name, ".docx")
    assert shown.endswith(".docx")
    assert len(shown) <= NAME_LENGTH
    assert not forbidden(shown, lines=False)
    assert not set(shown) & set('/\\<>:"|?*')
    assert shown.removesuffix(".docx").strip(". ")
