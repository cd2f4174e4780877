"""An incident's number: region, year of the local day it was reported, and a count: `TK-26-004127`."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection

from apps.regions.models import Region

TAKE = """
INSERT INTO incidents_numbercounter (region_id, year, last) VALUES (%s, %s, %s)
ON CONFLICT (region_id, year) DO UPDATE SET last = incidents_numbercounter.last + EXCLUDED.last RETURNING last
"""


def local_year(region: Region, at: datetime) -> int:
    """The year of `at` on the region's wall clock."""
    return at.astimezone(ZoneInfo(region.time_zone)).year


def take_numbers(region: str, year: int, count: int = 1) -> list[str]:
    """The next numbers of a region and year; its counter stays locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [region, year, count])
        last: int = cursor.fetchone()[0]
    short = region.rpartition("-")[2]
    return [f"{short}-{year % 100:02}-{n:06}" for n in range(last - count + 1, last + 1)]
