"""What limits would have raised over a past time: the readings that are kept, followed by the rules of the intake."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Final

from apps.regions.scope import Scope
from apps.sensors.actions.set_limits import Holder
from apps.sensors.given import GivenThreshold
from apps.sensors.models import Reading, Sensor, SensorMaintenance, Threshold
from apps.sensors.querysets import SensorQuerySet
from apps.sensors.workflow import Sample, replay

# Of a kind so many sensors are looked at; the page says of how many.
SENSORS: Final = 100
NAMED: Final = 5


@dataclass(slots=True)
class Tried:
    """How many crossings a limit would have begun, how many of them would last, and at which sensors most."""

    limit: GivenThreshold
    count: int = 0
    lasting: int = 0
    by_sensor: dict[str, int] = field(default_factory=dict)

    @property
    def most(self) -> list[tuple[str, int]]:
        """The sensors with the most, the most first."""
        return sorted(self.by_sensor.items(), key=lambda pair: (-pair[1], pair[0]))[:NAMED]


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial of limits from `since` to `until` at `looked_at` of `sensors` sensors."""

    since: datetime
    until: datetime
    looked_at: int
    sensors: int
    readings: int
    tried: list[Tried]

    @property
    def count(self) -> int:
        """All crossings together."""
        return sum(one.count for one in self.tried)


def try_limits(
    holder: Holder, limits: Sequence[GivenThreshold], *, since: datetime, until: datetime, scope: Scope
) -> Trial:
    """Follow the readings of the time with each limit; nothing is written. What was worked on raises nothing."""
    sensors = _sensors_of(holder, scope)
    codes = dict(sensors.order_by("pk").values_list("pk", "code")[:SENSORS])
    own = _own_measures(holder, list(codes))
    tried, count = [Tried(limit) for limit in limits], 0
    for sensor_id, samples in _samples(list(codes), since, until):
        count += len(samples)
        for one in tried:
            if one.limit.measure not in own.get(sensor_id, ()):
                _take(one, codes[sensor_id], samples, until)
    return Trial(since, until, len(codes), sensors.count(), count, tried)


def _take(tried: Tried, code: str, samples: Sequence[Sample], until: datetime) -> None:
    spans = replay(tried.limit, samples, until=until)
    if spans:
        tried.count += len(spans)
        tried.lasting += sum(span.ended_at is None for span in spans)
        tried.by_sensor[code] = tried.by_sensor.get(code, 0) + len(spans)


def _sensors_of(holder: Holder, scope: Scope) -> SensorQuerySet:
    rows = Sensor.objects.in_scope(scope).active()
    if holder.sensor is not None:
        return rows.filter(pk=holder.sensor.pk)
    rows = rows.filter(kind=holder.kind)
    return rows if holder.region is None else rows.filter(region=holder.region)


def _own_measures(holder: Holder, ids: Sequence[int]) -> dict[int, set[str]]:
    """The measures of which sensors have own limits, so that those of their kind do not hold."""
    found: dict[int, set[str]] = {}
    if holder.sensor is None:
        rows = Threshold.objects.in_use().filter(owner="", sensor__in=ids)
        for sensor_id, measure in rows.values_list("sensor_id", "measure"):
            if sensor_id is not None:
                found.setdefault(sensor_id, set()).add(measure)
    return found


def _samples(ids: Sequence[int], since: datetime, until: datetime) -> Iterator[tuple[int, list[Sample]]]:
    windows: dict[int, list[tuple[datetime, datetime]]] = {}
    worked_on = SensorMaintenance.objects.filter(sensor__in=ids, begins_at__lt=until, ends_at__gt=since)
    for sensor_id, begins_at, ends_at in worked_on.values_list("sensor_id", "begins_at", "ends_at"):
        windows.setdefault(sensor_id, []).append((begins_at, ends_at))
    rows = Reading.objects.filter(sensor__in=ids, at__gte=since, at__lt=until, is_outside=False)
    said = rows.order_by("sensor_id", "at").values_list("sensor_id", "at", "value").iterator()
    for sensor_id, group in groupby(said, key=itemgetter(0)):
        held = windows.get(sensor_id, ())
        yield (
            sensor_id,
            [(at, value) for _id, at, value in group if not any(a <= at < b for a, b in held)],
        )
