"""Files of registers: what is read from them, what is wrong with a row, and which files are refused whole."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.organisations.importing.files import FileFacts, check_file
from app.organisations.importing.formats import formats
from app.organisations.importing.problems import FileRefused
from app.organisations.importing.rows import Row, read_rows

IL = formats()["il-companies"]
JP = formats()["jp-filers"]
CSV = formats()["csv"]
IL_HEADER = (
    "registration_number,name,description,category,size,website,street,house_number,city,latitude,longitude,is_multinational,is_active"
)
JP_HEADER = (
    "corporate_number,name_ja,name_en,name_kana,address_ja,industry_ja,listed,capital_million_jpy,fiscal_year_end,securities_code,edinet_code"
)
IL_ROW = "519990006,Example,Makes things,IoT,1-10,http://example.com,הרצל,4,חיפה,32.1,34.8,no,yes"
JP_ROW = "6010001000001,株式会社　見本,,カブシキガイシャ　ミホン,港区見本１番,機械,no,10,3月31日,,E00000"
WHOLE = f"{IL_HEADER}\n{IL_ROW}\n"
HEBREW = WHOLE.replace("Example", "אבג").replace("Makes things", "מפעל לייצור מכונות")
JAPANESE = f"{JP_HEADER}\n{JP_ROW}\n"
DOCUMENT = Path(__file__).parents[2] / "docs" / "import-format.md"


def rows(*lines: str) -> list[Row]:
    return list(read_rows(io.BytesIO("\n".join([IL_HEADER, *lines, ""]).encode()), IL))


def one(line: str) -> Row:
    (row,) = rows(line)
    return row


def faults(row: Row) -> list[tuple[str, str]]:
    return [(problem.field, problem.problem.value) for problem in row.problems]


def test_a_row_of_the_israeli_register() -> None:
    row = one(IL_ROW)
    assert (row.number, row.problems) == (2, [])
    values = row.values
    assert values is not None
    assert (values.country, values.scheme, values.number, values.name_latin, values.name_native) == (
        "IL", "il.hp", "519990006", "Example", None,
    )
    assert (values.street, values.city, values.size_band, values.website) == ("הרצל 4", "חיפה", "1-10", "http://example.com")
    assert values.tracks == (("IO", "IoT"),)


@pytest.mark.parametrize(
    ("label", "codes"),
    [("AI/ML", ["AI"]), ("Robotics & Automation", ["RO"]), ("IoT", ["IO"]), ("Automotive", ["AD"]), ("Health", []), ("", [])],
)
def test_labels_name_a_track(label: str, codes: list[str]) -> None:
    values = one(IL_ROW.replace("IoT", label)).values
    assert values is not None
    assert [code for code, _label in values.tracks] == codes


def test_a_name_goes_where_its_script_belongs() -> None:
    values = one(IL_ROW.replace("Example", '"אבג בע""מ"')).values
    assert values is not None
    assert (values.name_native, values.name_native_language, values.name_latin) == ('אבג בע"מ', "he", None)


def test_a_row_of_the_japanese_register_stays_as_published() -> None:
    (row,) = read_rows(io.BytesIO(JAPANESE.encode()), JP)
    assert row.problems == []
    values = row.values
    assert values is not None
    assert (values.name_native, values.name_native_language, values.name_latin) == ("株式会社　見本", "ja", None)
    assert (values.name_kana, values.industry) == ("カブシキガイシャ　ミホン", "機械")


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("519990007", "check_digit"), ("51999000", "length"), ("5199900060", "length"), ("067179978", "component"),
        ("51999000x", "format"), ("", "missing"),
    ],
)
def test_a_wrong_number_rejects_the_row(number: str, problem: str) -> None:
    row = one(IL_ROW.replace("519990006", number))
    assert row.values is None
    assert faults(row) == [("registration_number", problem)]
    assert row.problems[0].value == number


@pytest.mark.parametrize(
    ("name", "problem"), [("", "missing"), ("x" * 301, "too_long"), ("exe\u202etxt", "unsafe_characters"), ("E\u200bx", "unsafe_characters")]
)
def test_a_name_that_cannot_stand_rejects_the_row(name: str, problem: str) -> None:
    row = one(IL_ROW.replace("Example", name))
    assert row.values is None
    assert faults(row) == [("name", problem)]
    assert len(row.problems[0].value) <= 300


@pytest.mark.parametrize(
    ("before", "after", "field", "problem"),
    [
        ("http://example.com", "vayo-io", "website", "not_a_web_address"),
        ("http://example.com", "javascript:alert(1)", "website", "not_a_web_address"),
        ("http://example.com", "https:////", "website", "not_a_web_address"),
        ("http://example.com", "http://user@evil.example", "website", "not_a_web_address"),
        ("1-10", "many", "size", "unknown_size"),
        ("הרצל", "הרצל\u202c", "street", "characters_removed"),
        ("no,yes", "no,perhaps", "is_active", "not_yes_or_no"),
    ],
)
def test_other_faults_are_reported_and_the_row_is_kept(before: str, after: str, field: str, problem: str) -> None:
    row = one(IL_ROW.replace(before, after))
    assert row.values is not None
    assert faults(row) == [(field, problem)]
    assert row.values.street == "הרצל 4"
    assert (row.values.website is None) is (field == "website")


@pytest.mark.parametrize("line", ["519990006,Example,too few", IL_ROW + ",one,more"])
def test_a_row_in_the_middle_with_another_number_of_values_is_rejected(line: str) -> None:
    bad, good = rows(line, IL_ROW)
    assert bad.values is None
    assert faults(bad) == [("", "cell_count")]
    assert good.values is not None


def test_rows_are_numbered_as_in_a_spreadsheet() -> None:
    found = rows(IL_ROW, "", IL_ROW.replace("Makes things", '"two\nlines"'), IL_ROW)
    assert [row.number for row in found] == [2, 4, 5]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_a_byte_order_mark_do_not_matter(end: str) -> None:
    content = ("\ufeff" + end.join([IL_HEADER, IL_ROW, IL_ROW])).encode()
    assert check_file(io.BytesIO(content), IL).rows == 2
    assert all(row.values for row in read_rows(io.BytesIO(content), IL))


def test_the_documented_example_is_read_without_a_fault() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    example = re.search(r"```csv\n(.*?)```", text, re.DOTALL)
    assert example is not None
    content = example.group(1).encode()
    assert set(content.decode().splitlines()[0].split(",")) == CSV.known_columns
    assert check_file(io.BytesIO(content), CSV).unknown_columns == ()
    (row,) = read_rows(io.BytesIO(content), CSV)
    assert row.problems == []
    assert row.values is not None
    assert [code for code, _label in row.values.tracks] == ["RO", "AI"]
    assert all(f"`{column}`" in text for column in CSV.known_columns)


def archive(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(name, IL_HEADER)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\n\n\n", "empty"),
        (IL_HEADER.encode(), "no rows"),
        (JAPANESE.encode("cp932"), "Shift_JIS"),
        (HEBREW.encode("cp1255"), "Windows-1255"),
        (WHOLE.encode("utf-16"), "UTF-16"),
        (WHOLE.encode("utf-16-le"), "UTF-16"),
        (WHOLE.encode("utf-16-be"), "UTF-16"),
        (WHOLE.encode() + b"\xff\n", "not in UTF-8"),
        (archive("xl/workbook.xml"), "spreadsheet"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 100, "spreadsheet"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x1f\x8b\x08", "compressed"),
        (WHOLE.encode() + b"\0", "binary"),
        (WHOLE.replace(",", ";").encode(), "commas"),
        (WHOLE.replace("is_active", "active").encode(), "is_active"),
        (WHOLE.replace("latitude", "name").encode(), "more than once: name"),
        (f"{WHOLE}519990006,Exa".encode(), "cut off"),
        (f'{WHOLE}519990006,"Exa'.encode(), "row 3 is never closed"),
        (f'{WHOLE}519990006,"Exa"mple,,\n'.encode(), "row 3"),
        (WHOLE.encode() + b"0" * 2_000_000, "more than one megabyte"),
        (b"\0" * 2_000_000, "binary"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        check_file(io.BytesIO(content), JP if content.startswith(b"corporate") else IL)
    assert said in str(refusal.value.message)


class Endless(io.RawIOBase):
    """A file that goes on for ever with the same byte, and counts what was read of it."""

    def __init__(self, byte: bytes) -> None:
        self.byte, self.given = byte, 0

    def readline(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert size > 0
        self.given += size
        return self.byte * size


@pytest.mark.parametrize("byte", [b"\0", b"0", b",", b'"'])
def test_an_endless_line_is_refused_within_a_megabyte(byte: bytes) -> None:
    stream = Endless(byte)
    with pytest.raises(FileRefused):
        check_file(stream, IL)
    assert stream.given <= 1_100_000


def test_the_check_says_what_it_found() -> None:
    content = f"{IL_HEADER},colour\n{IL_ROW},red\n".encode()
    facts = check_file(io.BytesIO(content), IL)
    assert isinstance(facts, FileFacts)
    assert (facts.rows, facts.size, facts.unknown_columns, len(facts.digest)) == (1, len(content), ("colour",), 64)
    assert all(form.attribution for form in (IL, JP))


@given(st.binary(max_size=2000), st.sampled_from([IL, JP, CSV]))
def test_any_bytes_are_refused(content: bytes, form: object) -> None:
    with pytest.raises(FileRefused):
        check_file(io.BytesIO(content), form)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters='"\0'), max_size=40), min_size=13, max_size=13))
def test_any_row_is_taken_or_rejected_with_a_reason(cells: list[str]) -> None:
    found = rows(",".join(f'"{cell}"' for cell in cells), IL_ROW)
    for row in found:
        assert row.values is not None or row.problems
        assert all(len(problem.value) <= 300 for problem in row.problems)
    assert found[-1].values is not None
