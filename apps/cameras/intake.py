"""Whose camera saw it: what every intake of sights asks first."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.contrib.gis.geos import GEOSGeometry
from django.db import connection
from django.utils.translation import gettext_lazy as _

from apps.accounts.scope import scope_of
from apps.core.errors import DomainError
from apps.regions.scope import EVERYTHING, Actor, Scope


class SeenBy(NamedTuple):
    """What is kept of a camera with all that it sees: the region and the place of that moment."""

    region: str
    location: Any


class UnknownCameras(DomainError):
    """Cameras that are missing, retired or out of scope: one answer for all three. `indexes` says which rows name them."""

    code = "unknown_camera"
    message = _("There is no such camera in use in your regions.")

    def __init__(self, indexes: Sequence[int]) -> None:
        self.indexes = tuple(indexes)
        super().__init__()


# The key share lock keeps the camera as it is until what it saw is stored. Taken here, in one order, it is not asked for
# at commit, when the region's feed is locked and another transaction may hold the camera and wait for the feed.
CAMERAS: Final = """
    SELECT id, region_id, location::bytea FROM cameras_camera
    WHERE id = ANY(%(ids)s) AND retired_at IS NULL AND (%(everywhere)s OR region_id = ANY(%(codes)s))
    ORDER BY id FOR KEY SHARE
"""


def scope_of_intake(by: Actor | None) -> Scope:
    """The regions that `by` may report from; the portal itself from all."""
    return EVERYTHING if by is None else scope_of(by)


def cameras_in_use(ids: Iterable[int], by: Actor | None) -> Mapping[int, SeenBy]:
    """Those of the cameras that are in use and in the scope of `by`, locked against removal until the transaction ends."""
    scope = scope_of_intake(by)
    wanted: dict[str, Any] = {
        "ids": sorted(set(ids)),
        "everywhere": scope.is_national,
        "codes": sorted(scope.codes),
    }
    with connection.cursor() as cursor:
        cursor.execute(CAMERAS, wanted)
        return {pk: SeenBy(region, GEOSGeometry(memoryview(place))) for pk, region, place in cursor}


def cameras_that_saw(ids: Sequence[int], by: Actor | None) -> Mapping[int, SeenBy]:
    """The same for each row of a batch; raises `UnknownCameras`."""
    known = cameras_in_use(ids, by)
    if unknown := [index for index, pk in enumerate(ids) if pk not in known]:
        raise UnknownCameras(unknown)
    return known
