"""XLSX: a sheet a table, header frozen, lengths as `m:ss`, shares as per cent; nothing in it is a formula."""

import io
from collections.abc import Sequence
from typing import Any, Final

import xlsxwriter

from apps.core.cells import safe_cell
from apps.reports.tables import Cell, Column, Kind, Table

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: Final = {
    Kind.TEXT: "@",
    Kind.COUNT: "#,##0",
    Kind.LENGTH: "[m]:ss",
    Kind.SHARE: "0.0 %",
}
WIDTHS: Final = {Kind.TEXT: 24, Kind.COUNT: 11, Kind.LENGTH: 11, Kind.SHARE: 11}
OPTIONS: Final = {
    "in_memory": True,
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
SECONDS_PER_DAY: Final = 86_400


def _write(sheet: Any, row: int, column: int, kind: Kind, value: Cell, style: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, safe_cell(value), style)
    else:
        sheet.write_number(row, column, value / SECONDS_PER_DAY if kind == Kind.LENGTH else value, style)


def _about(book: Any, about: Sequence[tuple[str, str]], title: str) -> None:
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True})
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 70)
    for row, (name, value) in enumerate(about):
        sheet.write_string(row, 0, safe_cell(name), bold)
        sheet.write_string(row, 1, safe_cell(value))


def _header(book: Any, sheet: Any, columns: Sequence[Column]) -> None:
    style = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for index, column in enumerate(columns):
        sheet.set_column(index, index, WIDTHS[column.kind])
        sheet.write_string(0, index, safe_cell(column.title), style)
    sheet.freeze_panes(1, 1)


def _sheet(book: Any, table: Table) -> None:
    sheet = book.add_worksheet(table.title[:31])
    styles = {kind: book.add_format({"num_format": code}) for kind, code in FORMATS.items()}
    _header(book, sheet, table.columns)
    for number, row in enumerate(table.rows, start=1):
        for index, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            _write(sheet, number, index, column.kind, value, styles[column.kind])
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def render(tables: Sequence[Table], *, about: Sequence[tuple[str, str]], about_title: str) -> bytes:
    """The workbook's bytes: a sheet that tells what it is, then a sheet per table."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, dict(OPTIONS)) as book:
        _about(book, about, about_title)
        for table in tables:
            _sheet(book, table)
    return out.getvalue()
