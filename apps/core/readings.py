"""Who wants to know that personal data was read in full: the audit trail, which lives in a room above."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: `fields` of one object, or of so many `rows` of a kind; `detail` is what else tells of it."""

    object_type: str
    fields: tuple[str, ...]
    object_id: object = ""
    region: str | None = None
    rows: int | None = None
    detail: Mapping[str, object] = field(default_factory=dict)


Listener = Callable[[HttpRequest, Reading], None]
_LISTENERS: Final[list[Listener]] = []


def on_reading(listener: Listener) -> None:
    """Call `listener` after each reading; once per listener."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)


def read(request: HttpRequest, reading: Reading) -> None:
    """Tell every listener."""
    for listener in _LISTENERS:
        listener(request, reading)
