"""Cells of exported tables, safe for a spreadsheet that takes some texts for formulas (CWE-1236)."""

from typing import Final

# The full-width signs too: spreadsheets of East Asian locales take them for the narrow ones.
_STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: object) -> object:
    """Texts that a spreadsheet would calculate get a leading apostrophe; all else is left as it is."""
    if isinstance(value, str) and value.startswith(_STARTS_FORMULA):
        return f"'{value}"
    return value


def plain_cell(value: object) -> object:
    """The text as it was before `safe_cell`, so that an exported file can be imported again."""
    if isinstance(value, str) and value.startswith("'") and value[1:].startswith(_STARTS_FORMULA):
        return value[1:]
    return value
