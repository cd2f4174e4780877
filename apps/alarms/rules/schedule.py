"""When a rule holds, in the local time of the region: pure.

`{"weekdays": [1…7], "from": "22:00", "to": "06:00"}`, Monday is 1. A span over midnight belongs to the day it begins
on; one that ends when it begins lasts the whole day.
"""

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any, Final

CLOCK: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)


def is_within(schedule: Mapping[str, Any] | None, local: datetime) -> bool:
    """Does the schedule hold at this local time? Without one it always does."""
    if not schedule:
        return True
    begin, end = clock(schedule["from"]), clock(schedule["to"])
    days = frozenset(schedule["weekdays"])
    now = local.time().replace(tzinfo=None)
    if begin < end:
        return begin <= now < end and local.isoweekday() in days
    if now >= begin:
        return local.isoweekday() in days
    return now < end and (local - timedelta(days=1)).isoweekday() in days


def clock(text: str) -> time:
    """`HH:MM`; raises `ValueError`."""
    found = CLOCK.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return time(int(found[1]), int(found[2]))
