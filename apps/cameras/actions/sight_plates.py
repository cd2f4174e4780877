"""Plates that are looked for and were read: hits, which the feed tells of."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection

from apps.cameras.models import PlateHit, WatchEntry
from apps.cameras.plate_reads import Read
from apps.live.feed import change

TOPIC: Final = "plates"
# A camera reads a vehicle several times while it passes.
PASSING: Final = timedelta(seconds=60)

# A plate by its index; patterns are few, and each is compared with each reading of the batch.
MATCH: Final = """
    WITH reads AS (
        SELECT * FROM unnest(%(n)s::int[], %(key)s::text[], %(region)s::text[], %(moment)s::timestamptz[])
            AS r (n, key, region_id, at)
    ), met AS (
        SELECT r.n, r.region_id, r.at, w.id FROM reads r
        JOIN cameras_watchentry w ON w.key = r.key AND NOT w.is_pattern AND w.ended_at IS NULL
        UNION ALL
        SELECT r.n, r.region_id, r.at, w.id FROM reads r
        JOIN cameras_watchentry w ON r.key LIKE w.key AND w.is_pattern AND w.ended_at IS NULL
    )
    SELECT met.n, w.id FROM met JOIN cameras_watchentry w ON w.id = met.id
    WHERE (w.region_id IS NULL OR w.region_id = met.region_id)
      AND w.valid_from <= met.at AND (w.valid_until IS NULL OR met.at < w.valid_until)
    ORDER BY met.at, met.n, w.id
"""


class Sight(NamedTuple):
    """A reading, and the entry of the watch list that it meets."""

    read: Read
    watch_id: UUID


def sight_plates(*, reads: Sequence[Read], at: datetime) -> list[PlateHit]:
    """Compare readings with the watch list; one hit for each entry and passing of a camera. Answers those that are new.

    An entry counts for readings of its region and of its time, however late they come.
    """
    with change(at=at) as feed:
        sights = _met(reads)
        _lock({sight.watch_id for sight in sights})
        hits = _hits(sights, at)
        PlateHit.objects.bulk_create(hits)
        for hit in hits:
            feed.touch(topic=TOPIC, kind="plate.sighted", object_id=str(hit.pk), regions={hit.region_id})
    return hits


def _met(reads: Sequence[Read]) -> list[Sight]:
    if not reads:
        return []
    columns: dict[str, Any] = {
        "n": list(range(len(reads))),
        "key": [read.key for read in reads],
        "region": [read.camera.region for read in reads],
        "moment": [read.given.at for read in reads],
    }
    with connection.cursor() as cursor:
        cursor.execute(MATCH, columns)
        return [Sight(reads[n], watch_id) for n, watch_id in cursor.fetchall()]


def _lock(entries: Iterable[UUID]) -> None:
    """Two batches with the same vehicle take turns: the second sees the hit of the first."""
    rows = WatchEntry.objects.filter(pk__in=list(entries)).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))


def _hits(sights: Sequence[Sight], at: datetime) -> list[PlateHit]:
    """A hit of each sight, less those of a passing that is told of already."""
    told = _told(sights)
    hits = []
    for sight in sights:
        passing = (sight.watch_id, sight.read.given.camera_id)
        moment = sight.read.given.at
        if any(abs(moment - other) < PASSING for other in told.get(passing, ())):
            continue
        told.setdefault(passing, []).append(moment)
        hits.append(_hit(sight, at))
    return hits


def _told(sights: Sequence[Sight]) -> dict[tuple[UUID, int], list[datetime]]:
    """When each entry was met by each camera, as far as it is near the sights in time."""
    found: dict[tuple[UUID, int], list[datetime]] = {}
    if not sights:
        return found
    moments = [sight.read.given.at for sight in sights]
    known = PlateHit.objects.filter(
        watch__in={sight.watch_id for sight in sights},
        camera__in={sight.read.given.camera_id for sight in sights},
        at__gt=min(moments) - PASSING,
        at__lt=max(moments) + PASSING,
    )
    for watch_id, camera_id, moment in known.values_list("watch_id", "camera_id", "at"):
        found.setdefault((watch_id, camera_id), []).append(moment)
    return found


def _hit(sight: Sight, at: datetime) -> PlateHit:
    read, given = sight.read, sight.read.given
    return PlateHit(
        watch_id=sight.watch_id,
        camera_id=given.camera_id,
        region_id=read.camera.region,
        location=read.camera.location,
        at=given.at,
        plate=read.plate,
        key=read.key,
        confidence=given.confidence,
        direction=given.direction,
        recorded_at=at,
    )
