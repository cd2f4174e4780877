"""A table of cameras goes through the action that registers them, in batches that each stand or fall whole."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar

from apps.accounts.models import ApiClient, User
from apps.cameras.actions.register_cameras import Registered, register_cameras
from apps.cameras.drafts import CameraDraft, DraftRefused, ValueRefused, draft_of
from apps.interchange.files.camera_mapping import CameraMapping
from apps.interchange.files.reading import Line, RowError, Sheet, lines_of
from apps.interchange.files.values import BadValue
from apps.live.epochs import one_epoch

T = TypeVar("T")
BATCH: Final = 1000


@dataclass(slots=True)
class Outcome:
    """What an import did, or would do: how many rows, and what became of them."""

    sheet: Sheet = field(default_factory=Sheet)
    counts: dict[str, int] = field(default_factory=lambda: {"new": 0, "changed": 0, "same": 0})
    is_whole: bool = True

    @property
    def done(self) -> int:
        """Cameras that were taken, or are there already."""
        return sum(self.counts.values())


def _nothing(outcome: Outcome) -> None:
    return


def _never() -> bool:
    return False


def import_cameras(
    path: Path,
    mapping: CameraMapping,
    *,
    by: User | ApiClient | None,
    at: datetime,
    is_dry: bool = False,
    progress: Callable[[Outcome], None] = _nothing,
    is_stopped: Callable[[], bool] = _never,
) -> Outcome:
    """Read the file and take its cameras, `BATCH` rows at a time, so that memory does not grow with the file.

    `is_stopped` is asked before each batch. Screens are told to reload once, at the end. Raises `UnreadableFile`
    or `OSError`; what was taken before a line that cannot be read stays.
    """
    outcome = Outcome()
    seen: set[tuple[str, str]] = set()
    # Bytes that the encoding does not know come as halves of characters, so that only their rows are refused.
    with (
        path.open(encoding=mapping.encoding, errors="surrogateescape", newline="") as file,
        nullcontext() if is_dry else one_epoch(),
    ):
        lines = lines_of(file, mapping.delimiter, mapping.columns, outcome.sheet)
        for batch in batches(_drafts(lines, mapping, outcome)):
            if is_stopped():
                outcome.is_whole = False
                break
            drafts = [draft for _, draft in batch]
            answers = register_cameras(drafts=drafts, by=by, at=at, seen=seen, is_dry=is_dry)
            for (line, _), answer in zip(batch, answers, strict=True):
                if isinstance(answer, Registered):
                    outcome.counts[answer.outcome] += 1
                else:
                    outcome.sheet.errors.append(RowError(line, answer.detail, answer.code))
            progress(outcome)
    outcome.sheet.errors.sort(key=lambda error: error.line.number)
    return outcome


def draft_of_row(row: dict[str, Any], mapping: CameraMapping) -> CameraDraft:
    """The draft of a row; raises `BadValue` or `DraftRefused`."""
    return draft_of(mapping.given(row))


@dataclass(slots=True)
class RowsTaken:
    """What became of rows of the API: counts, and code and sentence of each that was refused, by its index."""

    counts: dict[str, int] = field(default_factory=lambda: {"new": 0, "changed": 0, "same": 0})
    refused: dict[int, tuple[str, str]] = field(default_factory=dict)


def take_rows(
    rows: Iterable[dict[str, Any]],
    mapping: CameraMapping,
    *,
    by: User | ApiClient,
    at: datetime,
    is_dry: bool = False,
) -> RowsTaken:
    """Take rows of names and values; numbers mean the same as their texts."""
    taken = RowsTaken()
    seen: set[tuple[str, str]] = set()
    with nullcontext() if is_dry else one_epoch():
        for batch in batches(_drafts_of(rows, mapping, taken)):
            drafts = [draft for _, draft in batch]
            answers = register_cameras(drafts=drafts, by=by, at=at, seen=seen, is_dry=is_dry)
            for (index, _), answer in zip(batch, answers, strict=True):
                if isinstance(answer, Registered):
                    taken.counts[answer.outcome] += 1
                else:
                    taken.refused[index] = (answer.code, answer.detail)
    return taken


def _drafts_of(
    rows: Iterable[dict[str, Any]], mapping: CameraMapping, taken: RowsTaken
) -> Iterator[tuple[int, CameraDraft]]:
    for index, row in enumerate(rows):
        try:
            yield index, draft_of_row({name: _as_text(name, value) for name, value in row.items()}, mapping)
        except BadValue as error:
            taken.refused[index] = ("invalid", str(error))
        except DraftRefused as refusal:
            taken.refused[index] = (refusal.code, refusal.detail)


def _as_text(name: str, value: Any) -> str:
    """A cell out of a JSON value; what is neither text nor number is nothing that a cell could hold."""
    if value is None:
        return ""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    raise ValueRefused(name)


def _drafts(
    lines: Iterator[Line], mapping: CameraMapping, outcome: Outcome
) -> Iterator[tuple[Line, CameraDraft]]:
    for line in lines:
        try:
            yield line, draft_of_row(dict(line.cells), mapping)
        except BadValue as error:
            outcome.sheet.errors.append(RowError(line, str(error)))
        except DraftRefused as refusal:
            outcome.sheet.errors.append(RowError(line, refusal.detail, refusal.code))


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    """The items in lists of at most `BATCH`."""
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
