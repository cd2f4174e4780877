"""Facts of the feed become alarms: each once, by the rules that are on, in one transaction with the reader."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Polygon
from django.db import OperationalError

from apps.alarms.actions import acknowledge_alarm, save_rule, save_zone, switch_rule
from apps.alarms.evaluation import taking
from apps.alarms.evaluation.reading import raise_what_waited, read_the_feed
from apps.alarms.models import Alarm, Rule, SetAside, Wait
from apps.alarms.rules.drafts import RuleDraft
from apps.alarms.words import Trigger
from apps.cameras.models import Camera, Detection, NetworkNode, Outage, PlateHit, WatchEntry
from apps.core.geo import SRID, point
from apps.live.feed import change
from apps.live.models import Cursor
from apps.sensors.actions import GivenReading, judge_due, record_readings
from apps.sensors.models import Threshold
from tests.alarms.factories import NOON, AlarmTypeFactory, after
from tests.cameras.factories import CameraFactory
from tests.regions.factories import RegionFactory
from tests.sensors.factories import SensorFactory, ThresholdFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _country() -> None:
    for code in ("UZ", "UZ-TK", "UZ-TO"):
        RegionFactory(code=code)
    for code in ("person_in_zone", "camera_outage", "watched_plate", "water_level", "sensor_silent"):
        AlarmTypeFactory(code=code)
    read_the_feed(at=NOON)  # a new reader begins with what happens from now on


def rule(trigger: str, *, is_on: bool = True, **given: Any) -> Rule:
    types = {
        "detection": "person_in_zone",
        "camera_outage": "camera_outage",
        "plate": "watched_plate",
        "absence": "sensor_silent",
    }
    draft: dict[str, Any] = {
        "name": "a rule",
        "trigger": Trigger(trigger),
        "regions": frozenset({"UZ-TK"}),
        "alarm_type": types.get(trigger, "water_level"),
        "priority": 2,
        "needs_clearing": trigger == "plate",
    }
    if trigger == "camera_outage":
        draft["settings"] = {"grace_s": 0}
    written = save_rule(draft=RuleDraft(**(draft | given)), by=None, at=NOON)
    return switch_rule(rule_id=written.pk, is_on=is_on, by=None, at=NOON)


def tell(topic: str, thing: Any, kind: str, at: datetime) -> None:
    with change(at=at) as feed:
        feed.touch(topic=topic, kind=kind, object_id=str(thing.pk), regions=[thing.region_id])


def detected(camera: Camera, at: datetime = NOON, **given: Any) -> Detection:
    seen = Detection.objects.create(
        camera=camera,
        region_id=camera.region_id,
        location=camera.location,
        intake="portal",
        source="frigate",
        source_ref=f"{camera.pk}-{Detection.objects.count()}",
        began_at=at,
        updated_at=at,
        recorded_at=at,
        **({"label": "person", "score": 0.9, "zones": ["yard"]} | given),
    )
    tell("detections", seen, "detection.began", at)
    return seen


def over(seen: Detection, at: datetime) -> None:
    seen.ended_at = seen.updated_at = at
    seen.save()
    tell("detections", seen, "detection.ended", at)


def test_a_detection_raises_an_alarm_once_and_its_end_returns_it() -> None:
    rule("detection", conditions=[{"field": "label", "op": "is", "value": "person"}])
    camera = CameraFactory(code="C-1", name="Chorsu")
    seen = detected(camera, sub_label="A. Karimov")
    detected(camera, label="car")
    assert read_the_feed(at=after(1)) == 2
    assert read_the_feed(at=after(2)) == 0
    alarm = Alarm.objects.get()
    assert (alarm.source, alarm.source_kind, alarm.source_code) == (f"camera:{camera.pk}", "detection", "C-1")
    assert (alarm.type_id, alarm.priority, alarm.camera_id, alarm.occurrences) == (
        "person_in_zone",
        2,
        camera.pk,
        1,
    )
    assert alarm.facts["label"] == "person"
    assert alarm.private == {"sub_label": "A. Karimov"}
    assert "A. Karimov" not in str(alarm.facts)
    over(seen, after(30))
    read_the_feed(at=after(31))
    alarm.refresh_from_db()
    assert alarm.state == "returned"


def test_a_rule_that_is_off_elsewhere_or_at_another_time_raises_nothing() -> None:
    rule("detection", is_on=False)
    rule("detection", regions=frozenset({"UZ-TO"}))
    # Noon in Tashkent is 07:00 UTC.
    rule("detection", schedule={"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "13:00", "to": "18:00"})
    detected(CameraFactory())
    read_the_feed(at=after(1))
    assert not Alarm.objects.exists()


def test_a_rule_holds_inside_its_zone() -> None:
    square = Polygon.from_bbox((69.2, 41.3, 69.3, 41.4))
    square.srid = SRID
    zone = save_zone(name="Chorsu", region="UZ-TK", area=square, by=None, at=NOON)
    rule("detection", zone=zone.pk)
    detected(CameraFactory(lonlat=(69.25, 41.35)))
    detected(CameraFactory(lonlat=(69.35, 41.35)))
    read_the_feed(at=after(1))
    assert Alarm.objects.get().location.x == 69.25


def test_an_alarm_shows_the_rule_as_it_was() -> None:
    made = rule("detection", name="Yard at night")
    detected(CameraFactory())
    read_the_feed(at=after(1))
    draft = RuleDraft("Another", Trigger.DETECTION, frozenset({"UZ-TK"}), "person_in_zone", 1)
    save_rule(draft=draft, by=None, at=after(2), rule_id=made.pk)
    alarm = Alarm.objects.select_related("rule_version").get()
    assert alarm.rule_version is not None
    assert (alarm.rule_version.name, alarm.rule_version.number) == ("Yard at night", 1)
    detected(CameraFactory())
    read_the_feed(at=after(3))
    assert Alarm.objects.filter(priority=1, rule_version__number=2).count() == 1


def test_what_a_database_that_is_away_could_not_raise_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rule("detection")
    detected(CameraFactory())
    before = list(Cursor.objects.order_by("pk").values_list("seq", flat=True))
    with monkeypatch.context() as patched:
        patched.setattr(taking, "react", _fail)
        with pytest.raises(OperationalError):
            read_the_feed(at=after(1))
    assert list(Cursor.objects.order_by("pk").values_list("seq", flat=True)) == before
    assert not SetAside.objects.exists()
    read_the_feed(at=after(2))
    assert Alarm.objects.count() == 1


def _fail(**given: Any) -> None:
    raise OperationalError


def test_what_is_told_only_once_it_is_over_is_an_alarm_that_has_returned() -> None:
    rule("detection", conditions=[{"field": "label", "op": "is", "value": "person"}])
    seen = detected(CameraFactory(), ended_at=after(1))
    tell("detections", seen, "detection.ended", after(1))
    read_the_feed(at=after(2))
    alarm = Alarm.objects.get()
    assert (alarm.state, alarm.occurrences, alarm.active_refs) == ("returned", 1, [])


def test_readings_of_one_batch_that_go_beyond_a_limit_and_back_raise_an_alarm() -> None:
    sensor = SensorFactory(kind__code="water_level")
    rule("threshold", settings=LIMIT)
    given = [GivenReading(sensor.code, after(second), value) for second, value in ((1, 4), (2, 9), (3, 2))]
    record_readings(readings=given, by=None, at=after(4))
    read_the_feed(at=after(5))
    assert Alarm.objects.get().state == "returned"


# --- outages ----------------------------------------------------------------------------------------------


def out(of: Camera | NetworkNode, at: datetime = NOON, **given: Any) -> Outage:
    who = {"camera": of, "cause": "timeout"} if isinstance(of, Camera) else {"node": of, "cause": "node"}
    outage = Outage.objects.create(region_id=of.region_id, began_at=at, noticed_at=at, **(who | given))
    tell("outages", outage, "outage.began", at)
    return outage


def mended(outage: Outage, at: datetime) -> None:
    outage.ended_at = at
    outage.save()
    tell("outages", outage, "outage.ended", at)


def test_an_outage_is_raised_when_its_grace_time_is_over() -> None:
    rule("camera_outage", settings={"grace_s": 60})
    outage = out(CameraFactory())
    read_the_feed(at=after(1))
    assert raise_what_waited(at=after(59)) == 0
    assert not Alarm.objects.exists()
    assert raise_what_waited(at=after(60)) == 1
    assert raise_what_waited(at=after(61)) == 0
    alarm = Alarm.objects.get()
    assert (alarm.type_id, alarm.facts["cause"]) == ("camera_outage", "timeout")
    mended(outage, after(90))
    read_the_feed(at=after(91))
    alarm.refresh_from_db()
    assert alarm.state == "returned"


def test_an_outage_that_ends_within_its_grace_time_is_no_alarm() -> None:
    rule("camera_outage", settings={"grace_s": 60})
    outage = out(CameraFactory())
    read_the_feed(at=after(1))
    mended(outage, after(30))
    read_the_feed(at=after(31))
    assert not Wait.objects.exists()
    assert raise_what_waited(at=after(999)) == 0
    assert not Alarm.objects.exists()


def test_a_rule_that_is_switched_off_lets_nothing_wait() -> None:
    made = rule("camera_outage", settings={"grace_s": 60})
    out(CameraFactory())
    read_the_feed(at=after(1))
    switch_rule(rule_id=made.pk, is_on=False, by=None, at=after(2))
    assert raise_what_waited(at=after(999)) == 0


def test_what_ended_while_nobody_read_the_feed_is_no_alarm_of_its_grace_time() -> None:
    rule("camera_outage", settings={"grace_s": 60})
    outage = out(CameraFactory())
    read_the_feed(at=after(1))
    mended(outage, after(30))
    # The ticker stood still meanwhile; what waited is asked before the feed is.
    assert raise_what_waited(at=after(300)) == 0
    read_the_feed(at=after(300))
    assert raise_what_waited(at=after(301)) == 0
    assert not Alarm.objects.exists()


def test_what_began_and_ended_within_its_grace_time_is_no_alarm_however_late_it_is_read() -> None:
    rule("camera_outage", settings={"grace_s": 60})
    mended(out(CameraFactory()), after(30))
    lasting = out(CameraFactory())
    mended(lasting, after(61))
    read_the_feed(at=after(300))
    assert Alarm.objects.get().camera_id == lasting.camera_id
    assert not Wait.objects.exists()


def node_with_cameras(count: int) -> tuple[NetworkNode, list[Camera]]:
    node = NetworkNode.objects.create(
        code="SW-1", name="Switch", region_id="UZ-TK", location=point(69.2, 41.3)
    )
    return node, [CameraFactory(node=node) for _number in range(count)]


def test_a_failed_switch_is_one_alarm_with_the_number_of_its_cameras() -> None:
    rule("camera_outage")
    node, cameras = node_with_cameras(3)
    single = out(cameras[0])
    read_the_feed(at=after(1))
    of_node = out(node, after(5), cameras_count=400)
    late = out(cameras[1], after(6))
    read_the_feed(at=after(7))
    alarm = Alarm.objects.get(source_kind="node")
    assert (alarm.source, alarm.facts["cameras_count"], alarm.state) == (
        f"node:{node.pk}",
        400,
        "unacknowledged",
    )
    hidden = Alarm.objects.filter(source_kind="camera")
    assert {(one.state, one.suppressed_by_id) for one in hidden} == {("suppressed", alarm.pk)}
    # The switch is back; the feed tells of it alone, one of its cameras stays out.
    Outage.objects.filter(pk=single.pk).update(ended_at=after(50), part_of=of_node)
    mended(of_node, after(50))
    read_the_feed(at=after(51))
    states = {one.camera_id: one.state for one in Alarm.objects.filter(source_kind="camera")}
    assert states == {cameras[0].pk: "returned", cameras[1].pk: "unacknowledged"}
    assert late.ended_at is None


# --- plates -----------------------------------------------------------------------------------------------


@pytest.fixture
def sighted() -> Callable[..., PlateHit]:
    def make(camera: Camera, watch: WatchEntry, at: datetime = NOON) -> PlateHit:
        names = {field.name for field in PlateHit._meta.concrete_fields}
        told = {
            "camera": camera,
            "region_id": camera.region_id,
            "location": camera.location,
            "watch": watch,
            "at": at,
            "plate": watch.plate,
            "key": watch.key,
            "confidence": 0.9,
            "direction": "leaving",
            "recorded_at": at,
            "received_at": at,
        }
        kept = {name: value for name, value in told.items() if name.removesuffix("_id") in names}
        hit = PlateHit.objects.create(**kept)
        tell("plates", hit, "plate.sighted", at)
        return hit

    return make


def test_a_watched_plate_is_one_alarm_that_is_cleared_by_hand(sighted: Callable[..., PlateHit]) -> None:
    from tests.cameras.factories import WatchEntryFactory

    rule("plate", conditions=[{"field": "watch_priority", "op": "is", "value": 1}])
    wanted = WatchEntryFactory(plate="01A123BC", priority=1, reason="stolen")
    camera = CameraFactory()
    for second in range(3):
        sighted(camera, wanted, after(second))
    sighted(camera, WatchEntryFactory(plate="01B777CC", priority=3), after(4))
    read_the_feed(at=after(5))
    alarm = Alarm.objects.get()
    assert (alarm.source, alarm.occurrences, alarm.needs_clearing) == (f"plate:{wanted.pk}", 3, True)
    assert alarm.private == {"plate": wanted.plate, "reason": "stolen"}
    assert wanted.plate not in f"{alarm.facts} {alarm.source_name} {alarm.source_code}"


# --- sensors ----------------------------------------------------------------------------------------------


def say(sensor: Any, value: float, seconds: float) -> None:
    record_readings(readings=[GivenReading(sensor.code, after(seconds), value)], by=None, at=after(seconds))


LIMIT = {"kind": "water_level", "compare": "above", "limit": 5, "deadband": 1}


def test_a_rule_sets_its_limit_at_the_sensors_while_it_is_on() -> None:
    SensorFactory(kind__code="water_level")
    made = rule("threshold", settings=LIMIT, is_on=False)
    assert not Threshold.objects.in_use().exists()
    switch_rule(rule_id=made.pk, is_on=True, by=None, at=after(1))
    limit = Threshold.objects.in_use().get()
    assert (limit.owner, limit.kind_id, limit.region_id, limit.limit, limit.deadband, limit.level) == (
        f"rule:{made.pk}",
        "water_level",
        "UZ-TK",
        5,
        1,
        2,
    )
    switch_rule(rule_id=made.pk, is_on=False, by=None, at=after(2))
    assert not Threshold.objects.in_use().exists()


def test_readings_beyond_a_rules_limit_raise_its_alarm_and_those_back_return_it() -> None:
    sensor = SensorFactory(kind__code="water_level")
    rule("threshold", settings=LIMIT)
    say(sensor, 4, 1)
    say(sensor, 6, 2)
    read_the_feed(at=after(3))
    alarm = Alarm.objects.get()
    assert (alarm.source, alarm.sensor, alarm.type_id) == (f"sensor:{sensor.pk}", sensor.pk, "water_level")
    assert (alarm.facts["measure"], alarm.facts["limit"], alarm.facts["value"]) == ("value", 5, 6)
    say(sensor, 4.5, 4)  # within the deadband
    read_the_feed(at=after(5))
    assert Alarm.objects.get().state == "unacknowledged"
    say(sensor, 3.9, 6)
    read_the_feed(at=after(7))
    assert Alarm.objects.get().state == "returned"


def test_a_sensors_own_limit_raises_an_alarm_by_its_level_without_a_rule() -> None:
    sensor = SensorFactory(kind__code="water_level")
    ThresholdFactory(sensor=sensor, limit=4, level=1)
    say(sensor, 6, 2)
    read_the_feed(at=after(3))
    alarm = Alarm.objects.get()
    assert (alarm.rule_id, alarm.priority, alarm.type_id) == (None, 1, "water_level")


def test_a_silent_sensor_raises_an_alarm_and_its_next_reading_returns_it() -> None:
    sensor = SensorFactory(kind__code="water_level")
    rule("absence", settings={"kind": "water_level", "after_s": 600})
    say(sensor, 1, 0)
    judge_due(at=after(300))
    read_the_feed(at=after(300))
    assert not Alarm.objects.exists()
    judge_due(at=after(601))
    read_the_feed(at=after(602))
    alarm = Alarm.objects.get()
    assert alarm.type_id == "sensor_silent"
    acknowledge_alarm(alarm_id=alarm.pk, by=None, at=after(610))
    say(sensor, 1, 700)
    judge_due(at=after(700))
    read_the_feed(at=after(701))
    alarm.refresh_from_db()
    assert alarm.state == "cleared"


def test_a_rule_that_is_switched_off_ends_the_crossings_it_was_told_of() -> None:
    sensor = SensorFactory(kind__code="water_level")
    made = rule("threshold", settings=LIMIT)
    say(sensor, 6, 2)
    read_the_feed(at=after(3))
    switch_rule(rule_id=made.pk, is_on=False, by=None, at=after(4))
    judge_due(at=after(5))
    read_the_feed(at=after(6))
    assert Alarm.objects.get().state == "returned"
    assert NOON + timedelta(seconds=6) == after(6)
