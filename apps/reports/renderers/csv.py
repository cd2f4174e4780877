"""CSV: UTF-8, commas, a header of the columns' stable names, CRLF (RFC 4180)."""

import csv
import io

from apps.core.cells import safe_cell
from apps.reports.tables import Table

CONTENT_TYPE = "text/csv; charset=utf-8"


def render(table: Table) -> bytes:
    """The table's bytes; shares from 0 to 1, lengths in seconds, an empty cell where there is no figure."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.name for column in table.columns])
    writer.writerows(["" if value is None else safe_cell(value) for value in row] for row in table.rows)
    return out.getvalue().encode()
