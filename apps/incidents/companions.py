"""What upper rooms add to an incident's JSON.

`register("units", fn)` makes `"units"` a list for each incident.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

Companion = Callable[[Collection[str]], Mapping[str, list[Any]]]

_companions: dict[str, Companion] = {}


def register(name: str, companion: Companion) -> None:
    """`companion(ids)` gives `{incident id: list}` in one query; ids it knows nothing of may be missing."""
    _companions[name] = companion


def forget(name: str) -> None:
    """Take a companion out again; for tests that register one of their own."""
    _companions.pop(name, None)


def of(ids: Collection[str]) -> dict[str, Mapping[str, list[Any]]]:
    """Every companion's lists for these incidents; `units` and `aid` are always there."""
    return {"units": {}, "aid": {}, **{name: companion(ids) for name, companion in _companions.items()}}
