"""Kinds of rows that entries of the trail call by their name: rooms register those whose name tells of no person."""

from typing import Final

_NAMED: Final[set[str]] = set()


def name_in_trail(label: str) -> None:
    """Call rows of this model (`cameras.camera`) by name. Called from `AppConfig.ready`."""
    _NAMED.add(label)


def is_named(label: str) -> bool:
    """Are rows of this model called by name?"""
    return label in _NAMED
