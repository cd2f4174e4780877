"""Numbers as people read them in the active language."""

from math import floor

from django.utils.formats import number_format


def count_text(value: float) -> str:
    """`16 533`, with no-break spaces."""
    return number_format(round(value), decimal_pos=0, force_grouping=True)


def length_text(seconds: float) -> str:
    """`0:48`, `5:00`, `1:05:00`; rounded to the second."""
    total = round(abs(seconds))
    sign = "−" if seconds < 0 and total else ""
    hours, rest = divmod(total, 3600)
    minutes, left = divmod(rest, 60)
    return f"{sign}{hours}:{minutes:02}:{left:02}" if hours else f"{sign}{minutes}:{left:02}"


def percent_text(share: float) -> str:
    """`91.3`; 100 only when it is all of them, 0 only when it is none."""
    percent = min(share * 100, 99.9) if share < 1 else 100.0
    percent = max(percent, 0.1) if share > 0 else 0.0
    whole = round(percent, 1)
    return number_format(whole, decimal_pos=0 if whole in (0, 100) else 1)


def share_text(share: float) -> str:
    """`91.3 %`."""
    return f"{percent_text(share)}\u00a0%"


def growth_text(share: float) -> str:
    """`8.4 %`, `250 %`: by how much something grew or shrank, which may be more than all of it."""
    percent = round(abs(share) * 100, 1)
    whole = percent >= 100 or percent == int(percent)
    return number_format(percent, decimal_pos=0 if whole else 1, force_grouping=True) + "\u00a0%"


def aim_text(share: float) -> str:
    """`90 %`: what is aimed at, without a decimal that says nothing."""
    percent = round(share * 100, 1)
    return number_format(percent, decimal_pos=0 if percent == int(percent) else 1) + "\u00a0%"


def precise_share_text(share: float) -> str:
    """`99.95 %`: cut, not rounded, so that 100 is all of it."""
    percent = floor(share * 10_000 + 1e-9) / 100
    return number_format(percent, decimal_pos=0 if percent in (0, 100) else 2) + "\u00a0%"


def hours_text(seconds: float) -> str:
    """`0.4`, `1 203.5`: hours, for what lasts hours or days."""
    return number_format(round(seconds / 3600, 1), decimal_pos=1, force_grouping=True)
