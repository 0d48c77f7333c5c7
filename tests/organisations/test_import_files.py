"""Hostile and broken files, faults of rows, and what suggests a track."""

import io
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.organisations.importing import files
from app.organisations.importing.evidence import Evidence, TrackWords
from app.organisations.importing.files import check_file
from app.organisations.importing.problems import FileRefused
from app.organisations.importing.rows import read_rows
from tests.organisations.import_files import CSV_HEADER, IL_HEADER, IL_ROWS, JP_ROWS, csv_file, file_of, form, il_file, jp_file


def faults(rows: list) -> list[tuple[int, str, str]]:
    return [(p.row, p.field, p.problem.value) for row in rows for p in row.problems]


def test_a_register_with_one_name_column_is_read_by_script() -> None:
    rows = list(read_rows(il_file(), form("il-companies")))
    first, second, third, fourth = rows
    assert (first.values.name_latin, first.values.name_native) == ("Sample Vision", None)
    assert (second.values.name_latin, second.values.name_native) == (None, 'דוגמה בע"מ')
    assert second.values.name_native_language == "he"
    assert first.values.street == "הדוגמה 4"
    assert first.values.size_band == "11-50"
    assert second.values.size_band == "1001+"
    assert first.values.facts == {"latitude": 32.1, "longitude": 34.8, "multinational": False, "active": True}
    assert first.values.tracks == (("AI", "AI/ML"),)
    assert third.values is None
    assert fourth.values.description is None
    assert faults(rows) == [
        (3, "website", "not_a_web_address"), (4, "registration_number", "check_digit"), (5, "size", "unknown_size"),
        (5, "is_active", "not_yes_or_no"),
    ]


def test_names_are_kept_as_published() -> None:
    rows = list(read_rows(jp_file(), form("jp-filers")))
    assert rows[0].values.name_native == "株式会社　見本"
    assert rows[0].values.name_latin == "SAMPLE CO., LTD."
    assert rows[1].values.name_latin is None
    assert rows[0].values.facts == {
        "listed": True, "capital_million_jpy": 1500, "fiscal_year_end": "3月31日", "securities_code": "99990", "edinet_code": "E99991",
    }
    assert faults(rows) == []


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("JP,jp.cn,6010001000002,,見本,,,,,,,,", ("number", "check_digit")),
        ("JP,jp.cn,601000100000,,見本,,,,,,,,", ("number", "length")),
        ("JP,jp.cn,,,見本,,,,,,,,", ("number", "missing")),
        ("JP,xx.yy,1,,見本,,,,,,,,", ("scheme", "unknown_scheme")),
        ("ZQ,jp.cn,6010001000001,,見本,,,,,,,,", ("country", "unknown_country")),
        ("JP,jp.cn,6010001000001,,,,,,,,,,", ("name_native", "missing")),
        (f"JP,jp.cn,6010001000001,,{'見' * 301},,,,,,,,", ("name_native", "too_long")),
        ("JP,jp.cn,6010001000001,,見\u202e本,,,,,,,,", ("name_native", "unsafe_characters")),
        ("JP,jp.cn,6010001000001,bank,見本,,,,,,,,", ("kind", "unknown_kind")),
        ("JP,jp.cn,6010001000001,,見本", ("", "cell_count")),
    ],
)
def test_a_row_without_identity_is_rejected(row: str, fault: tuple[str, str]) -> None:
    good = "JP,jp.cn,2180301000002,,見本,,,,,,,,"
    rows = list(read_rows(csv_file(row, good), form("csv")))
    assert rows[0].values is None
    assert faults(rows) == [(2, *fault)]
    assert rows[1].values is not None


@pytest.mark.parametrize(
    ("row", "fault", "field"),
    [
        ("JP,jp.cn,6010001000001,,見本,,,,huge,,,,", ("size", "unknown_size"), "size_band"),
        ("JP,jp.cn,6010001000001,,見本,,,,,javascript:alert(1),,,", ("website", "not_a_web_address"), "website"),
        ("JP,jp.cn,6010001000001,,見本,,,,,,nobody,,", ("contact_email", "not_an_email_address"), "contact_email"),
        (f"JP,jp.cn,6010001000001,,見本,,,{'x' * 10_001},,,,,", ("description", "too_long"), "description"),
        (f"JP,jp.cn,6010001000001,,見本,,,,,,,{'x' * 121},", ("city", "too_long"), "city"),
    ],
)
def test_a_wrong_detail_is_left_out_and_reported(row: str, fault: tuple[str, str], field: str) -> None:
    (read,) = read_rows(csv_file(row), form("csv"))
    assert getattr(read.values, field) is None
    assert faults([read]) == [(2, *fault)]


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    source = csv_file('JP,jp.cn,6010001000001,,見本,,,"two\r\nlines",,,,,', "", "JP,jp.cn,1,,x,,,,,,,,")
    assert [row.number for row in read_rows(source, form("csv"))] == [2, 4]


@given(st.lists(st.text(max_size=30), min_size=13, max_size=13))
def test_any_row_is_taken_or_rejected_with_a_reason(cells: list[str]) -> None:
    import csv

    out = io.StringIO()
    csv.writer(out).writerow([cell.replace("\0", "").encode("utf-8", "replace").decode() for cell in cells])
    for row in read_rows(io.BytesIO(f"{CSV_HEADER}\r\n{out.getvalue()}".encode()), form("csv")):
        assert row.values is not None or row.problems


class Zeros(io.RawIOBase):
    """A gigabyte of zeros that counts how much of it was asked for."""

    def __init__(self) -> None:
        self.read_bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        size = min(len(buffer), 2**30 - self.read_bytes)
        buffer[:size] = bytes(size)
        self.read_bytes += size
        return size


def test_a_gigabyte_of_zeros_is_refused_after_its_first_megabyte() -> None:
    zeros = Zeros()
    tracemalloc.start()
    with pytest.raises(FileRefused, match="binary"):
        check_file(io.BufferedReader(zeros), form("il-companies"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert zeros.read_bytes < 2 * files.MEGABYTE
    assert peak < 8 * files.MEGABYTE


GOOD = "\r\n".join([IL_HEADER, *IL_ROWS]) + "\r\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\r\n\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (f"{IL_HEADER}\r\n".encode(), "no rows"),
        (GOOD.encode("utf-16"), "UTF-16"),
        (GOOD.encode("utf-16-le"), "UTF-16"),
        (("名前,住所\r\n" + "\r\n".join(JP_ROWS)).encode("cp932"), "Shift_JIS"),
        (("name,שם\r\nשלום,דוגמה\r\n").encode("cp1255"), "Windows-1255"),
        (GOOD.encode() + b"\xff\xfe\xfd\xfc\r\n", "not in UTF-8"),
        (b"PK\x03\x04" + bytes(100), "spreadsheet"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "spreadsheet"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x1f\x8b\x08", "compressed"),
        (bytes(5000), "binary"),
        (b"a" * (files.MAX_LINE + 1), "more than one megabyte"),
        (GOOD.replace("registration_number", "number_x").encode(), "missing: registration_number"),
        (GOOD.replace("latitude", "longitude").encode(), "more than once: longitude"),
        (GOOD.replace(",", ";").encode(), "separated by commas"),
        (GOOD.encode()[:-20], "cut off"),
        (GOOD.encode()[: GOOD.encode().index("בע".encode()) + 1], "cut off in the middle of a letter"),
        (GOOD.encode()[: GOOD.encode().index(b"Cameras") + 5], "never closed"),
        ((GOOD + '519990006,"' + "x\n" * 200_000).encode(), "never closed"),
        (GOOD.replace("\r\n", "\r").encode(), "do not end"),
        ((GOOD + '519990006,"a"b\r\n').encode(), "quotation marks"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_in_one_sentence(content: bytes, words: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        check_file(io.BytesIO(content), form("il-companies"))
    assert words in str(refusal.value)
    assert len(refusal.value.problems) == 1


def test_limits_of_size(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileRefused, match="more than 3 rows"):
        check_file(il_file(), form("il-companies"), max_rows=3)
    monkeypatch.setattr(files, "MAX_BYTES", 300)
    with pytest.raises(FileRefused, match="larger"):
        check_file(il_file(), form("il-companies"))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_good_file_is_described(end: str) -> None:
    facts = check_file(file_of(f"\ufeff{IL_HEADER},extra", *(f"{row},x" for row in IL_ROWS), end=end), form("il-companies"))
    assert facts.rows == 4
    assert facts.unknown_columns == ("extra",)
    assert len(facts.digest) == 64


@pytest.fixture
def evidence() -> Iterator[Evidence]:
    return Evidence([
        TrackWords(1, "AI", ("Artificial intelligence", "人工知能", "בינה מלאכותית", "Generative AI and foundation models")),
        TrackWords(2, "RO", ("Robotics", "ロボティクス")),
    ])


@pytest.mark.parametrize(
    ("text", "tracks"),
    [
        ("A maker of robots.", {2: "“robot”"}),
        ("We build foundation models", {1: "“foundation models”"}),
        ("当社は人工知能を開発する", {1: "“人工知能”"}),
        ("פיתוח בינה מלאכותית", {1: "“בינה מלאכותית”"}),
        ("Daily maintenance of chairs", {}),
        ("", {}),
    ],
)
def test_tracks_are_suggested_with_the_words_found(evidence: Evidence, text: str, tracks: dict[int, str]) -> None:
    assert evidence.suggest(text, None) == tracks
