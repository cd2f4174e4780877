"""The clock as edges read it, and how times are written. Below the edges `at` is an argument."""

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone

TASHKENT: Final = ZoneInfo("Asia/Tashkent")


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def iso(at: datetime | None) -> str | None:
    """ISO 8601 in UTC with milliseconds and `Z`, or None: `2026-10-01T08:15:30.250Z`."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def told(at: datetime) -> str:
    """A time as a name shows it, in the active zone: `2026-10-01 13:15:30`."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"
