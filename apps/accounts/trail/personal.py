"""Columns whose values the trail masks: that they changed is told, what they held is not."""

from typing import Final

_MASKED: Final[set[tuple[str, str]]] = set()


def mask_in_trail(label: str, field: str) -> None:
    """Mask a column of a model (`accounts.user`). Called from `AppConfig.ready`."""
    _MASKED.add((label, field))


def is_masked(label: str, field: str) -> bool:
    """Is this column masked in the trail?"""
    return (label, field) in _MASKED
