"""Which protected sites an alarm concerns, found when it is raised and kept with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point
from django.db import connection

# One question for all: inside the perimeter, or watched by a camera or a sensor that is linked to the site.
SQL = """
    SELECT given.number, site.id, site.name
    FROM unnest(%s::int[], %s::float8[], %s::float8[], %s::bigint[], %s::bigint[])
        AS given(number, lon, lat, camera, sensor)
    JOIN alarms_site AS site ON site.retired_at IS NULL AND (
        ST_Covers(site.perimeter, ST_SetSRID(ST_MakePoint(given.lon, given.lat), 4326))
        OR EXISTS (SELECT FROM alarms_site_cameras AS link
                   WHERE link.site_id = site.id AND link.camera_id = given.camera)
        OR EXISTS (SELECT FROM alarms_site_sensors AS link
                   WHERE link.site_id = site.id AND link.sensor_id = given.sensor)
    )
    ORDER BY given.number, site.name, site.id
"""


@dataclass(frozen=True, slots=True)
class Where:
    """Where something happens: a point, a camera, a sensor, or none of them."""

    location: Point | None
    camera: int | None
    sensor: int | None = None


def sites_of(places: Sequence[Where]) -> list[list[dict[str, Any]]]:
    """The protected sites of each place, in the order of the places: `[{"id", "name"}]`."""
    found: list[list[dict[str, Any]]] = [[] for _ in places]
    columns = (
        list(range(len(places))),
        [place.location.x if place.location else None for place in places],
        [place.location.y if place.location else None for place in places],
        [place.camera for place in places],
        [place.sensor for place in places],
    )
    with connection.cursor() as cursor:
        cursor.execute(SQL, columns)
        for number, site_id, name in cursor.fetchall():
            found[number].append({"id": site_id, "name": name})
    return found
