"""What leaves as a file: numbers as numbers, texts that no spreadsheet runs."""

import csv as reader
import io
from collections.abc import Iterator
from zipfile import ZipFile

import pytest
from django.utils import translation
from openpyxl import load_workbook

from apps.reports.renderers import csv, html, xlsx
from apps.reports.renderers.numbers import count_text, growth_text, length_text, share_text
from apps.reports.tables import Column, Kind, Table

pytestmark = pytest.mark.usefixtures("_english")
EVIL = [
    '=HYPERLINK("http://evil","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
]
COLUMNS = [Column("name", "Name"), Column("n", "n", Kind.COUNT), Column("p90_s", "p90", Kind.LENGTH)]
COLUMNS += [Column("within_target", "within", Kind.SHARE)]


@pytest.fixture
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def table(*rows: list[object]) -> Table:
    return Table("region", "Region", COLUMNS, rows)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", EVIL)
def test_no_text_is_run_by_a_spreadsheet(text: str) -> None:
    [_, row] = reader.reader(io.StringIO(csv.render(table([text, 1, 2.5, 0.5])).decode(), newline=""))
    assert row[0] == f"'{text}"
    book = load_workbook(
        io.BytesIO(xlsx.render([table([text, 1, 2, 0.5])], about=[("x", text)], about_title="About"))
    )
    for cell in (book["Region"]["A2"], book["About"]["B1"]):
        assert cell.data_type == "s"
        assert str(cell.value).startswith("'")


def test_ordinary_text_and_numbers_stay_as_they_are() -> None:
    text = csv.render(table(["Фарғона, “x”", 0, None, 1])).decode()
    assert text == 'name,n,p90_s,within_target\r\n"Фарғона, “x”",0,,1\r\n'


def test_csv_writes_a_negative_number_as_a_number() -> None:
    assert csv.render(table(["a", 1, -1.5, 0])).decode().splitlines()[1] == "a,1,-1.5,0"


def test_a_workbook_has_formats_a_frozen_header_and_no_formula() -> None:
    body = xlsx.render([table(["a", 12345, 251, 0.913])], about=[("Report", "x")], about_title="About")
    sheet = load_workbook(io.BytesIO(body))["Region"]
    assert sheet.freeze_panes == "B2"
    assert [cell.value for cell in sheet[1]] == ["Name", "n", "p90", "within"]
    assert [cell.number_format for cell in sheet[2]] == ["@", "#,##0", "[m]:ss", "0.0 %"]
    assert sheet["D2"].value == pytest.approx(0.913)
    with ZipFile(io.BytesIO(body)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if "sheet" in name)


def test_html_escapes_and_writes_numbers_as_people_read_them() -> None:
    text = html.render(table(["<script>alert(1)</script>", 16533, 251, 0.913], ["b", 0, None, None]))
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    assert "16\u00a0533" in text
    assert "4:11" in text
    assert "91.3\u00a0%" in text
    assert "–" in text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00"), (7.4, "0:07"), (59.6, "1:00"), (300, "5:00"), (3905, "1:05:05"), (-22, "−0:22")],
)
def test_lengths(seconds: float, text: str) -> None:
    assert length_text(seconds) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(1, "100"), (0.99999, "99.9"), (0.00001, "0.1"), (0, "0"), (0.5, "50.0"), (0.913, "91.3")],
)
def test_shares_say_all_and_none_only_when_it_is_so(share: float, text: str) -> None:
    assert share_text(share) == f"{text}\u00a0%"


@pytest.mark.parametrize(("share", "text"), [(0.084, "8.4"), (-0.5, "50"), (1.0, "100"), (59.64, "5\xa0964")])
def test_what_grew_by_more_than_all_of_it_says_so(share: float, text: str) -> None:
    assert growth_text(share) == f"{text}\u00a0%"


def test_counts() -> None:
    assert count_text(1234567) == "1\u00a0234\u00a0567"


def test_the_decimal_sign_is_that_of_the_language() -> None:
    with translation.override("ru"):
        assert share_text(0.913) == "91,3\u00a0%"
