"""Numbers as people read them: no Django, the same in every language."""

from typing import Final

NARROW_SPACE: Final = "\u202f"


def count_text(value: float) -> str:
    """`16 533`, with narrow no-break spaces."""
    return f"{round(value):,}".replace(",", NARROW_SPACE)


def length_text(seconds: float) -> str:
    """`0:48`, `5:00`, `1:05:00`; rounded to the second."""
    total = round(abs(seconds))
    sign = "−" if seconds < 0 and total else ""
    hours, rest = divmod(total, 3600)
    minutes, left = divmod(rest, 60)
    return f"{sign}{hours}:{minutes:02}:{left:02}" if hours else f"{sign}{minutes}:{left:02}"


def share_text(share: float) -> str:
    """`91.3 %`; 100 % only when it is all of them, 0 % only when it is none."""
    percent = min(share * 100, 99.9) if share < 1 else 100.0
    percent = max(percent, 0.1) if share > 0 else 0.0
    return f"{percent:.1f}".removesuffix(".0") + "\u00a0%"
