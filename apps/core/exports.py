"""Who wants to know that rows left the portal: the audit trail, which lives in a room above."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest

Listener = Callable[[HttpRequest, str, int, str], None]
_LISTENERS: Final[list[Listener]] = []


def on_export(listener: Listener) -> None:
    """Call `listener(request, object_type, rows, file_format)` after each export; once per listener."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)


def exported(request: HttpRequest, *, object_type: str, rows: int, file_format: str) -> None:
    """Tell every listener."""
    for listener in _LISTENERS:
        listener(request, object_type, rows, file_format)
