"""An incident's number: region, year of the local day it was reported, and a count: `TK-26-004127`."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.translation import gettext_lazy as _

from apps.core.errors import InvalidInput
from apps.regions.models import Region

YEARS: Final = range(2000, 2100)
TAKE = """
INSERT INTO incidents_numbercounter (region_id, year, last) VALUES (%s, %s, %s)
ON CONFLICT (region_id, year) DO UPDATE SET last = incidents_numbercounter.last + EXCLUDED.last RETURNING last
"""


class YearHasNoNumbers(InvalidInput):
    """A number holds two digits of its year, so that those of another century would be given twice."""

    code = "year_has_no_numbers"
    message = _("Incidents can be recorded from the year 2000 to 2099.")


def local_year(region: Region, at: datetime) -> int:
    """The year of `at` on the region's wall clock; raises `YearHasNoNumbers`."""
    try:
        year = at.astimezone(ZoneInfo(region.time_zone)).year
    except OverflowError as error:
        raise YearHasNoNumbers from error
    if year not in YEARS:
        raise YearHasNoNumbers
    return year


def take_numbers(region: str, year: int, count: int = 1) -> list[str]:
    """The next numbers of a region and year; its counter stays locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [region, year, count])
        last: int = cursor.fetchone()[0]
    short = region.rpartition("-")[2]
    return [f"{short}-{year % 100:02}-{n:06}" for n in range(last - count + 1, last + 1)]
