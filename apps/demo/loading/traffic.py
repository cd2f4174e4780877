"""What the demo's cameras saw in the past week: people, vehicles, and plates that are looked for."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from apps.cameras.models import (
    Camera,
    CameraStatus,
    Detection,
    PlateHit,
    PlateRead,
    WatchEntry,
)
from apps.cameras.plates import key_of
from apps.core.constraints import check_at_once
from apps.core.copying import copy_rows
from apps.demo.rates import moments
from apps.demo.seeds import chance, choose, id_at
from apps.demo.sights import DIRECTIONS, LABELS, SEEN_S, SOURCE, ZONES

PAST: Final = timedelta(days=7)
# Of each hundred cameras so many things a day are kept of the past; live ones see more.
_THINGS: Final = 38.0
_HITS: Final = 2


def load_traffic(*, at: datetime) -> int:
    """Detections of the past, readings and hits of the watch list; does nothing where cameras have seen anything."""
    cameras = list(Camera.objects.filter(code__startswith="DEMO-", status=CameraStatus.ONLINE).order_by("pk"))
    if not cameras or Detection.objects.exists():
        return 0
    with transaction.atomic():
        check_at_once()
        things = list(_things(cameras, at))
        copy_rows(things)
        reads, hits = _met([camera for camera in cameras if camera.kind == "plate"], at)
        copy_rows(reads)
        copy_rows(hits)
    return len(things) + len(reads)


def _things(cameras: Sequence[Camera], at: datetime) -> Iterator[Detection]:
    rng = chance("seen")
    count = round(len(cameras) / 100 * _THINGS * PAST.days)
    for number, began_at in enumerate(
        moments(rng, start=at - PAST, end=at - timedelta(minutes=2), count=count)
    ):
        camera, zone = rng.choice(cameras), choose(rng, ZONES)
        ended_at = began_at + timedelta(seconds=rng.uniform(*SEEN_S))
        yield Detection(
            id=id_at(rng, began_at),
            camera=camera,
            region_id=camera.region_id,
            intake="demo",
            source=SOURCE,
            source_ref=f"past-{number}",
            label=choose(rng, LABELS),
            score=round(rng.uniform(0.55, 0.98), 2),
            zones=[zone] if zone else [],
            location=camera.location,
            began_at=began_at,
            ended_at=ended_at,
            updated_at=ended_at,
            recorded_at=began_at,
        )


def _met(cameras: Sequence[Camera], at: datetime) -> tuple[list[PlateRead], list[PlateHit]]:
    """Each plate of the watch list drove past a few cameras."""
    rng = chance("met")
    reads: list[PlateRead] = []
    hits: list[PlateHit] = []
    for entry in WatchEntry.objects.order_by("key") if cameras else ():
        for moment in moments(rng, start=at - PAST, end=at, count=_HITS):
            read = read_of(rng, rng.choice(cameras), entry.plate, moment)
            reads.append(read)
            hits.append(_hit(rng, entry, read))
    return reads, hits


def read_of(rng: random.Random, camera: Camera, plate: str, at: datetime) -> PlateRead:
    """A reading of the plate by the camera."""
    return PlateRead(
        camera=camera,
        region_id=camera.region_id,
        at=at,
        received_at=at + timedelta(seconds=1),
        plate=plate,
        key=key_of(plate),
        confidence=round(rng.uniform(0.82, 0.99), 2),
        direction=choose(rng, DIRECTIONS),
        source=SOURCE,
    )


def _hit(rng: random.Random, entry: WatchEntry, read: PlateRead) -> PlateHit:
    return PlateHit(
        id=id_at(rng, read.at),
        watch=entry,
        camera=read.camera,
        region_id=read.region_id,
        location=read.camera.location,
        at=read.at,
        plate=read.plate,
        key=read.key,
        confidence=read.confidence,
        direction=read.direction,
        recorded_at=read.received_at,
    )
