"""Text that a spreadsheet must not run."""

from typing import Final

# What Excel, LibreOffice and Google Sheets take for the start of a formula or of a command, also in full width.
STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def safe_text(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would run; also after leading blanks."""
    return f"'{text}" if text.lstrip(" \u00a0\ufeff\u200b").startswith(STARTS) else text
