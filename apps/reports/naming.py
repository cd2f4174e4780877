"""The names of what figures are grouped by, in the active language."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format

from apps.incidents.models import IncidentType
from apps.incidents.words import PRIORITY_NAMES
from apps.regions.models import NATIONAL, District, Region
from apps.reports.periods import Period
from apps.reports.words import NATIONAL_QUEUE, UNKNOWN


def _region_name(region: Region) -> str:
    return str(NATIONAL_QUEUE) if region.code == NATIONAL else region.name


def region_names() -> dict[str, str]:
    """The name of each region by its code."""
    return {region.code: _region_name(region) for region in Region.objects.defer("boundary")}


def _district_names() -> dict[str, str]:
    return {district.pk: district.name for district in District.objects.all()}


def _type_names() -> dict[str, str]:
    return {kind.pk: kind.name for kind in IncidentType.objects.all()}


def _priority_names() -> dict[str, str]:
    return {str(number): f"P{number} {name}" for number, name in PRIORITY_NAMES.items()}


class _Days(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return date_format(date.fromisoformat(key), "SHORT_DATE_FORMAT")


class _Months(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return date_format(date.fromisoformat(f"{key}-01"), "YEAR_MONTH_FORMAT")


_NAMES: dict[str, Callable[[], Mapping[str, str]]] = {
    "region": region_names,
    "district": _district_names,
    "type": _type_names,
    "priority": _priority_names,
    "day": _Days,
    "month": _Months,
}


def names_of(by: str) -> Callable[[Any], str]:
    """A function from a key of the grouping `by` to its name; a key that is not known says so."""
    names = _NAMES[by]()

    def name(key: Any) -> str:
        if key is None:
            return str(UNKNOWN)
        try:
            return names[str(key)]
        except KeyError:
            return str(key)

    return name


def _is_month(period: Period) -> bool:
    return period.is_whole_months and period.days <= 31


def short_period_name(period: Period, *, beside: Period) -> str:
    """As `period_name`, without the year when `beside` has the same: `September`, `25.09–24.10`."""
    year = "" if period.last.year == beside.last.year else f".{period.last.year}"
    if _is_month(period):
        return period_name(period) if year else date_format(period.first, "F")
    if period.days == 1:
        return f"{period.first:%d.%m}{year}"
    first_year = "" if period.first.year == period.last.year else f".{period.first.year}"
    return f"{period.first:%d.%m}{first_year}–{period.last:%d.%m}{year}"


def period_name(period: Period) -> str:
    """`October 2026` for a whole month, one date for a day, else the first and the last day."""
    first, last = period.first, period.last
    if _is_month(period):
        return date_format(first, "YEAR_MONTH_FORMAT")
    if first == last:
        return date_format(first, "SHORT_DATE_FORMAT")
    return "{} – {}".format(date_format(first, "SHORT_DATE_FORMAT"), date_format(last, "SHORT_DATE_FORMAT"))
