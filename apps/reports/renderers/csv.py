"""CSV: UTF-8, commas, a header of the columns' stable names, CRLF (RFC 4180)."""

import csv
import io

from apps.reports.renderers.cells import safe_text
from apps.reports.tables import Cell, Table

CONTENT_TYPE = "text/csv; charset=utf-8"


def _cell(value: Cell) -> str | int | float:
    if value is None:
        return ""
    return safe_text(value) if isinstance(value, str) else value


def render(table: Table) -> bytes:
    """The table's bytes; shares from 0 to 1, lengths in seconds, an empty cell where there is no figure."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.name for column in table.columns])
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return out.getvalue().encode()
