"""Where sensors stand with their thresholds after new readings, or after time alone: turns, crossings, status.

Whoever calls holds the locks of the sensors' states, and is in a `change`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf
from typing import Any, Final

from django.db import connection
from django.db.models import F, Q

from apps.live.feed import Feed
from apps.sensors.models import (
    Crossing,
    Sensor,
    SensorMaintenance,
    SensorRevision,
    SensorState,
    Threshold,
    Watch,
)
from apps.sensors.workflow import (
    NORMAL,
    STALE_AFTER,
    Measure,
    Phase,
    Sample,
    SensorStatus,
    Standing,
    Turn,
    begun,
    deadline,
    follow,
    peak_of,
    quiet_range,
    rates,
    silences,
)

# How often the worst value of a crossing that lasts is told, at most.
TOLD_EVERY: Final = timedelta(seconds=60)
Judged = tuple[Sample, bool]
STATE_FIELDS: Final = (
    "quiet_low",
    "quiet_high",
    "is_quiet",
    "silent_s",
    "due_at",
    "base_at",
    "base_value",
    "judged_at",
    "status",
    "status_changed_at",
)
SAVE_STATES: Final = """
    UPDATE sensors_sensorstate s SET
        quiet_low = g.quiet_low, quiet_high = g.quiet_high, is_quiet = g.is_quiet, silent_s = g.silent_s,
        due_at = g.due_at, base_at = g.base_at, base_value = g.base_value, judged_at = g.judged_at,
        status = g.status, status_changed_at = g.status_changed_at
    FROM unnest(
        %s::bigint[], %s::float8[], %s::float8[], %s::boolean[], %s::float8[], %s::timestamptz[], %s::timestamptz[],
        %s::float8[], %s::timestamptz[], %s::text[], %s::timestamptz[]
    ) AS g (id, quiet_low, quiet_high, is_quiet, silent_s, due_at, base_at, base_value, judged_at, status,
            status_changed_at)
    WHERE s.sensor_id = g.id
"""


@dataclass(slots=True)
class Case:
    """A sensor that is judged: what holds for it, where it stood, and what it said since."""

    sensor: Sensor
    state: SensorState
    limits: list[Threshold]
    windows: list[SensorMaintenance]
    watches: dict[int, Watch]
    crossings: dict[int, Crossing]
    readings: list[Judged]
    standings: dict[int, Standing] = field(default_factory=dict)

    @property
    def new(self) -> list[Judged]:
        """The readings that are newer than those judged before; a late one is kept, and changes no standing."""
        since = self.state.judged_at
        return [one for one in self.readings if since is None or one[0][0] > since]

    @property
    def stale_s(self) -> int:
        """After how much silence it counts as stale."""
        return STALE_AFTER * self.sensor.interval_s

    def is_stale(self, at: datetime) -> bool:
        """Has it been silent for too long?"""
        return self.sensor.is_stale(at)

    def is_worked_on(self, at: datetime) -> bool:
        """Is this a time of maintenance?"""
        return any(window.begins_at <= at < window.ends_at for window in self.windows)


@dataclass(slots=True)
class Verdicts:
    """What is to be written for all cases together."""

    begun: list[Crossing] = field(default_factory=list)
    changed: list[Crossing] = field(default_factory=list)
    ended: list[Crossing] = field(default_factory=list)
    watched: list[Watch] = field(default_factory=list)
    unwatched: list[int] = field(default_factory=list)
    states: list[SensorState] = field(default_factory=list)
    moved: list[Sensor] = field(default_factory=list)


def judge(
    sensor_ids: Collection[int], readings: Mapping[int, Sequence[Judged]], *, at: datetime, feed: Feed
) -> None:
    """Judge these sensors by their new readings, and by the time that has passed up to `at`."""
    verdicts = Verdicts()
    for case in _cases(sensor_ids, readings, at):
        _judge_one(case, verdicts, at)
    _write(verdicts, feed, at)


# --- what is read -------------------------------------------------------------------------------------------


def _cases(
    sensor_ids: Collection[int], readings: Mapping[int, Sequence[Judged]], at: datetime
) -> Iterable[Case]:
    sensors = Sensor.objects.filter(pk__in=sensor_ids).select_related("kind", "state").order_by("pk")
    found = list(sensors)
    limits = _limits_of(found)
    windows = _by_sensor(SensorMaintenance.objects.filter(sensor__in=sensor_ids, ends_at__gt=at))
    watches = _by_sensor(Watch.objects.filter(sensor__in=sensor_ids).select_related("threshold"))
    crossings = _by_sensor(Crossing.objects.open().filter(sensor__in=sensor_ids))
    for sensor in found:
        yield Case(
            sensor=sensor,
            state=sensor.state,
            limits=limits[sensor.pk],
            windows=windows[sensor.pk],
            watches={watch.threshold_id: watch for watch in watches[sensor.pk]},
            crossings={crossing.threshold_id: crossing for crossing in crossings[sensor.pk]},
            readings=list(readings.get(sensor.pk, ())),
        )


def _by_sensor(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.sensor_id].append(row)
    return found


def _limits_of(sensors: Sequence[Sensor]) -> dict[int, list[Threshold]]:
    kinds = {sensor.kind_id for sensor in sensors}
    rows = Threshold.objects.in_use().filter(Q(sensor__in=sensors) | Q(kind__in=kinds)).order_by("pk")
    own: dict[int, list[Threshold]] = defaultdict(list)
    of_kind: dict[str, list[Threshold]] = defaultdict(list)
    for row in rows:
        if row.sensor_id is not None:
            own[row.sensor_id].append(row)
        elif row.kind_id is not None:
            of_kind[row.kind_id].append(row)
    return {sensor.pk: _holding(sensor, own[sensor.pk], of_kind[sensor.kind_id]) for sensor in sensors}


def _holding(sensor: Sensor, own: list[Threshold], of_kind: list[Threshold]) -> list[Threshold]:
    """A sensor's own ones, and its kind's: but for the kind's own of a measure that the sensor has own ones of."""
    measures = {one.measure for one in own if not one.owner}
    return own + [
        one
        for one in of_kind
        if one.region_id in (None, sensor.region_id) and (one.owner or one.measure not in measures)
    ]


# --- one sensor ---------------------------------------------------------------------------------------------


def _judge_one(case: Case, verdicts: Verdicts, at: datetime) -> None:
    is_idle = case.sensor.retired_at is not None or case.is_worked_on(at)
    limits = [] if is_idle else case.limits
    samples = _samples(case, at)
    last_at = case.state.judged_at if case.new else case.state.at
    for limit in limits:
        _judge_limit(case, limit, samples[Measure(limit.measure)], last_at, verdicts, at)
    for threshold_id in (case.watches.keys() | case.crossings.keys()) - {limit.pk for limit in limits}:
        _leave(case, threshold_id, verdicts, at)
    _settle(case, limits, verdicts, at)


def _samples(case: Case, at: datetime) -> dict[Measure, list[Sample]]:
    """What each measure has of the readings that are newer than those judged before."""
    state, new = case.state, case.new
    true = [sample for sample, is_outside in new if not is_outside]
    base = None if state.base_at is None or state.base_value is None else (state.base_at, state.base_value)
    changes, base = rates(base, true)
    state.base_at, state.base_value = base or (None, None)
    values = true or _as_it_stands(case, at)
    silent = silences(state.judged_at, [sample for sample, _ in new])
    return {Measure.VALUE: values, Measure.RATE: changes, Measure.ABSENCE: silent}


def _as_it_stands(case: Case, at: datetime) -> list[Sample]:
    """The newest value once more, for thresholds that are new."""
    state = case.state
    if state.at is None or state.value is None or state.is_outside or case.is_stale(at):
        return []
    return [(state.at, state.value)]


def _judge_limit(
    case: Case,
    limit: Threshold,
    samples: list[Sample],
    last_at: datetime | None,
    verdicts: Verdicts,
    at: datetime,
) -> None:
    before = _standing(case.watches.get(limit.pk))
    turns = follow(limit, before, samples, last_at=last_at, until=at)
    for turn in turns:
        _take_turn(case, limit, turn, verdicts, at)
    after = turns[-1].after if turns else before
    case.standings[limit.pk] = after
    if after == before:
        return
    if after.phase == Phase.NORMAL:
        _unwatch(case, limit.pk, verdicts)
    else:
        verdicts.watched.append(_watch(case.sensor, limit, after))


def _standing(watch: Watch | None) -> Standing:
    if watch is None:
        return NORMAL
    return Standing(Phase(watch.phase), watch.began_at, watch.back_at, watch.value, watch.peak)


def _watch(sensor: Sensor, limit: Threshold, standing: Standing) -> Watch:
    span = begun(standing)
    return Watch(
        sensor=sensor,
        threshold=limit,
        phase=standing.phase.value,
        began_at=span.began_at,
        back_at=standing.back_at,
        value=span.value,
        peak=span.peak,
    )


def _unwatch(case: Case, threshold_id: int, verdicts: Verdicts) -> None:
    if (watch := case.watches.get(threshold_id)) is not None:
        verdicts.unwatched.append(watch.pk)


def _take_turn(case: Case, limit: Threshold, turn: Turn, verdicts: Verdicts, at: datetime) -> None:
    """Begin, end or tell of a crossing."""
    if turn.begins:
        case.crossings[limit.pk] = _begin(case.sensor, limit, turn.after, at)
        verdicts.begun.append(case.crossings[limit.pk])
    elif turn.ends:
        crossing = case.crossings.pop(limit.pk)
        _note(crossing, limit, turn, at)
        crossing.ended_at = max(turn.ended_at, crossing.began_at)
        verdicts.ended.append(crossing)
    elif turn.after.is_open:
        crossing = case.crossings[limit.pk]
        is_worse = turn.after.peak is not None and turn.after.peak != crossing.peak
        if is_worse and at - crossing.told_at >= TOLD_EVERY:
            _note(crossing, limit, turn, at)
            verdicts.changed.append(crossing)


def _begin(sensor: Sensor, limit: Threshold, standing: Standing, at: datetime) -> Crossing:
    span = begun(standing)
    return Crossing(
        sensor=sensor,
        threshold=limit,
        region_id=sensor.region_id,
        value=span.value,
        peak=span.peak,
        began_at=span.began_at,
        told_at=at,
    )


def _note(crossing: Crossing, limit: Threshold, turn: Turn, at: datetime) -> None:
    crossing.value = crossing.value if turn.x is None else turn.x
    crossing.peak = peak_of(limit, turn)
    crossing.told_at = at


def _leave(case: Case, threshold_id: int, verdicts: Verdicts, at: datetime) -> None:
    """The threshold holds no longer: what was open ends now."""
    _unwatch(case, threshold_id, verdicts)
    if (crossing := case.crossings.pop(threshold_id, None)) is not None:
        watch = case.watches.get(threshold_id)
        if watch is not None and watch.peak is not None:
            crossing.peak = watch.peak
        crossing.ended_at = max(at, crossing.began_at)
        verdicts.ended.append(crossing)


def _settle(case: Case, limits: list[Threshold], verdicts: Verdicts, at: datetime) -> None:
    """What the next reading is held against, and when the sensor must be looked at again."""
    state, quiet = case.state, quiet_range(limits)
    state.judged_at = state.at
    if not quiet.takes_all:
        state.base_at = state.base_value = None
    state.quiet_low, state.quiet_high = quiet.low, quiet.high
    state.silent_s = min([case.stale_s, *(_silence(one) for one in limits)], default=inf)
    state.due_at = _due(case, limits, at)
    _set_status(case, verdicts, at)
    is_normal = all(standing.phase == Phase.NORMAL for standing in case.standings.values())
    is_heard = state.status in {SensorStatus.OK, SensorStatus.MAINTENANCE}
    state.is_quiet = is_normal and is_heard and not quiet.takes_all
    verdicts.states.append(state)


def _silence(limit: Threshold) -> float:
    return limit.limit + limit.delay_s if limit.measure == Measure.ABSENCE else inf


def _due(case: Case, limits: list[Threshold], at: datetime) -> datetime | None:
    """The earliest moment at which time alone changes something."""
    state = case.state
    if case.sensor.retired_at is not None:
        return None
    moments = [deadline(limit, case.standings[limit.pk], state.at) for limit in limits]
    moments += [edge for window in case.windows for edge in (window.begins_at, window.ends_at)]
    if state.at is not None:
        moments.append(state.at + timedelta(seconds=case.stale_s))
    return min((moment for moment in moments if moment is not None and moment > at), default=None)


def _set_status(case: Case, verdicts: Verdicts, at: datetime) -> None:
    status = _status(case, at).value
    if status != case.state.status:
        case.state.status, case.state.status_changed_at = status, at
        verdicts.moved.append(case.sensor)


def _status(case: Case, at: datetime) -> SensorStatus:
    """Worked on, never heard, silent, crossed, in order: the first that is true."""
    if case.is_worked_on(at):
        return SensorStatus.MAINTENANCE
    if case.state.at is None:
        return SensorStatus.UNKNOWN
    if case.is_stale(at):
        return SensorStatus.STALE
    is_crossed = any(standing.is_open for standing in case.standings.values())
    return SensorStatus.CROSSED if is_crossed else SensorStatus.OK


# --- what is written ----------------------------------------------------------------------------------------

SEEN: Final = ("value", "peak", "told_at", "ended_at")
WATCHED: Final = ("phase", "began_at", "back_at", "value", "peak")


def _write(verdicts: Verdicts, feed: Feed, at: datetime) -> None:
    # First what is stored already: one that begins may follow one that ends, and only one may be open.
    stored = {one.pk: one for one in verdicts.changed + verdicts.ended if one.pk is not None}
    Crossing.objects.bulk_update(stored.values(), SEEN)
    Crossing.objects.bulk_create(verdicts.begun)
    if verdicts.unwatched:
        Watch.objects.filter(pk__in=verdicts.unwatched).delete()
    Watch.objects.bulk_create(
        verdicts.watched,
        update_conflicts=True,
        unique_fields=["sensor", "threshold"],
        update_fields=WATCHED,
    )
    _save_states(verdicts.states)
    _tell(verdicts, feed)


def _save_states(states: Sequence[SensorState]) -> None:
    with connection.cursor() as cursor:
        columns = [[getattr(state, name) for state in states] for name in ("sensor_id", *STATE_FIELDS)]
        cursor.execute(SAVE_STATES, columns)


def _tell(verdicts: Verdicts, feed: Feed) -> None:
    told = (("began", verdicts.begun), ("changed", verdicts.changed), ("ended", verdicts.ended))
    for word, crossings in told:
        for crossing in crossings:
            feed.touch(
                topic="crossings",
                kind=f"crossing.{word}",
                object_id=str(crossing.pk),
                regions={crossing.region_id},
            )
    for sensor in verdicts.moved:
        feed.touch(
            topic="sensors",
            kind="sensor.status_changed",
            object_id=str(sensor.pk),
            regions={sensor.region_id},
        )
    if verdicts.moved:
        _count_statuses({sensor.region_id for sensor in verdicts.moved})


def _count_statuses(codes: Collection[str]) -> None:
    rows = SensorRevision.objects.filter(region__in=codes)
    # In one order, as everywhere: two that wait for each other would wait for ever.
    list(rows.order_by("region").select_for_update())
    rows.update(statuses=F("statuses") + 1)
