"""Which region an incident belongs to, and whether its point lies in the country."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.gis.geos import Point

from apps.incidents.refusals import UnknownDistrict, UnknownRegion
from apps.regions.locate import locate
from apps.regions.models import NATIONAL, District, Region


@dataclass(frozen=True, slots=True)
class Placed:
    """A region's code, and whether the point is outside the country."""

    region: str
    is_outside: bool


def known_region(code: str) -> str:
    """`code` when there is such a region; raises `UnknownRegion`."""
    if not Region.objects.filter(pk=code).exists():
        raise UnknownRegion(fields={"region": [str(UnknownRegion.message)]})
    return code


def place(
    point: Point | None, *, region: str | None, home: str, known: Callable[[str], str] = known_region
) -> Placed:
    """The region given explicitly; else the one of the point; else `home` (no point) or the national queue.

    `home` is the only region of whoever reports, or the national queue. Whoever places many passes a `known`
    that remembers. Raises `UnknownRegion`.
    """
    found = locate(point) if point else None
    is_outside = found is not None and found.region_code is None
    if region:
        return Placed(known(region), is_outside)
    if found is None:
        return Placed(home, is_outside)
    return Placed(found.region_code or NATIONAL, is_outside)


def is_outside(point: Point | None) -> bool:
    """Does the point lie outside of every region?"""
    return point is not None and locate(point).region_code is None


def known_district(soato: str | None, region: str) -> str | None:
    """`soato` when this district is in the region, None for none; raises `UnknownDistrict`."""
    if soato and not District.objects.filter(pk=soato, region=region).exists():
        raise UnknownDistrict(fields={"district": [str(UnknownDistrict.message)]})
    return soato or None
