"""What cameras report as violations comes into the register, where a person decides."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile

from apps.cameras.decisions import kind_of_speed
from apps.cameras.models import Violation, ViolationEntry, ViolationKind, ViolationPicture, ViolationState
from apps.cameras.plates import key_of
from apps.cameras.snapshots.pictures import media_type_of
from apps.live.feed import change


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What may be a violation: `words` are those of analytics, `picture` what proves it."""

    camera_id: int
    region: str
    location: Any
    at: datetime
    words: frozenset[str] = frozenset()
    plate: str = ""
    speed_kmh: float | None = None
    limit_kmh: int | None = None
    detection_id: UUID | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    picture: bytes = b""


def report_violations(*, witnessed: Sequence[Witnessed], at: datetime) -> list[Violation]:
    """Put what is a violation of an active kind into the register, to be decided; answers those that are new.

    One for each kind and detection, or kind, camera, moment and plate: what is reported again changes nothing. Of the
    kinds of speed the one with the greatest excess counts.
    """
    kinds = list(ViolationKind.objects.filter(is_active=True)) if witnessed else []
    found = [(one, kind) for one in witnessed for kind in _kinds(one, kinds)]
    with change(at=at):
        return _stored(found, at) if found else []


def _kinds(one: Witnessed, kinds: Sequence[ViolationKind]) -> Iterator[str]:
    over = {kind.code: kind.over_kmh for kind in kinds if kind.over_kmh is not None}
    named = {kind.code for kind in kinds if one.words & set(kind.labels)}
    fast = kind_of_speed(one.speed_kmh, one.limit_kmh, over)
    yield from sorted(named | ({fast} if fast else set()))


def _stored(found: Iterable[tuple[Witnessed, str]], at: datetime) -> list[Violation]:
    rows = [(_violation(one, kind, at), one.picture) for one, kind in found]
    Violation.objects.bulk_create([row for row, _picture in rows], ignore_conflicts=True)
    ids = [row.pk for row, _picture in rows]
    mine = set(Violation.objects.filter(pk__in=ids).values_list("pk", flat=True))
    new = [(row, picture) for row, picture in rows if row.pk in mine]
    ViolationEntry.objects.bulk_create(
        ViolationEntry(violation=row, at=at, state=ViolationState.PENDING) for row, _picture in new
    )
    for row, picture in new:
        _keep(row, picture, at)
    return [row for row, _picture in new]


def _violation(one: Witnessed, kind: str, at: datetime) -> Violation:
    return Violation(
        kind_id=kind,
        camera_id=one.camera_id,
        region_id=one.region,
        location=one.location,
        detection_id=one.detection_id,
        at=one.at,
        plate=one.plate,
        key=key_of(one.plate),
        speed_kmh=one.speed_kmh,
        limit_kmh=one.limit_kmh,
        facts=one.facts,
        recorded_at=at,
    )


def _keep(row: Violation, picture: bytes, at: datetime) -> None:
    """The picture under MEDIA, with the violation that it proves; what is no picture is not kept."""
    if (kind := media_type_of(picture)) is None:
        return
    kept = ViolationPicture(violation=row, content_type=kind, size=len(picture), at=at)
    suffix = kind.rpartition("/")[2]
    kept.file.save(f"violations/{at:%Y/%m/%d}/{kept.pk}.{suffix}", ContentFile(picture), save=False)
    kept.save(force_insert=True)
