"""Looks at the cameras whose beat has come: any number of workers share them, and take over from one that died."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db import connection
from django.db.models.functions import Mod

from apps.cameras.actions import observe_health
from apps.cameras.asking import Target, address_to_ask, look_at
from apps.cameras.beats import SLOTS, next_beat
from apps.cameras.credentials import credentials_by_camera
from apps.cameras.models import Camera, CameraNetwork, CheckSlot
from apps.core.clock import now

log = structlog.get_logger(__name__)
# All that a usual worker finds due: who takes few waits for the slowest camera of each few.
TOGETHER: Final = 16
# Longer than any batch takes; then somebody else looks.
TAKEN_FOR: Final = timedelta(seconds=120)
STORED_TOGETHER: Final = 1000

TAKE: Final = """
    UPDATE cameras_checkslot SET taken_until = %(until)s WHERE number IN (
        SELECT number FROM cameras_checkslot
        WHERE due_at <= %(at)s AND (taken_until IS NULL OR taken_until <= %(at)s)
        ORDER BY due_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    ) RETURNING number
"""


def look_at_due_cameras(*, for_s: float) -> int:
    """Look at what is due, batch after batch, until nothing is or `for_s` are over; answers how many were looked at."""
    lay_out_slots(at=now())
    until, looked = now() + timedelta(seconds=for_s), 0
    while now() < until and (slots := take_slots(at=now())):
        looked += look_at_slots(slots)
        give_back_slots(slots, at=now())
    return looked


def lay_out_slots(*, at: datetime) -> None:
    """Each slot has a row; the first beat of a new one is within a round."""
    if CheckSlot.objects.count() < SLOTS:
        CheckSlot.objects.bulk_create([_slot(number, at) for number in range(SLOTS)], ignore_conflicts=True)


def take_slots(*, at: datetime, limit: int = TOGETHER) -> list[int]:
    """Slots that are due and that nobody else looks at, those that wait longest first."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"at": at, "until": at + TAKEN_FOR, "limit": limit})
        return [number for (number,) in cursor.fetchall()]


def give_back_slots(numbers: Collection[int], *, at: datetime) -> None:
    """These were looked at; the next time is their next beat."""
    slots = [_slot(number, at) for number in numbers]
    for slot in slots:
        slot.looked_at = at
    CheckSlot.objects.bulk_update(slots, ["due_at", "taken_until", "looked_at"])


def _slot(number: int, at: datetime) -> CheckSlot:
    every_s = settings.SAFECITY_CAMERA_CHECK_EVERY_S
    return CheckSlot(number=number, due_at=next_beat(number, after=at, every_s=every_s))


def look_at_slots(numbers: Collection[int]) -> int:
    """One look at each camera of the slots that has an address in a camera network."""
    networks = _Networks()
    targets = [one for one in targets_of(numbers) if networks.of(one.region)]
    seen = asyncio.run(
        look_at(
            targets,
            {one.region: networks.of(one.region) for one in targets},
            within_s=settings.SAFECITY_CAMERA_CHECK_WITHIN_S,
            at_once=settings.SAFECITY_CAMERA_CHECKS_AT_ONCE,
        )
    )
    for first in range(0, len(seen), STORED_TOGETHER):
        observe_health(observations=seen[first : first + STORED_TOGETHER], by=None, at=now())
    if targets:
        failed = sum(not one.is_up for one in seen)
        log.info("cameras_looked_at", cameras=len(targets), failed=failed, forbidden=len(targets) - len(seen))
    return len(seen)


def targets_of(numbers: Collection[int]) -> Sequence[Target]:
    """The cameras of the slots that have an address, with their logins."""
    rows = Camera.objects.asked().annotate(slot=Mod("pk", SLOTS)).filter(slot__in=numbers)
    cameras = list(rows.values_list("pk", "region", "stream_url", "snapshot_url"))
    logins = credentials_by_camera([pk for pk, *_ in cameras])
    return [
        Target(pk, region, address_to_ask(stream, snapshot), logins.get(pk))
        for pk, region, stream, snapshot in cameras
    ]


class _Networks:
    """The ranges in which the cameras of each region may be asked."""

    def __init__(self) -> None:
        rows = CameraNetwork.objects.values_list("region", "cidr")
        self._by_region: dict[str | None, list[str]] = defaultdict(list)
        for region, cidr in rows:
            self._by_region[region].append(cidr)

    def of(self, region: str) -> list[str]:
        """Those of the region, and those of all."""
        return [*self._by_region.get(region, ()), *self._by_region.get(None, ())]
