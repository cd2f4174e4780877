"""Thresholds are set by those who own them; what follows from them is judged at the ticker's next beat."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet

from apps.live.feed import change
from apps.regions.scope import Actor
from apps.sensors.given import GivenThreshold
from apps.sensors.models import Sensor, SensorState, Threshold, Watch

WORDS: Final = ("limit", "measure", "compare", "sensor_id", "deadband", "delay_s", "return_delay_s", "level")


def set_thresholds(
    *, owner: str, thresholds: Sequence[GivenThreshold], by: Actor | None, at: datetime
) -> list[Threshold]:
    """Let these be all thresholds of `owner`; answers them in the order given. Those that stay the same stay.

    One that is no longer given retires, and its open crossings end. `by` is who asked for it, None the portal: the
    history names him or her from the request's context.
    """
    present = Threshold.objects.in_use().filter(owner=owner)
    return put_thresholds(present=present, owner=owner, thresholds=thresholds, at=at)


def put_thresholds(
    *, present: QuerySet[Threshold], owner: str, thresholds: Sequence[GivenThreshold], at: datetime
) -> list[Threshold]:
    """Let these stand in the place of those that are `present`; see `set_thresholds`."""
    with change(at=at):
        kept, retired = _sorted(present, thresholds)
        Threshold.objects.filter(pk__in=[row.pk for row in retired]).update(retired_at=at)
        made = [
            _make(owner, given) if row is None else row for given, row in zip(thresholds, kept, strict=True)
        ]
        new = [row.pk for row, before in zip(made, kept, strict=True) if before is None]
        tell_of_thresholds(threshold_ids=[*new, *(row.pk for row in retired)], at=at)
    return made


def _sorted(
    rows: QuerySet[Threshold], thresholds: Sequence[GivenThreshold]
) -> tuple[list[Threshold | None], list[Threshold]]:
    """For each that is given the row that says the same, if there is one; and the rows that nobody gives."""
    present = list(rows.select_for_update(of=("self",)).order_by("pk"))
    kept: list[Threshold | None] = []
    for given in thresholds:
        same = next((row for row in present if said_by(row) == given), None)
        kept.append(same)
        if same is not None:
            present.remove(same)
    return kept, present


def said_by(row: Threshold) -> GivenThreshold:
    """A threshold as it was given."""
    words: dict[str, Any] = {word: getattr(row, word) for word in WORDS}
    return GivenThreshold(kind=row.kind_id, region=row.region_id, **words)


def _make(owner: str, given: GivenThreshold) -> Threshold:
    words = asdict(given)
    kind, region = words.pop("kind"), words.pop("region")
    return Threshold.objects.create(owner=owner, kind_id=kind, region_id=region, **words)


def tell_of_thresholds(*, threshold_ids: Collection[int], at: datetime) -> None:
    """Have every sensor that these thresholds hold for judged anew, at once and with its next reading."""
    rows = Threshold.objects.filter(pk__in=list(threshold_ids))
    of_kinds = Q()
    for kind, region in rows.exclude(kind=None).values_list("kind", "region").distinct():
        of_kinds |= Q(kind=kind) if region is None else Q(kind=kind, region=region)
    with change(at=at):
        sensors = Sensor.objects.active().filter(
            Q(pk__in=rows.exclude(sensor=None).values("sensor"))
            | Q(pk__in=Watch.objects.filter(threshold__in=rows).values("sensor"))
            | (of_kinds or Q(pk=None))
        )
        _wake(sensors.values_list("pk", flat=True), at)


def _wake(sensor_ids: Any, at: datetime) -> None:
    states = SensorState.objects.filter(sensor__in=list(sensor_ids))
    list(states.select_for_update().order_by("pk").values_list("pk", flat=True))
    states.update(is_quiet=False, due_at=at)
