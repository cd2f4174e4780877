"""From readings to crossings in the feed, by intake and by time alone."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import given as drawn
from hypothesis import strategies as st

from apps.live.models import Event
from apps.sensors.actions import (
    GivenReading,
    GivenThreshold,
    end_maintenance,
    judge_due,
    plan_maintenance,
    record_readings,
    reinstate_sensor,
    retire_sensor,
    set_thresholds,
)
from apps.sensors.models import Crossing, Sensor, SensorState, Threshold, Watch
from apps.sensors.workflow import replay
from tests.regions.factories import RegionFactory
from tests.sensors.factories import SensorFactory, SensorKindFactory, ThresholdFactory

pytestmark = pytest.mark.django_db
T0 = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def say(sensor: Sensor, seconds: float, value: float, *, came: float | None = None) -> None:
    record_readings(readings=[GivenReading(sensor.code, at(seconds), value)], by=None, at=at(came or seconds))


def told(topic: str = "crossings") -> list[str]:
    return [event.kind.split(".")[1] for event in Event.objects.filter(topic=topic).order_by("region", "seq")]


def status(sensor: Sensor) -> str:
    return SensorState.objects.get(sensor=sensor).status


def test_a_crossing_begins_and_ends_with_the_readings_and_the_feed_tells():
    sensor = SensorFactory()
    ThresholdFactory(sensor=sensor, limit=4, deadband=0.5)
    for seconds, value in ((0, 3), (10, 4.5), (20, 5), (30, 3.8), (40, 3.4)):
        say(sensor, seconds, value)
    crossing = Crossing.objects.get()
    assert (crossing.began_at, crossing.ended_at, crossing.peak) == (at(10), at(40), 5)
    assert told() == ["began", "ended"]
    assert told("sensors") == ["status_changed", "status_changed", "status_changed"]
    data = json.loads(Event.objects.filter(topic="crossings").order_by("seq")[0].payload)["data"]
    assert data["sensor"] == {
        "id": sensor.pk,
        "code": sensor.code,
        "name": sensor.name,
        "kind": "water_level",
    }
    assert (data["unit"], data["value"], data["open"], data["threshold"]["limit"]) == ("m", 4.5, True, 4)


def test_a_peak_that_grows_is_told_once_a_minute():
    sensor = SensorFactory()
    ThresholdFactory(sensor=sensor, limit=4)
    for n in range(13):
        say(sensor, 10 * n, 5 + n / 10)
    assert told() == ["began", "changed", "changed"]
    assert Crossing.objects.get().peak == pytest.approx(6.2)


def test_readings_alone_write_nothing_to_the_feed():
    sensor = SensorFactory()
    ThresholdFactory(sensor=sensor, limit=4)
    say(sensor, 0, 1)
    before = Event.objects.count()
    for n in range(1, 5):
        say(sensor, n, 1)
    assert Event.objects.count() == before


def test_a_delay_that_is_over_is_found_by_time_alone():
    sensor = SensorFactory()
    ThresholdFactory(sensor=sensor, limit=4, delay_s=30, return_delay_s=20)
    say(sensor, 0, 5)
    assert judge_due(at=at(29)) == 0
    assert judge_due(at=at(30)) == 1
    assert Crossing.objects.get().began_at == at(0)
    say(sensor, 40, 1)
    assert Crossing.objects.get().ended_at is None
    assert judge_due(at=at(60)) == 1
    assert Crossing.objects.get().ended_at == at(40)
    assert not Watch.objects.exists()


def test_a_sensor_that_falls_silent_is_stale_and_crosses_a_threshold_of_silence():
    sensor = SensorFactory(kind__interval_s=60)
    ThresholdFactory(kind=sensor.kind, measure="absence", limit=120)
    say(sensor, 0, 1)
    assert judge_due(at=at(119)) == 0
    judge_due(at=at(120))
    assert (told(), status(sensor)) == (["began"], "crossed")
    judge_due(at=at(180))
    assert status(sensor) == "stale"
    say(sensor, 200, 1)
    assert (told(), status(sensor)) == (["began", "ended"], "ok")
    assert Crossing.objects.get().peak == 200


def test_a_sensor_that_speaks_is_not_looked_at_by_the_ticker():
    sensor = SensorFactory(kind__interval_s=60)
    ThresholdFactory(kind=sensor.kind, measure="absence", limit=120)
    for n in range(20):
        say(sensor, 30 * n, 1)
        assert judge_due(at=at(30 * n + 1)) == 0
    assert SensorState.objects.get().due_at >= at(600)
    assert told() == []


def test_readings_that_were_buffered_are_judged_in_their_order():
    sensor = SensorFactory()
    ThresholdFactory(sensor=sensor, limit=4, delay_s=30)
    readings = [GivenReading(sensor.code, at(n), v) for n, v in ((60, 1), (0, 5), (50, 6), (20, 5.5))]
    record_readings(readings=readings, by=None, at=at(100))
    crossing = Crossing.objects.get()
    assert (crossing.began_at, crossing.ended_at, crossing.peak) == (at(0), at(60), 6)
    assert told() == ["began", "ended"]


def test_a_late_reading_judges_nothing():
    sensor = SensorFactory()
    ThresholdFactory(sensor=sensor, limit=4)
    say(sensor, 100, 1)
    say(sensor, 50, 9, came=110)
    assert not Crossing.objects.exists()


def test_a_value_that_cannot_be_true_crosses_nothing():
    sensor = SensorFactory(kind__high=30)
    ThresholdFactory(sensor=sensor, limit=4)
    say(sensor, 0, 99)
    assert not Crossing.objects.exists()


def test_a_rate_is_judged_over_batches():
    sensor = SensorFactory()
    ThresholdFactory(sensor=sensor, measure="rate", limit=1.0)
    say(sensor, 0, 1)
    say(sensor, 600, 1.1)
    assert not Crossing.objects.exists()
    say(sensor, 1200, 2)
    assert Crossing.objects.get().value == pytest.approx(5.4)


def test_own_thresholds_stand_for_those_of_the_kind_but_rules_hold_beside_them():
    kind = SensorKindFactory()
    one, other = SensorFactory(kind=kind), SensorFactory(kind=kind)
    ThresholdFactory(kind=kind, limit=2)
    ThresholdFactory(sensor=one, limit=6)
    set_thresholds(owner="rule:1", thresholds=[GivenThreshold(kind=kind.pk, limit=3)], by=None, at=T0)
    say(one, 0, 5)
    say(other, 0, 5)
    limits = Crossing.objects.values_list("sensor", "threshold__limit")
    assert sorted(limits) == [(one.pk, 3), (other.pk, 2), (other.pk, 3)]


def test_a_threshold_of_a_region_holds_there_alone():
    kind = SensorKindFactory()
    here, there = SensorFactory(kind=kind), SensorFactory(kind=kind, region__code="UZ-TO")
    ThresholdFactory(kind=kind, region_id="UZ-TO", limit=2)
    say(here, 0, 5)
    say(there, 0, 5)
    assert Crossing.objects.get().sensor == there


def test_a_new_threshold_is_judged_by_the_newest_value_without_a_new_reading():
    sensor = SensorFactory()
    say(sensor, 0, 5)
    given = GivenThreshold(kind=sensor.kind_id, limit=4)
    set_thresholds(owner="rule:7", thresholds=[given], by=None, at=at(10))
    judge_due(at=at(11))
    assert Crossing.objects.get().began_at == at(0)


def test_a_rule_that_is_set_again_keeps_what_is_the_same_and_ends_what_is_not():
    sensor = SensorFactory()
    low, high = GivenThreshold(sensor_id=sensor.pk, limit=2), GivenThreshold(sensor_id=sensor.pk, limit=4)
    first = set_thresholds(owner="rule:7", thresholds=[low, high], by=None, at=T0)
    say(sensor, 0, 5)
    again = set_thresholds(owner="rule:7", thresholds=[high], by=None, at=at(10))
    assert again == [first[1]]
    judge_due(at=at(11))
    assert list(Crossing.objects.open().values_list("threshold", flat=True)) == [first[1].pk]
    assert Threshold.objects.get(pk=first[0].pk).retired_at == at(10)


def test_what_is_worked_on_raises_nothing_and_begins_anew_after():
    sensor = SensorFactory(kind__interval_s=3600)
    ThresholdFactory(sensor=sensor, limit=4)
    say(sensor, 0, 5)
    plan_maintenance(
        sensor_id=sensor.pk, begins_at=at(100), ends_at=at(200), reason="new probe", by=None, at=at(50)
    )
    assert status(sensor) == "crossed"
    judge_due(at=at(100))
    assert (status(sensor), told()) == ("maintenance", ["began", "ended"])
    say(sensor, 150, 9)
    assert (status(sensor), told()) == ("maintenance", ["began", "ended"])
    judge_due(at=at(200))
    assert (status(sensor), told()) == ("crossed", ["began", "ended", "began"])


def test_work_that_is_done_early_ends_then():
    sensor = SensorFactory(kind__interval_s=3600)
    say(sensor, 0, 1)
    window = plan_maintenance(
        sensor_id=sensor.pk, begins_at=at(10), ends_at=at(999), reason="cable", by=None, at=at(10)
    )
    assert status(sensor) == "maintenance"
    end_maintenance(window_id=window.pk, by=None, at=at(20))
    assert status(sensor) == "ok"


def test_a_retired_sensor_has_nothing_open():
    sensor = SensorFactory()
    ThresholdFactory(sensor=sensor, limit=4)
    say(sensor, 0, 5)
    retire_sensor(sensor_id=sensor.pk, at=at(10))
    assert Crossing.objects.get().ended_at == at(10)
    assert SensorState.objects.get().due_at is None
    reinstate_sensor(sensor_id=sensor.pk, at=at(20))
    assert Crossing.objects.open().count() == 1


VALUES = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 9)), min_size=1, max_size=12)
GIVEN = st.builds(
    dict,
    measure=st.sampled_from(["value", "rate", "absence"]),
    compare=st.sampled_from(["above", "below"]),
    limit=st.sampled_from([3.0, 30.0]),
    deadband=st.sampled_from([0.0, 1.0]),
    delay_s=st.sampled_from([0, 20]),
    return_delay_s=st.sampled_from([0, 20]),
)


# Each example costs a second of database: what fails is shown as it was found.
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
)
@drawn(
    GIVEN,
    VALUES,
    st.lists(st.booleans(), min_size=12, max_size=12),
    st.lists(st.booleans(), min_size=12, max_size=12),
)
def test_intake_and_ticker_find_what_a_replay_finds(
    words: dict[str, Any], gaps: Sequence[tuple[int, int]], joined: list[bool], looked: list[bool]
) -> None:
    """However the readings are batched, and whenever the ticker looks."""
    Crossing.objects.all().delete()
    Watch.objects.all().delete()
    kind = SensorKindFactory(code="drawn", low=None, high=None, interval_s=20)
    RegionFactory(code="UZ-TK")
    sensor = SensorFactory(kind=kind)
    threshold = ThresholdFactory(sensor=sensor, **words)
    now, every, waiting = 0, [], []
    for n, (gap, value) in enumerate(gaps):
        now += gap
        if looked[n] and not waiting:
            judge_due(at=at(now - 1))
        every.append((at(now), float(value)))
        waiting.append(GivenReading(sensor.code, at(now), float(value)))
        if not joined[n] or n == len(gaps) - 1:
            record_readings(readings=waiting, by=None, at=at(now))
            waiting = []
    for seconds in range(now, now + 120, 7):
        judge_due(at=at(seconds))
    found = Crossing.objects.filter(sensor=sensor).order_by("began_at").values_list("began_at", "ended_at")
    until = at(now + 119 - 119 % 7)
    expected = replay(threshold, every, until=until)
    assert list(found) == [(span.began_at, span.ended_at) for span in expected]


def test_a_batch_that_ends_one_crossing_and_begins_the_next_keeps_both():
    sensor = SensorFactory()
    ThresholdFactory(sensor=sensor, limit=4)
    say(sensor, 0, 5)
    readings = [GivenReading(sensor.code, at(n), v) for n, v in ((10, 1), (20, 6), (30, 1), (40, 7))]
    record_readings(readings=readings, by=None, at=at(40))
    kept = Crossing.objects.order_by("began_at").values_list("began_at", "ended_at", "peak")
    assert list(kept) == [(at(0), at(10), 5), (at(20), at(30), 6), (at(40), None, 7)]
