"""Plates that cameras read come in, in batches, and are compared with the watch list."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, NamedTuple

from django.db import connection
from psycopg.types.json import Jsonb

from apps.cameras.actions.report_violations import Witnessed, report_violations
from apps.cameras.actions.sight_plates import sight_plates
from apps.cameras.intake import SeenBy, cameras_in_use
from apps.cameras.plate_reads import GivenRead, Identity, Read
from apps.cameras.plates import is_plate, key_of, written
from apps.cameras.retention import plates_kept_since
from apps.live.feed import change
from apps.regions.scope import Actor

FUTURE_WITHIN: Final = timedelta(minutes=5)


class Refused(StrEnum):
    """Why a reading was not taken."""

    UNKNOWN_CAMERA = "unknown_camera"
    NOT_A_PLATE = "not_a_plate"
    IN_FUTURE = "in_future"
    TOO_OLD = "too_old"


class Accepted(NamedTuple):
    """How many were taken, those that were known among them; the places of the others, with the reason."""

    accepted: int
    rejected: list[tuple[int, str]]


# The same camera, moment and plate is one reading: only what is new is answered.
RECORD: Final = """
    INSERT INTO cameras_plateread
        (camera_id, region_id, at, received_at, plate, key, confidence, direction, speed_kmh, limit_kmh,
         vehicle, source, source_ref)
    SELECT g.camera_id, g.region_id, g.at, %(now)s, g.plate, g.key, g.confidence, g.direction, g.speed_kmh,
           g.limit_kmh, g.vehicle, g.source, g.source_ref
    FROM unnest(
        %(camera)s::bigint[], %(region)s::text[], %(moment)s::timestamptz[], %(plate)s::text[], %(key)s::text[],
        %(confidence)s::float8[], %(direction)s::text[], %(speed)s::float8[], %(limit)s::smallint[],
        %(vehicle)s::jsonb[], %(source)s::text[], %(ref)s::text[]
    ) AS g (camera_id, region_id, at, plate, key, confidence, direction, speed_kmh, limit_kmh, vehicle, source,
            source_ref)
    ORDER BY g.camera_id, g.at, g.key
    ON CONFLICT (camera_id, at, key) DO NOTHING
    RETURNING camera_id, at, key
"""


def record_plates(*, reads: Sequence[GivenRead], by: Actor | None, at: datetime) -> Accepted:
    """Store readings, and compare those that are new with the watch list; safe to repeat.

    A reading that cannot be taken is refused alone, with a code of `Refused`: its camera is missing, retired or out of
    the scope of `by`, it is no plate, its time lies more than 5 minutes ahead or before all that is kept. Nobody who
    reports learns what the list holds.
    """
    with change(at=at):
        cameras = cameras_in_use([one.camera_id for one in reads], by)
        fates = [_fate(one, cameras, at) for one in reads]
        taken = {read.identity: read for read in fates if isinstance(read, Read)}
        new = [taken[identity] for identity in _stored(list(taken.values()), at)]
        sight_plates(reads=new, at=at)
        report_violations(witnessed=[_witnessed(read) for read in new], at=at)
    rejected = [(index, fate.value) for index, fate in enumerate(fates) if isinstance(fate, Refused)]
    return Accepted(len(reads) - len(rejected), rejected)


def _fate(given: GivenRead, cameras: Mapping[int, SeenBy], at: datetime) -> Read | Refused:
    camera, plate = cameras.get(given.camera_id), written(given.plate)
    if camera is None:
        return Refused.UNKNOWN_CAMERA
    if not is_plate(plate):
        return Refused.NOT_A_PLATE
    if given.at > at + FUTURE_WITHIN:
        return Refused.IN_FUTURE
    if given.at < plates_kept_since(at):
        return Refused.TOO_OLD
    return Read(given, camera, plate, key_of(plate))


def _witnessed(read: Read) -> Witnessed:
    given = read.given
    return Witnessed(
        camera_id=given.camera_id,
        region=read.camera.region,
        location=read.camera.location,
        at=given.at,
        words=frozenset({given.violation} - {""}),
        plate=read.plate,
        speed_kmh=given.speed_kmh,
        limit_kmh=given.limit_kmh,
        facts={
            "confidence": given.confidence,
            "direction": str(given.direction),
            "vehicle": dict(given.vehicle),
        },
        picture=given.picture,
    )


def _stored(reads: Sequence[Read], at: datetime) -> list[Identity]:
    """Which of the readings were not known; all are now."""
    if not reads:
        return []
    with connection.cursor() as cursor:
        cursor.execute(RECORD, _columns(reads) | {"now": at})
        return [Identity(*row) for row in cursor.fetchall()]


def _columns(reads: Sequence[Read]) -> dict[str, Any]:
    given = [read.given for read in reads]
    return {
        "camera": [one.camera_id for one in given],
        "region": [read.camera.region for read in reads],
        "moment": [one.at for one in given],
        "plate": [read.plate for read in reads],
        "key": [read.key for read in reads],
        "confidence": [_real(one.confidence) for one in given],
        "direction": [str(one.direction) for one in given],
        "speed": [_real(one.speed_kmh) for one in given],
        "limit": [one.limit_kmh for one in given],
        "vehicle": [Jsonb(dict(one.vehicle)) for one in given],
        "source": [one.source for one in given],
        "ref": [one.source_ref for one in given],
    }


def _real(number: float | None) -> float | None:
    """A whole number is one too; psycopg takes no list of both."""
    return None if number is None else float(number)
