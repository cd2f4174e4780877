"""The demo's register of violations: a week of them, decided by the region's own people."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from apps.cameras.models import (
    Camera,
    CameraStatus,
    PlateRead,
    Violation,
    ViolationEntry,
    ViolationKind,
    ViolationState,
)
from apps.core.constraints import check_at_once
from apps.core.copying import copy_rows
from apps.demo.loading.desk import Desk, desk_of
from apps.demo.loading.traffic import PAST, read_of
from apps.demo.rates import moments
from apps.demo.seeds import chance, choose, id_at
from apps.demo.sights import draw_excess, draw_limit
from apps.demo.texts.plates import draw_plate

_A_DAY: Final = 0.45
_KINDS: Final = {"speed_20": 0.5, "speed_40": 0.1, "red_light": 0.22, "stop_line": 0.12, "wrong_way": 0.06}
_REJECTED: Final = 0.14
_DECIDED_WITHIN: Final = timedelta(hours=30)
_WHY: Final = {True: "Suratda aniq koʻrinadi", False: "Davlat raqami aniq koʻrinmaydi"}


def load_violations(*, at: datetime) -> int:
    """Violations with the readings that show them, most of them decided; does nothing where there are any already."""
    cameras = list(
        Camera.objects.filter(code__startswith="DEMO-", kind="plate", status=CameraStatus.ONLINE).order_by(
            "pk"
        )
    )
    kinds = {kind.pk: kind.needs_two for kind in ViolationKind.objects.filter(pk__in=_KINDS, is_active=True)}
    if not kinds or not cameras or Violation.objects.exists():
        return 0
    rng = chance("violations")
    desks = {code: desk_of(code) for code in {camera.region_id for camera in cameras}}
    reads: list[PlateRead] = []
    rows: list[Violation] = []
    lines: list[ViolationEntry] = []
    count = round(len(cameras) * _A_DAY * PAST.days)
    for moment in moments(rng, start=at - PAST, end=at, count=count):
        camera = rng.choice(cameras)
        kind = choose(rng, {code: share for code, share in _KINDS.items() if code in kinds})
        read = read_of(rng, camera, draw_plate(rng), moment)
        if kind.startswith("speed_"):
            read.limit_kmh = draw_limit(rng)
            read.speed_kmh = float(read.limit_kmh + _excess(rng, kind))
        row = _violation(rng, kind, read)
        reads.append(read)
        rows.append(row)
        lines += _decide(rng, row, desks[camera.region_id], at, needs_two=kinds[kind])
    with transaction.atomic():
        check_at_once()
        copy_rows(reads)
        copy_rows(rows)
        copy_rows(lines)
    return len(rows)


def _excess(rng: random.Random, kind: str) -> int:
    """By how much too fast it was, within its kind."""
    least = int(kind.removeprefix("speed_"))
    return min(draw_excess(rng, least), least + 19)


def _violation(rng: random.Random, kind: str, read: PlateRead) -> Violation:
    return Violation(
        id=id_at(rng, read.at),
        kind_id=kind,
        camera=read.camera,
        region_id=read.region_id,
        at=read.at,
        plate=read.plate,
        key=read.key,
        speed_kmh=read.speed_kmh,
        limit_kmh=read.limit_kmh,
        location=read.camera.location,
        recorded_at=read.received_at,
    )


def _decide(
    rng: random.Random, row: Violation, desk: Desk, at: datetime, *, needs_two: bool
) -> Iterator[ViolationEntry]:
    """The lines of the register; the row is brought to where the last one leads."""
    yield ViolationEntry(
        id=id_at(rng, row.recorded_at), violation=row, at=row.recorded_at, state=ViolationState.PENDING
    )
    is_one = rng.random() >= _REJECTED
    becomes = ViolationState.CONFIRMED if is_one else ViolationState.REJECTED
    steps = [ViolationState.SECONDED, becomes] if needs_two and is_one else [becomes]
    moment = row.recorded_at
    people = rng.sample([*desk.operators, desk.supervisor], len(steps))
    for state, person in zip(steps, people, strict=True):
        moment += rng.random() * _DECIDED_WITHIN
        if moment > at:
            return
        yield ViolationEntry(
            id=id_at(rng, moment),
            violation=row,
            at=moment,
            was=row.state,
            state=state,
            reason=_WHY[is_one],
            by_user=person,
            by_name=person.actor_name,
        )
        row.state, row.version = state, row.version + 1
        row.decided_at = None if state == ViolationState.SECONDED else moment
