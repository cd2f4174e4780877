"""A CSV file row by row, with the number of each line; what is no row is told and not guessed. Pure."""

import csv
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TextIO

from django.utils.translation import gettext as _

from apps.interchange.files.values import Row

FIELD_LIMIT: Final = 1_000_000
TOLD_EVERY: Final = 10_000
ERROR_COLUMN: Final = "error"
Tell = Callable[[int], None]


def untold(rows: int) -> None:
    """Nobody wants to hear how far the reading is."""
    return


class UnreadableFile(Exception):
    """The file is no table that the mapping fits; the text says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file and the number of its first line, as an editor counts them."""

    number: int
    cells: Row
    raw: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that cannot be taken, and why: in a sentence, and in a word where somebody counts such rows."""

    line: Line
    reason: str
    code: str = ""


@dataclass(slots=True)
class Sheet:
    """What was read of a file: its header, how many rows, and those that cannot be taken."""

    header: list[str] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    rows: int = 0

    @property
    def is_refused(self) -> bool:
        """Is there no row that could be taken, though there are rows? Then the mapping fits another file."""
        return self.rows > 0 and len({error.line.number for error in self.errors}) >= self.rows

    def refused(self, code: str = "") -> int:
        """How many rows are refused, or for this reason."""
        return sum(not code or error.code == code for error in self.errors)


class _Source:
    """The lines of a file; `row` keeps those of the row that is being read."""

    def __init__(self, file: TextIO) -> None:
        self._lines = iter(file)
        self.row: list[str] = []

    def __iter__(self) -> "_Source":
        return self

    def __next__(self) -> str:
        self.row.append(next(self._lines))
        return self.row[-1]

    def is_open_at_end(self, delimiter: str) -> bool:
        """Does the row end with the file, within a quote?"""
        if len(self.row) < 2:
            return False
        try:
            list(csv.reader(self.row, delimiter=delimiter, strict=True))
        except csv.Error as error:
            return "unexpected end of data" in str(error)
        return False


def lines_of(
    file: TextIO, delimiter: str, columns: Collection[str], sheet: Sheet, tell: Tell = untold
) -> Iterator[Line]:
    """The rows that have a cell for each column; blank lines count as lines and are no rows.

    What cannot be a row goes to the sheet's errors. Raises `UnreadableFile`; `columns` must be in the header, once.
    """
    csv.field_size_limit(FIELD_LIMIT)
    source = _Source(file)
    reader = csv.reader(source, delimiter=delimiter)
    begin = 1
    try:
        for raw in reader:
            if raw and not sheet.header:
                sheet.header = _header(raw, columns)
            elif raw:
                sheet.rows += 1
                line = Line(begin, dict(zip(sheet.header, raw, strict=False)), tuple(raw))
                if source.is_open_at_end(delimiter):
                    reason = _("A quote opens in this row and never closes: all that follows fell into it.")
                    sheet.errors.append(RowError(line, reason))
                elif len(raw) != len(sheet.header):
                    reason = _("The row has not as many cells as the header.")
                    sheet.errors.append(RowError(line, reason))
                else:
                    yield line
                if sheet.rows % TOLD_EVERY == 0:
                    tell(sheet.rows)
            begin = reader.line_num + 1
            source.row.clear()
    except (csv.Error, UnicodeError) as error:
        raise UnreadableFile(
            _("line %(number)d: The file cannot be read: %(error)s") % {"number": begin, "error": error}
        ) from error
    if not sheet.header:
        raise UnreadableFile(_("The file is empty: it has not even a header."))


def _header(raw: list[str], columns: Collection[str]) -> list[str]:
    """The names of the columns; raises `UnreadableFile` where the mapping's are lacking, or stand there twice."""
    header = [raw[0].removeprefix("\ufeff"), *raw[1:]]
    lacking = sorted(set(columns) - set(header))
    if lacking:
        raise UnreadableFile(_("The file lacks these columns: %(columns)s") % {"columns": ", ".join(lacking)})
    counts = Counter(header)
    doubled = sorted(name for name in columns if counts[name] > 1)
    if doubled:
        raise UnreadableFile(
            _("The header has these columns more than once: %(columns)s") % {"columns": ", ".join(doubled)}
        )
    return header


def write_rejected(path: Path, sheet: Sheet, *, encoding: str, delimiter: str) -> None:
    """The refused rows as they stood, and why in a last column; the file can be corrected and imported again."""
    with path.open("w", encoding=encoding, errors="backslashreplace", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        # A file of refused rows, refused again, has the column already.
        is_again = sheet.header[-1] == ERROR_COLUMN
        width = len(sheet.header) - 1 if is_again else len(sheet.header)
        writer.writerow([*sheet.header[:width], ERROR_COLUMN])
        for error in sheet.errors:
            raw = error.line.raw
            whole = raw[:width] if is_again and len(raw) == len(sheet.header) else raw
            writer.writerow([*whole, *[""] * (width - len(whole)), error.reason])
